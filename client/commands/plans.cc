#include "client/commands/commands.h"
#include "client/day.h"
#include "client/names.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

struct Options {
  std::string dataset;
  std::string date;
  bool published = false;
  Format format = Format::kTable;
};

ExitCode Plans(Session& session, const Options& options) {
  Connection& server = session.Server();
  v1::ListPlansRequest filter;
  if (!options.dataset.empty()) filter.set_dataset(DatasetNamed(server, options.dataset).name());
  if (!options.date.empty()) filter.set_date(ReadDay(options.date, Today()));
  filter.set_published_only(options.published);
  const Console& console = session.console();
  console.out << Write(PlansTable(server.ListPlans(filter)), options.format, console.columns);
  return ExitCode::kDone;
}

}  // namespace

void AddPlans(Command& pasok) {
  Command command = pasok.Add("plans", "List the stored plans, newest first");
  Options& options = command.Does(Plans);
  command.Option("--dataset", options.dataset, "Only plans of this dataset").Type("DATASET");
  command
      .Option("--date", options.date,
              "Only plans for this (first) day, with --published those that hold on it (2026-11-24, "
              "today, tomorrow)")
      .Type("DAY");
  command.Flag("--published", options.published, "Only published plans");
  AddFormat(command, options.format);
}

}  // namespace pasok::client
