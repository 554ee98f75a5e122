#include "client/planning.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string_view>
#include <system_error>

#include "client/figures.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/progress.h"
#include "client/summary_print.h"
#include "client/text.h"
#include "client/unknown_files.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFindings = 20;

}  // namespace

std::string DisplayName(const fs::path& directory) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(directory, error);
  if (error) whole = directory;
  return whole.filename().string();
}

PolicyFile ReadValidPolicy(Session& session, Connection& server, const fs::path& path) {
  if (path.empty()) return {};
  std::string yaml = ReadConfigFile(path);
  if (yaml.empty()) {  // on the wire no bytes would mean no policy
    throw Failure(ExitCode::kInputAtFault, path.string() + ": is empty",
                  "A policy begins with `version: 1`.");
  }
  const auto resolved = server.ResolvePolicy(yaml, NameInFindings(path));
  const std::string lines =
      ToLines(resolved.findings(), kMostFindings,
              SeeAll(resolved.findings(), "pasok policy show --policy " +
                                              AsArgument(Printable(path.string())) + " --format json"));
  session.console().err << lines;
  if (resolved.findings().error_count() > 0)
    throw PrintedFindings(path.string() + ": " + Counts(resolved.findings()), resolved.findings(), lines);
  return {.path = path, .yaml = std::move(yaml)};
}

std::string ReadScenarioFile(const fs::path& path) {
  std::string yaml = ReadConfigFile(path);
  if (!yaml.empty()) return yaml;
  throw Failure(ExitCode::kInputAtFault, path.string() + ": is empty",
                "A scenario begins with `version: 1`, a name and changes.");
}

v1::ImportDatasetResponse SendRegisters(Session& session, Connection& server, const fs::path& directory,
                                        const std::string& policy_yaml, bool validate_only) {
  v1::ImportDatasetRequest::Start start;
  start.set_display_name(DisplayName(directory));
  start.set_validate_only(validate_only);
  start.set_policy_yaml(policy_yaml);
  Progress progress(session.console());
  const RegisterDirectory found = RegisterFiles(directory);
  auto response = server.ImportDataset(
      start, found.files, [&](std::int64_t sent, std::int64_t total) { ShowSent(progress, sent, total); });
  AddUnknownFiles(found, *response.mutable_findings());
  return response;
}

v1::ImportDatasetResponse Import(Session& session, Connection& server, const fs::path& directory,
                                 const PolicyFile& policy) {
  auto response = SendRegisters(session, server, directory, policy.yaml, /*validate_only=*/false);
  const auto& findings = response.findings();
  const auto argument = [](const fs::path& path) { return AsArgument(Printable(path.string())); };
  const std::string by_policy = policy.path.empty() ? "" : " --policy " + argument(policy.path);
  const std::string how_to_see_all =
      SeeAll(findings, "pasok check " + argument(directory) + by_policy + " --all");
  if (findings.error_count() > 0) {
    const std::string lines = ToLines(findings, kMostFindings, how_to_see_all);
    session.console().err << lines;
    throw PrintedFindings(directory.string() + ": " + Counts(findings) + ", nothing was imported", findings,
                          lines);
  }
  if (findings.warning_count() > 0) {
    session.console().err << Counts(findings) << " (" << how_to_see_all << ")\n";
  }
  return response;
}

v1::Dataset DatasetMeant(Session& session, Connection& server, const std::string& directory_or_name,
                         const PolicyFile& policy) {
  std::error_code absent;
  if (fs::is_directory(directory_or_name, absent)) {
    return Import(session, server, directory_or_name, policy).dataset();
  }
  try {
    return DatasetNamed(server, directory_or_name);
  } catch (const Failure& failure) {
    if (failure.code() != ExitCode::kInputAtFault) throw;
    throw Failure(failure.code(), std::string(failure.what()) + ", nor such a directory", failure.hint());
  }
}

void RequireDetachable(const Session& session, const std::string& what,
                       std::initializer_list<std::pair<const char*, bool>> not_kept) {
  if (session.local()) {
    throw Failure(ExitCode::kUsage,
                  "--detach: the server inside this process ends with it, and the " + what + " too",
                  "Name a server with --server, or leave --detach out.");
  }
  std::string given;
  for (const auto& [option, is_given] : not_kept) {
    if (is_given) given.append(given.empty() ? "" : ", ").append(option);
  }
  if (given.empty()) return;
  throw Failure(ExitCode::kUsage, "--detach doesn't wait for the " + what + ", so it can't keep " + given,
                "`pasok watch` waits for it later; or leave --detach out.");
}

std::string WriteName(const std::string& name, Format format) {
  switch (format) {
    case Format::kTable:
      return name + '\n';
    case Format::kJson:
      return JsonText({{"name", name}});
    case Format::kCsv:
      return ToCsv(Table{.columns = {{.key = "name", .title = "name"}}, .rows = {{Word(name)}}});
  }
  return "";
}

