// The commands, one file each. AddX describes the subcommand to the parser; where the user calls it, `job`
// becomes what it does. Jobs end with an exit code or throw a Failure.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "client/commands/values.h"
#include "client/exit_code.h"
#include "client/session.h"
#include "client/table.h"

namespace pasok::client {

using Job = std::function<ExitCode(Session&)>;

void AddSample(CLI::App& app, Job& job);
void AddCheck(CLI::App& app, Job& job);
void AddImport(CLI::App& app, Job& job);
void AddDatasets(CLI::App& app, Job& job);
void AddPlan(CLI::App& app, Job& job);
void AddPlans(CLI::App& app, Job& job);
void AddShow(CLI::App& app, Job& job);
void AddWatch(CLI::App& app, Job& job);
void AddCancel(CLI::App& app, Job& job);
void AddPublish(CLI::App& app, Job& job);
void AddDelete(CLI::App& app, Job& job);
void AddVerify(CLI::App& app, Job& job);
void AddPolicy(CLI::App& app, Job& job);
void AddExport(CLI::App& app, Job& job);
void AddCompare(CLI::App& app, Job& job);
void AddFrontier(CLI::App& app, Job& job);
void AddExplain(CLI::App& app, Job& job);
void AddBottlenecks(CLI::App& app, Job& job);
void AddRecruit(CLI::App& app, Job& job);
void AddCriticality(CLI::App& app, Job& job);
void AddEvaluate(CLI::App& app, Job& job);
void AddStudies(CLI::App& app, Job& job);
void AddNightly(CLI::App& app, Job& job);

// In the order of a planner's day.
void AddAllCommands(CLI::App& app, Job& job);

// --date, --from and --days, as ReadFirstDay takes them, and --regions: what is planned. Answers the options.
std::vector<CLI::Option*> AddDaysAndRegions(CLI::App& command, std::string& date, std::string& from,
                                            std::int32_t& days, std::vector<std::string>& regions);

// --format table|json|csv, into a Format or an optional one.
template <typename FormatOrNone>
void AddFormat(CLI::App& command, FormatOrNone& format) {
  const std::vector<std::pair<std::string, Format>> words = {
      {"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}};
  command.add_option("--format", format, "table (for people), json or csv (for programs)")
      ->transform(OneOf(words))
      ->type_name("table|json|csv");
}

}  // namespace pasok::client
