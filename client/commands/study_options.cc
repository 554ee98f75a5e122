#include "client/commands/study_options.h"

#include "client/commands/values.h"

namespace pasok::client {

void AddAbout(CLI::App& command, AboutWhat what, StudyOptions& options) {
  if (what == AboutWhat::kDataset) {
    command
        .add_option("DATASET", options.about,
                    "A directory with registers, or a stored dataset's name; or a stored plan's, to be "
                    "planned as it was")
        ->required();
  } else {
    command
        .add_option("PLAN|DIR", options.about,
                    "A stored plan's name; or a directory with registers or a stored dataset's name, which "
                    "is planned first")
        ->required();
  }
  std::vector<CLI::Option*> planned =
      AddDaysAndRegions(command, options.date, options.from, options.days, options.regions);
  planned.push_back(command.add_option(
      "--policy", options.policy, "The policy file (default: the dataset's own, else the built-in one)"));
  planned.push_back(
      command.add_option("--scenario", options.scenario, "A scenario file that holds for the whole study"));
  for (CLI::Option* option : planned) option->group("How it is planned (a stored plan has its own)");
}

void AddRunning(CLI::App& command, StudyOptions& options) {
  command
      .add_option("--time-limit,--deadline", options.time_limit_seconds,
                  "Stop after so many seconds with what there is; exit code 4")
      ->type_name("SECONDS");
  command.add_flag("--detach", options.detach, "Don't wait: print the study's name (needs --server)");
  command.add_option("--out", options.files.out,
                     "A directory for the report: each table as CSV, and report.json");
  AddView(command, options.view);
}

void AddView(CLI::App& command, ReportView& view) {
  const std::vector<std::pair<std::string, Language>> languages = {{"en", Language::kEnglish},
                                                                   {"id", Language::kIndonesian}};
  AddFormat(command, view.format);
  command.add_option("--table", view.table, "Of a report: only the table of this key");
  command
      .add_option("--language", view.language, "Of a report's sentences and titles: en or id (default: en)")
      ->transform(OneOf(languages))
      ->type_name("en|id");
}

}  // namespace pasok::client
