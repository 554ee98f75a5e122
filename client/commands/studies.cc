#include "client/commands/commands.h"
#include "client/names.h"
#include "client/study_print.h"

namespace pasok::client {
namespace {

struct Options {
  std::string dataset;
  std::string plan;
  Format format = Format::kTable;
};

ExitCode Studies(Session& session, const Options& options) {
  Connection& server = session.Server();
  v1::ListStudiesRequest filter;
  if (!options.dataset.empty()) filter.set_dataset(DatasetNamed(server, options.dataset).name());
  if (!options.plan.empty()) filter.set_plan(PlanNamed(server, options.plan).name());
  const Console& console = session.console();
  console.out << Write(StudiesTable(server.ListStudies(filter)), options.format, console.columns);
  return ExitCode::kDone;
}

}  // namespace

void AddStudies(Command& pasok) {
  Command command = pasok.Add("studies", "List the stored studies, newest first");
  Options& options = command.Does(Studies);
  command.Option("--dataset", options.dataset, "Only studies of this dataset").Type("DATASET");
  command.Option("--plan", options.plan, "Only studies about this plan").Type("PLAN");
  AddFormat(command, options.format);
}

}  // namespace pasok::client
