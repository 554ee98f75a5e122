#include "client/commands/commands.h"

#include "client/at_fault.h"

namespace pasok::client {

std::vector<Parameter> AddDaysAndRegions(Command& command, std::string& date, std::string& from,
                                         std::int32_t& days, std::vector<std::string>& regions) {
  return {
      command
          .Option("--date", date,
                  "The day: 2026-11-24, today or tomorrow (default: the first day with requirements)")
          .Type("DAY"),
      command
          .Option("--from", from,
                  "The first of several days, with --days (default: the first day with requirements)")
          .Type("DAY"),
      command.Number("--days", days, {.least = 1, .most = 31},
                     "So many days together, from --from on, at most 31 (default: 1)"),
      command.Option("--regions", regions, "Codes of the regions to serve, e.g. 61.01,61.02 (default: all)")
          .Type("CODE,CODE")};
}

void AddFormat(Command& command, Format& format) {
  AddFormat<Format>(command, format);
  command.Around([&format](Session& session, const Job& job) {
    return TellFaults(session, format, [&] { return job(session); });
  });
}

void AddAllCommands(Command& pasok) {
  AddSample(pasok);
  AddCheck(pasok);
  AddImport(pasok);
  AddDatasets(pasok);
  AddPlan(pasok);
  AddPlans(pasok);
  AddShow(pasok);
  AddWatch(pasok);
  AddCancel(pasok);
  AddVerify(pasok);
  AddExport(pasok);
  AddDiff(pasok);
  AddCompare(pasok);
  AddFrontier(pasok);
  AddExplain(pasok);
  AddBottlenecks(pasok);
  AddRecruit(pasok);
  AddCriticality(pasok);
  AddEvaluate(pasok);
  AddStudies(pasok);
  AddPublish(pasok);
  AddDelete(pasok);
  AddPolicy(pasok);
  AddNightly(pasok);
}

}  // namespace pasok::client
