#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/publication.h"

namespace pasok::client {
namespace {

ExitCode PublishPlan(Session& session, const std::string& plan) {
  Connection& server = session.Server();
  const Publication publication = Publish(server, PlanNamed(server, plan).name());
  const Console& console = session.console();
  console.out << publication.plan.name() << ": " << ToWord(publication.plan.state())
              << (publication.plan.published() ? ", published" : "") << '\n'
              << InWords(publication.replaced);
  console.err << WarningOf(publication);
  return ExitCode::kDone;
}

}  // namespace

void AddPublish(Command& pasok) {
  Command command = pasok.Add("publish", "Make a plan the published one of its days and regions");
  std::string& plan = command.Does(PublishPlan);
  command.Argument("PLAN", plan, "The plan's name, or the beginning of its id").Required();
}

}  // namespace pasok::client
