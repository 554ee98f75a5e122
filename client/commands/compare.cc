#include <algorithm>

#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::vector<std::string> scenarios;
  bool only_differences = false;
};

ExitCode Compare(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  v1::StudyQuestion::Comparison& question = *start.mutable_question()->mutable_comparison();
  question.set_only_differences(options.only_differences);
  if (std::ranges::all_of(options.scenarios, MayName))
    question.mutable_scenario_files()->Assign(options.scenarios.begin(), options.scenarios.end());
  return Study(session, options.study, start, NamedFiles(options.scenarios));
}

}  // namespace

void AddCompare(Command& pasok) {
  Command command = pasok.Add("compare", "What if: scenarios side by side, against the base");
  Options& options = command.Does(Compare);
  AddAbout(command, AboutWhat::kDataset, options.study);
  command.Argument("SCENARIO", options.scenarios, "Scenario files, at most 50").Required();
  command.Flag("--only-differences", options.only_differences, "Leave out what doesn't differ");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
