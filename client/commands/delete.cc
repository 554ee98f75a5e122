#include <memory>

#include "client/commands/commands.h"
#include "client/names.h"

namespace pasok::client {
namespace {

struct Options {
  std::string name;
  bool force = false;
};

ExitCode Delete(Session& session, const Options& options) {
  Connection& server = session.Server();
  const std::string name = NameToDelete(server, options.name);
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
  command->add_option("NAME", options->name, "Its name, or at least 8 characters of its id")->required();
  command->add_flag("--force", options->force,
                    "Also a dataset with its plans and studies, or a published plan");
  command->callback(
      [&job, options] { job = [options](Session& session) { return Delete(session, *options); }; });
}

}  // namespace pasok::client
