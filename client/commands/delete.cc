#include <memory>
#include <vector>

#include "client/commands/commands.h"
#include "client/names.h"

namespace pasok::client {
namespace {

struct Options {
  std::string name;
  bool force = false;
};

// A name without its collection is looked for in all.
std::string NameMeant(Connection& server, const std::string& given) {
  if (given.starts_with("plans/")) return PlanNamed(server, given).name();
  if (IsStudy(given)) return StudyNamed(server, given).name();
  if (given.starts_with("datasets/")) return DatasetNamed(server, given).name();
  std::vector<std::string> names;
  for (const auto& plan : server.ListPlans({})) names.push_back(plan.name());
  for (const auto& study : server.ListStudies({})) names.push_back(study.name());
  for (const auto& dataset : server.ListDatasets()) names.push_back(dataset.name());
  return PickName(given, names, "plan, study or dataset");
}

ExitCode Delete(Session& session, const Options& options) {
  Connection& server = session.Server();
  const std::string name = NameMeant(server, options.name);
  if (name.starts_with("plans/")) {
    server.DeletePlan(name, options.force);
  } else if (IsStudy(name)) {
    server.DeleteStudy(name);
  } else {
    server.DeleteDataset(name, options.force);
  }
  session.console().out << name << ": deleted\n";
  return ExitCode::kDone;
}

}  // namespace

void AddDelete(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("delete", "Delete a dataset, a plan or a study; asks nothing");
  command->add_option("NAME", options->name, "Its name, or the beginning of its id")->required();
  command->add_flag("--force", options->force,
                    "Also a dataset with its plans and studies, or a published plan");
  command->callback(
      [&job, options] { job = [options](Session& session) { return Delete(session, *options); }; });
}

}  // namespace pasok::client
