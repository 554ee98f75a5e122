#include "client/commands/commands.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/study_print.h"

namespace pasok::client {
namespace {

ExitCode Cancel(Session& session, const std::string& given) {
  Connection& server = session.Server();
  const std::string name = PlanOrStudyNamed(server, given);
  std::ostream& out = session.console().out;
  if (IsStudy(name)) {
    // A running one first puts what it has into its report.
    const v1::Study answer = server.CancelStudy(name);
    const bool stopping = answer.state() == v1::Study::RUNNING;
    out << name << ": " << (stopping ? "stopping" : ToWord(answer.state())) << '\n';
  } else {
    const v1::Plan answer = server.CancelPlan(name);
    out << name << ": " << ToWord(answer.state()) << (answer.published() ? ", published" : "") << '\n';
  }
  return ExitCode::kDone;
}

}  // namespace

void AddCancel(Command& pasok) {
  Command command = pasok.Add("cancel", "Stop a plan or a study that waits or runs");
  std::string& name = command.Does(Cancel);
  command.Argument("NAME", name, "A plan's or a study's name, or the beginning of its id").Required();
}

}  // namespace pasok::client
