#include "client/commands/study_options.h"

namespace pasok::client {

void AddAbout(Command& command, AboutWhat what, StudyOptions& options) {
  if (what == AboutWhat::kDataset) {
    command
        .Argument("DATASET", options.about,
                  "A directory with registers, or a stored dataset's name; or a stored plan's, to be "
                  "planned as it was")
        .Required();
  } else {
    command
        .Argument("PLAN|DIR", options.about,
                  "A stored plan's name; or a directory with registers or a stored dataset's name, which "
                  "is planned first")
        .Required();
  }
  std::vector<Parameter> planned =
      AddDaysAndRegions(command, options.date, options.from, options.days, options.regions);
  planned.push_back(command
                        .Option("--policy", options.policy,
                                "The policy file (default: the dataset's own, else the built-in one)")
                        .Type("FILE"));
  planned.push_back(
      command.Option("--scenario", options.scenario, "A scenario file that holds for the whole study")
          .Type("FILE"));
  for (const Parameter& option : planned) option.Heading("How it is planned (a stored plan has its own)");
}

void AddRunning(Command& command, StudyOptions& options) {
  command
      .Option("--time-limit,--deadline", options.time_limit_seconds,
              "Stop after so many seconds with what there is; exit code 4 (default: 0, no limit)")
      .Type("SECONDS");
  command.Flag("--detach", options.detach, "Don't wait: print the study's name (needs --server)");
  command.Option("--out", options.files.out, "A directory for the report: each table as CSV, and report.json")
      .Type("DIR");
  AddView(command, options.view);
}

void RequireViewOfPlan(const ReportView& view, const std::string& name) {
  if (view.table.empty() && view.language == Language::kEnglish) return;
  throw Failure(ExitCode::kUsage, name + " is a plan: --table and --language are for studies",
                "`pasok export` writes a plan's files.");
}

void AddView(Command& command, ReportView& view) {
  AddFormat(command, view.format);
  command.Option("--table", view.table, "Of a report: only the table of this key").Type("KEY");
  command.Choice("--language", view.language, {{"en", Language::kEnglish}, {"id", Language::kIndonesian}},
                 "Of a report's sentences and titles: en or id (default: en)");
}

}  // namespace pasok::client
