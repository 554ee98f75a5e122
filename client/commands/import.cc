#include "client/commands/commands.h"
#include "client/plan_print.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string directory;
  Format format = Format::kTable;
};

ExitCode ImportDirectory(Session& session, const Options& options) {
  const auto response = Import(session, session.Server(), options.directory, {});
  const Console& console = session.console();
  if (response.already_existed())
    console.err << "The same content was imported before; it is that dataset.\n";
  console.out << Write(DatasetsTable({response.dataset()}), options.format, console.columns);
  return ExitCode::kDone;
}

}  // namespace

void AddImport(Command& pasok) {
  Command command = pasok.Add("import", "Store the registers in a directory as a dataset");
  Options& options = command.Does(ImportDirectory);
  command.Argument("DIR", options.directory, "The directory with the register files").Required();
  AddFormat(command, options.format);
}

}  // namespace pasok::client
