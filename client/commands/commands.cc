#include "client/commands/commands.h"

namespace pasok::client {

std::vector<CLI::Option*> AddDaysAndRegions(CLI::App& command, std::string& date, std::string& from,
                                            std::int32_t& days, std::vector<std::string>& regions) {
  return {
      command
          .add_option("--date", date,
                      "The day: 2026-11-24, today or tomorrow (default: the first day with requirements)")
          ->type_name("DAY"),
      command
          .add_option("--from", from,
                      "The first of several days, with --days (default: the first day with requirements)")
          ->type_name("DAY"),
      command.add_option("--days", days, "So many days together, from --from on, at most 31 (default: 1)")
          ->transform(WholeNumber(1, 31))
          ->type_name("N"),
      command
          .add_option("--regions", regions, "Codes of the regions to serve, e.g. 61.01,61.02 (default: all)")
          ->delimiter(',')
          ->allow_extra_args(false)};
}

void AddAllCommands(CLI::App& app, Job& job) {
  AddSample(app, job);
  AddCheck(app, job);
  AddImport(app, job);
  AddDatasets(app, job);
  AddPlan(app, job);
  AddPlans(app, job);
  AddShow(app, job);
  AddWatch(app, job);
  AddCancel(app, job);
  AddVerify(app, job);
  AddExport(app, job);
  AddCompare(app, job);
  AddFrontier(app, job);
  AddExplain(app, job);
  AddBottlenecks(app, job);
  AddRecruit(app, job);
  AddCriticality(app, job);
  AddEvaluate(app, job);
  AddStudies(app, job);
  AddPublish(app, job);
  AddDelete(app, job);
  AddPolicy(app, job);
  AddNightly(app, job);
}

}  // namespace pasok::client
