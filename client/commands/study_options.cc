#include "client/commands/study_options.h"

namespace pasok::client {

void AddAbout(CLI::App& command, AboutWhat what, StudyOptions& options) {
  if (what == AboutWhat::kDataset) {
    command
        .add_option("DATASET", options.about,
                    "A directory with registers, or a stored dataset's name; a stored plan's name too")
        ->required();
  } else {
    command
        .add_option("PLAN|DIR", options.about,
                    "A stored plan's name, or a directory with registers, which is planned first")
        ->required();
  }
  command.add_option("--policy", options.policy,
                     "The policy file (default: the dataset's own, else the built-in one)");
  command.add_option("--scenario", options.scenario, "A scenario file that holds for the whole study");
  command.add_option("--date", options.date,
                     "The day: 2026-11-24, today, tomorrow (default: the first day with requirements)");
  command.add_option("--from", options.from, "The first of several days, with --days, in place of --date");
  command.add_option("--days", options.days, "So many days from --from on, at most 31 (default: 1)")
      ->check(CLI::Range(1, 31));
  command
      .add_option("--regions", options.regions,
                  "Codes of the regions to serve, e.g. 61.01,61.02 (default: all)")
      ->delimiter(',');
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
  const std::map<std::string, Language> languages = {{"en", Language::kEnglish},
                                                     {"id", Language::kIndonesian}};
  AddFormat(command, view.format);
  command.add_option("--table", view.table, "Of a report: only the table of this key");
  command.add_option("--language", view.language, "Of a report's sentences: en or id (default: en)")
      ->transform(CLI::CheckedTransformer(languages).description(""))
      ->type_name("en|id");
}

}  // namespace pasok::client
