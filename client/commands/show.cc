#include "client/commands/study_options.h"
#include "client/names.h"
#include "client/plan_print.h"

namespace pasok::client {
namespace {

struct Options {
  std::string name;
  ReportView view;
  ReportFiles files;
};

ExitCode Show(Session& session, const Options& options) {
  if (options.name.starts_with("datasets/")) {
    throw Failure(ExitCode::kInputAtFault, options.name + " is a dataset's name, and no plan's or study's",
                  "`pasok datasets` lists what is stored, `pasok plan " + options.name + "` plans it.");
  }
  Connection& server = session.Server();
  server.SpeakIn(options.view.language);
  const std::string name = PlanOrStudyNamed(server, options.name);
  if (IsStudy(name)) {
    if (!options.files.plot.empty()) RequireSvg(options.files.plot);
    if (!options.files.out.empty()) RequireReportDirectory(options.files.out);
    PrintStudy(session, server, StudyNamed(server, name), options.view, options.files);
    return ExitCode::kDone;
  }
  if (!(options.files.out + options.files.plot).empty()) {
    throw Failure(ExitCode::kUsage, name + " is a plan: --table, --out and --plot are for studies",
                  "`pasok export` writes a plan's files.");
  }
  RequireViewOfPlan(options.view, name);
  session.console().out << Write(PlanNamed(server, name), options.view.format);
  return ExitCode::kDone;
}

}  // namespace

void AddShow(Command& pasok) {
  Command command =
      pasok.Add("show", "Show one plan: its state, its figures, its proof; or a study with its report");
  Options& options = command.Does(Show);
  command.Argument("NAME", options.name, "A plan's or a study's name, or the beginning of its id").Required();
  command.Option("--out", options.files.out, "Of a study: a directory for the report's files").Type("DIR");
  command.Option("--plot", options.files.plot, "Of a frontier: an SVG file for the curve").Type("FILE");
  AddView(command, options.view);
}

}  // namespace pasok::client
