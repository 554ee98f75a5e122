// The commands, one file each: AddX says what may be typed behind the command's name, and what it does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client/exit_code.h"
#include "client/session.h"
#include "client/syntax/command.h"
#include "client/table.h"

namespace pasok::client {

void AddSample(Command& pasok);
void AddCheck(Command& pasok);
void AddImport(Command& pasok);
void AddDatasets(Command& pasok);
void AddPlan(Command& pasok);
void AddPlans(Command& pasok);
void AddShow(Command& pasok);
void AddWatch(Command& pasok);
void AddCancel(Command& pasok);
void AddPublish(Command& pasok);
void AddDelete(Command& pasok);
void AddVerify(Command& pasok);
void AddPolicy(Command& pasok);
void AddExport(Command& pasok);
void AddDiff(Command& pasok);
void AddCompare(Command& pasok);
void AddFrontier(Command& pasok);
void AddExplain(Command& pasok);
void AddBottlenecks(Command& pasok);
void AddRecruit(Command& pasok);
void AddCriticality(Command& pasok);
void AddEvaluate(Command& pasok);
void AddStudies(Command& pasok);
void AddNightly(Command& pasok);

// In the order of a planner's day.
void AddAllCommands(Command& pasok);

// --date, --from and --days, as ReadFirstDay takes them, and --regions: what is planned. Answers the options.
std::vector<Parameter> AddDaysAndRegions(Command& command, std::string& date, std::string& from,
                                         std::int32_t& days, std::vector<std::string>& regions);

// --format table|json|csv, into a Format or an optional one. Into a Format, what is wrong with the input is
// told in it too (at_fault.h), and so the command must have its work by then.
void AddFormat(Command& command, Format& format);
template <typename FormatOrNone>
void AddFormat(Command& command, FormatOrNone& format) {
  command.Choice("--format", format,
                 {{"table", Format::kTable}, {"json", Format::kJson}, {"csv", Format::kCsv}},
                 "table for people, json or csv for programs (default: table)");
}

}  // namespace pasok::client
