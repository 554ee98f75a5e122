#include <memory>

#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string plan;
  Format format = Format::kTable;
};

ExitCode Watch(Session& session, const Options& options) {
  Connection& server = session.Server();
  const std::string name = PlanNamed(server, options.plan).name();
  try {
    const v1::Plan plan = WatchToEnd(session, server, name);
    RequireSuccess(plan);
    session.console().out << Write(plan, options.format);
    return ExitCodeOf(session.console(), plan);
  } catch (const Failure&) {
    if (!session.interrupt().raised()) throw;
    throw Failure(ExitCode::kStopped, "watching ended; " + name + " goes on",
                  "`pasok cancel` would stop it.");
  }
}

}  // namespace

void AddWatch(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("watch", "Watch a plan until it has ended; leaving stops nothing");
  command->add_option("PLAN", options->plan, "The plan's name, or the beginning of its id")->required();
  AddFormat(*command, options->format);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Watch(session, *options); }; });
}

}  // namespace pasok::client
