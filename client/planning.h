// The steps that several commands share, each with its progress on the console.
#pragma once

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "client/at_fault.h"
#include "client/exit_code.h"
#include "client/retries.h"
#include "client/session.h"
#include "client/staged_directory.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// What is wrong with a file or registers, after its findings went to standard error; `lines` has them, each
// ending in a newline, for a report that is read alone.
class PrintedFindings : public AtFault {
 public:
  PrintedFindings(std::string message, v1::Findings findings, std::string lines)
      : AtFault({ExitCode::kInputAtFault, std::move(message)}, std::move(findings)),
        lines_(std::move(lines)) {}
  const std::string& lines() const { return lines_; }

 private:
  std::string lines_;
};

// A policy as it was named; both empty for none.
struct PolicyFile {
  std::filesystem::path path;
  std::string yaml;
};

// What people would call the directory: its own name, also for "." and a trailing slash.
std::string DisplayName(const std::filesystem::path& directory);

// Where the file doesn't hold, its findings go to standard error and it is a Failure (PrintedFindings).
PolicyFile ReadValidPolicy(Session& session, Connection& server, const std::filesystem::path& path);

// The bytes of a scenario's file. Failure where it can't be read or is empty; what else is wrong with it is
// the server's to say.
std::string ReadScenarioFile(const std::filesystem::path& path);

// Sends a directory's registers to be validated and, unless `validate_only`, stored. Prints nothing.
v1::ImportDatasetResponse SendRegisters(Session& session, Connection& server,
                                        const std::filesystem::path& directory,
                                        const std::string& policy_yaml, bool validate_only);

// As SendRegisters, storing; findings go to standard error, and errors among them are a Failure
// (PrintedFindings).
v1::ImportDatasetResponse Import(Session& session, Connection& server, const std::filesystem::path& directory,
                                 const PolicyFile& policy);

// The dataset in a directory, which is imported; or the stored one of that name.
v1::Dataset DatasetMeant(Session& session, Connection& server, const std::string& directory_or_name,
                         const PolicyFile& policy);

// Options that --detach can't keep, since it doesn't wait: each with whether it was given. Failure (kUsage)
// where one was, and where the server is the one inside this process, which ends with it.
void RequireDetachable(const Session& session, const std::string& what,
                       std::initializer_list<std::pair<const char*, bool>> not_kept);
// The name of what was asked for, without more.
std::string WriteName(const std::string& name, Format format);

// Failure (kUsage) unless a --time-limit of so many seconds is one that the server takes; 0 is none.
void RequireTimeLimit(double seconds);

// An id that no other request has, so that one whose answer was lost can be repeated.
std::string NewRequestId();

// What `ask` returns, which is safe to repeat: asked again, twice at most, where its answer was lost.
template <typename Ask>
auto AskSafely(Session& session, Ask ask) {
  constexpr auto kPause = std::chrono::seconds(1);
  for (int lost = 0; lost < 2; ++lost) {
    try {
      return ask();
    } catch (const Failure& failure) {
      if (failure.reason() != kNoAnswer) throw;
    }
    WaitOrStop(session.interrupt(), kPause);
  }
  return ask();
}

// The same failure, of watching what goes on though the server can't be asked now.
Failure WhileItGoesOn(const Failure& failure, const std::string& name);

// What `watch` returns of the stored `name`. Whoever interrupts it wants what is watched stopped, not just
// out of sight: then `stop` cancels it, waits for its end at most so long, and returns the Failure to end
// with.
template <typename Watch, typename Stop>
auto WatchOrStop(Session& session, const std::string& name, Watch watch, Stop stop) {
  constexpr auto kPatience = std::chrono::seconds(10);
  try {
    return watch();
  } catch (const Failure& failure) {
    if (session.interrupt().raised()) throw stop(kPatience);
    const bool is_lost = failure.reason() == kNoAnswer || failure.reason() == "SHUTTING_DOWN";
    if (is_lost && !session.local()) throw WhileItGoesOn(failure, name);
    throw;
  }
}

// Returns when the plan has ended, whatever the end. Failure (kStopped) at an interrupt.
v1::Plan WatchToEnd(Session& session, Connection& server, const std::string& name);

// The reason, of ours, of the Failure that the end of the server meant while it ran.
inline constexpr std::string_view kInterrupted = "INTERRUPTED";
// The Failure that a plan's end other than success means; nothing for success.
void RequireSuccess(const v1::Plan& plan);

// Says on standard error where the time limit left a plan short of what was asked for, or its rules let it
// come no nearer to the gap, and returns kStopped then, else kDone.
ExitCode ExitCodeOf(const Console& console, const v1::Plan& plan);

// The same failure, of something after `name` was stored: `hint` says how to get at it.
Failure WithStored(const Failure& failure, const std::string& name, const std::string& hint);

// "20 added, 17 removed, 9 more, 11 less": how many deliveries changes.csv in the directory of a plan's files
// has of each kind. Empty where it isn't there, as of a plan that follows on none.
std::string ChangesInWords(const std::filesystem::path& directory);

// Puts a stored plan's files into `directory`, all or none.
StagedDirectory::Outcome WritePlanFiles(Connection& server, const std::string& plan,
                                        const std::filesystem::path& directory);

}  // namespace pasok::client
