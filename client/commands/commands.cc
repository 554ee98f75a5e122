#include "client/commands/commands.h"

namespace pasok::client {

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