void RequireTimeLimit(double seconds) {
  constexpr double kLeast = 0.001, kMost = 7 * 24 * 3600;  // the server's limits
  if (seconds == 0 || (seconds >= kLeast && seconds <= kMost)) return;
  throw Failure(ExitCode::kUsage, "--time-limit: must lie between 0.001 and 604800 seconds, a week",
                "0 or nothing means no limit.");
}

v1::Plan WatchToEnd(Session& session, Connection& server, const std::string& name) {
  Progress progress(session.console());
  return server.WatchPlan(name,
                          [&](const v1::WatchPlanResponse& response) { ShowWatched(progress, response); });
}

void RequireSuccess(const v1::Plan& plan) {
  const std::string what = plan.name() + " was " + ToWord(plan.state());
  switch (plan.state()) {
    case v1::Plan::SUCCEEDED:
      return;
    case v1::Plan::INTERRUPTED:
      throw Failure(ExitCode::kServerFailed, what + ": the server ended while it ran", "Ask for it again.",
                    std::string(kInterrupted));
    case v1::Plan::CANCELLED:
      throw Failure(ExitCode::kStopped, what);
    case v1::Plan::FAILED: {
      const bool question = plan.findings().error_count() > 0;
      std::string message =
          plan.name() + " failed: " +
          (question ? "what was asked does not fit the dataset" : Printable(plan.error().message()));
      for (const v1::Finding& finding : plan.findings().findings()) message += "\n  " + ToLine(finding);
      throw AtFault({question ? ExitCode::kInputAtFault
                              : FromStatusCode(static_cast<google::rpc::Code>(plan.error().code())),
                     message},
                    plan.findings());
    }
    case v1::Plan::QUEUED:
    case v1::Plan::RUNNING:
    case v1::Plan::STATE_UNSPECIFIED:
    case v1::Plan_State_Plan_State_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Plan_State_Plan_State_INT_MAX_SENTINEL_DO_NOT_USE_:
      throw Failure(ExitCode::kServerFailed, plan.name() + " has not ended: it is " + ToWord(plan.state()),
                    "`pasok watch " + plan.name() + "` waits for it.");
  }
}

ExitCode ExitCodeOf(const Console& console, const v1::Plan& plan) {
  const std::string gap = GapInWords(plan.summary().certificate());
  if (plan.summary().gap_missed()) {
    console.err << "pasok: " << plan.name() << " is proven to lie within " << gap << " only, not within the "
                << GapPercent(plan.gap_limit_percent())
                << " asked for: its rules let the proof come no nearer; "
                << "it is kept\n";
    return ExitCode::kStopped;
  }
  if (!plan.summary().stopped_early()) return ExitCode::kDone;
  console.err << "pasok: " << plan.name() << " stopped at its time limit of "
              << Seconds(plan.time_limit_seconds()) << " with a gap of " << gap << "; it is kept\n";
  return ExitCode::kStopped;
}

std::string NewRequestId() {
  std::random_device random;
  std::string id = "pasok-";
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (int i = 0; i < 32; ++i) id += kDigits[random() % kDigits.size()];
  return id;
}

Failure WhileItGoesOn(const Failure& failure, const std::string& name) {
  return {failure.code(), failure.what(),
          failure.hint() + (failure.hint().empty() ? "" : "\n") + name + " goes on there: `pasok watch " +
              name + "` waits for it.",
          failure.reason()};
}

Failure WithStored(const Failure& failure, const std::string& name, const std::string& hint) {
  return {failure.code(), failure.what(),
          failure.hint() + (failure.hint().empty() ? "" : "\n") + name + " is stored: " + hint,
          failure.reason()};
}

std::string ChangesInWords(const fs::path& directory) {
  constexpr std::array<std::string_view, 4> kChanges = {"added", "removed", "more", "less"};
  std::array<std::int64_t, kChanges.size()> counts{};
  std::ifstream file(directory / "changes.csv");
  std::string line;
  if (!std::getline(file, line)) return "";
  while (std::getline(file, line)) {
    // The last fields but two: those before them are ids, which may hold commas.
    for (int figures = 0; figures < 2; ++figures) line.resize(std::min(line.rfind(','), line.size()));
    const auto change = std::ranges::find(kChanges, std::string_view(line).substr(line.rfind(',') + 1));
    if (change != kChanges.end()) ++counts[static_cast<std::size_t>(change - kChanges.begin())];
  }
  std::string words;
  for (std::size_t i = 0; i < kChanges.size(); ++i)
    words += (i == 0 ? "" : ", ") + Grouped(counts[i]) + ' ' + std::string(kChanges[i]);
  return words;
}

StagedDirectory::Outcome WritePlanFiles(Connection& server, const std::string& plan,
                                        const fs::path& directory) {
  RequirePlanDirectory(directory);
  StagedDirectory staged(directory);
  server.DownloadPlanFiles(
      plan, [&](const std::string& name, std::string_view bytes) { staged.Append(name, bytes); });
  return staged.Replace();
}

}  // namespace pasok::client
