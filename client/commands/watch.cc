#include "client/commands/study_options.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string name;
  ReportView view;
};

ExitCode WatchStudy(Session& session, Connection& server, const std::string& name, const ReportView& view) {
  const v1::Study study = WatchStudyToEnd(session, server, name);
  RequireSuccess(study, view.language);
  PrintStudy(session, server, study, view, {});
  return ExitCodeOf(session.console(), study);
}

ExitCode WatchPlan(Session& session, Connection& server, const std::string& name, Format format) {
  const v1::Plan plan = WatchToEnd(session, server, name);
  RequireSuccess(plan);
  session.console().out << Write(plan, format);
  return ExitCodeOf(session.console(), plan);
}

ExitCode Watch(Session& session, const Options& options) {
  Connection& server = session.Server();
  server.SpeakIn(options.view.language);
  const std::string name = PlanOrStudyNamed(server, options.name);
  if (!IsStudy(name)) RequireViewOfPlan(options.view, name);
  try {
    return IsStudy(name) ? WatchStudy(session, server, name, options.view)
                         : WatchPlan(session, server, name, options.view.format);
  } catch (const Failure&) {
    if (!session.interrupt().raised()) throw;
    throw Failure(ExitCode::kStopped, "watching ended; " + name + " goes on",
                  "`pasok cancel` would stop it.");
  }
}

}  // namespace

void AddWatch(Command& pasok) {
  Command command = pasok.Add("watch", "Watch a plan or a study until it has ended; leaving stops nothing");
  Options& options = command.Does(Watch);
  command.Argument("NAME", options.name, "A plan's or a study's name, or the beginning of its id").Required();
  AddView(command, options.view);
}

}  // namespace pasok::client
