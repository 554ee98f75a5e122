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

void AddDelete(Command& pasok) {
  Command command = pasok.Add("delete", "Delete a dataset, a plan or a study; asks nothing");
  Options& options = command.Does(Delete);
  command.Argument("NAME", options.name, "Its name, or at least 8 characters of its id").Required();
  command.Flag("--force", options.force, "Also a dataset with its plans and studies, or a published plan");
}

}  // namespace pasok::client
