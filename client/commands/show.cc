#include <memory>

#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

struct Options {
  std::string plan;
  Format format = Format::kTable;
};

ExitCode Show(Session& session, const Options& options) {
  session.console().out << Write(PlanNamed(session.Server(), options.plan), options.format);
  return ExitCode::kDone;
}

}  // namespace

void AddShow(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("show", "Show one plan: its state, its figures, its proof");
  command->add_option("PLAN", options->plan, "The plan's name, or the beginning of its id")->required();
  AddFormat(*command, options->format);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Show(session, *options); }; });
}

}  // namespace pasok::client
