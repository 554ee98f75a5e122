#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

ExitCode Publish(Session& session, const std::string& plan) {
  Connection& server = session.Server();
  const v1::Plan answer = server.PublishPlan(PlanNamed(server, plan).name());
  session.console().out << answer.name() << ": " << ToWord(answer.state())
                        << (answer.published() ? ", published" : "") << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddPublish(Command& pasok) {
  Command command = pasok.Add("publish", "Make a plan the published one of its days and regions");
  std::string& plan = command.Does(Publish);
  command.Argument("PLAN", plan, "The plan's name, or the beginning of its id").Required();
}

}  // namespace pasok::client
