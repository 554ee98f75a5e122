#include <memory>

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

void AddPlans(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("plans", "List the stored plans, newest first");
  command->add_option("--dataset", options->dataset, "Only plans of this dataset");
  command->add_option("--date", options->date,
                      "Only plans for this (first) day, with --published those that hold on it (2026-11-24, "
                      "today, tomorrow)");
  command->add_flag("--published", options->published, "Only published plans");
  AddFormat(*command, options->format);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Plans(session, *options); }; });
}

}  // namespace pasok::client
