#include <memory>

#include "client/commands/commands.h"
#include "client/plan_print.h"

namespace pasok::client {

void AddDatasets(CLI::App& app, Job& job) {
  const auto format = std::make_shared<Format>(Format::kTable);
  CLI::App* command = app.add_subcommand("datasets", "List the stored datasets, newest first");
  AddFormat(*command, *format);
  command->callback([&job, format] {
    job = [format](Session& session) {
      const Console& console = session.console();
      console.out << Write(DatasetsTable(session.Server().ListDatasets()), *format, console.columns);
      return ExitCode::kDone;
    };
  });
}

}  // namespace pasok::client
