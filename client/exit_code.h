// How a command ended, as its exit code and as the exception that carries it there.
#pragma once

#include <google/rpc/code.pb.h>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace pasok::client {

// Scripts rely on these numbers.
enum class ExitCode : int {
  kDone = 0,
  kInputAtFault = 1,  // also: it can't be done with what is there; `verify` found a fault
  kUsage = 2,
  kServerFailed = 3,  // the server, its store or the disk: unreachable, refused or failed
  kStopped = 4,       // cancelled, out of time, or not within the gap that was asked for
  kShortages = 5,     // done, but with shortages, and --fail-on-shortage was given
  kInternal = 6,      // ours
};

// Ends a command. `message` says where and what, `hint` how to mend it (may be empty); neither ends in a
// newline. `reason` is the server's stable word for programs, e.g. "QUEUE_FULL", or one of
// ours, which say so; empty where there is none. `retry_after`: when it said to come again; 0 where it
// didn't.
class Failure : public std::exception {
 public:
  Failure(ExitCode code, std::string message, std::string hint = "", std::string reason = "",
          std::chrono::seconds retry_after = {})
      : code_(code),
        message_(std::move(message)),
        hint_(std::move(hint)),
        reason_(std::move(reason)),
        retry_after_(retry_after) {}

  ExitCode code() const { return code_; }
  const std::string& hint() const { return hint_; }
  const std::string& reason() const { return reason_; }
  std::chrono::seconds retry_after() const { return retry_after_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ExitCode code_;
  std::string message_;
  std::string hint_;
  std::string reason_;
  std::chrono::seconds retry_after_;
};

// What a call's or a plan's status means for the exit code. gRPC's codes and google.rpc.Code are the same
// numbers; one that this program doesn't know counts as kInternal.
ExitCode FromStatusCode(google::rpc::Code code);

}  // namespace pasok::client
