#include <memory>

#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"

namespace pasok::client {

void AddPublish(CLI::App& app, Job& job) {
  const auto plan = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("publish", "Make a plan the published one of its days and regions");
  command->add_option("PLAN", *plan, "The plan's name, or the beginning of its id")->required();
  command->callback([&job, plan] {
    job = [plan](Session& session) {
      Connection& server = session.Server();
      const v1::Plan answer = server.PublishPlan(PlanNamed(server, *plan).name());
      session.console().out << answer.name() << ": " << ToWord(answer.state())
                            << (answer.published() ? ", published" : "") << '\n';
      return ExitCode::kDone;
    };
  });
}

}  // namespace pasok::client
