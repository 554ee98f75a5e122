#include <memory>

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
  const auto response = Import(session, session.Server(), options.directory, "");
  const Console& console = session.console();
  if (response.already_existed())
    console.err << "The same content was imported before; it is that dataset.\n";
  console.out << Write(DatasetsTable({response.dataset()}), options.format, console.columns);
  return ExitCode::kDone;
}

}  // namespace

void AddImport(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("import", "Store the registers in a directory as a dataset");
  command->add_option("DIR", options->directory, "The directory with the register files")->required();
  AddFormat(*command, options->format);
  command->callback(
      [&job, options] { job = [options](Session& session) { return ImportDirectory(session, *options); }; });
}

}  // namespace pasok::client
