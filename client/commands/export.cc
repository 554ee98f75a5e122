#include <memory>

#include "client/commands/commands.h"
#include "client/commands/values.h"
#include "client/names.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string plan;
  std::string format = "csv";
  std::string out;
};

ExitCode Export(Session& session, const Options& options) {
  RequirePlanDirectory(options.out);
  Connection& server = session.Server();
  const v1::Plan plan = PlanNamed(server, options.plan);
  RequireSuccess(plan);
  WritePlanFiles(server, plan.name(), options.out);
  session.console().out << plan.name() << ": written to " << options.out << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddExport(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", "Write a stored plan's files");
  command->add_option("PLAN", options->plan, "The plan's name, or the beginning of its id")->required();
  command->add_option("--format", options->format, "csv")->transform(OneOf({{"csv", "csv"}}));
  command->add_option("--out", options->out, "The directory to write")->required();
  command->callback(
      [&job, options] { job = [options](Session& session) { return Export(session, *options); }; });
}

}  // namespace pasok::client
