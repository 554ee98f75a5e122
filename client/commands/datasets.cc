#include "client/commands/commands.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

ExitCode Datasets(Session& session, const Format& format) {
  const Console& console = session.console();
  console.out << Write(DatasetsTable(session.Server().ListDatasets()), format, console.columns);
  return ExitCode::kDone;
}

}  // namespace

void AddDatasets(Command& pasok) {
  Command command = pasok.Add("datasets", "List the stored datasets, newest first");
  AddFormat(command, command.Does(Datasets));
}

}  // namespace pasok::client
