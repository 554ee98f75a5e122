#include <memory>

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
  start.mutable_question()->mutable_comparison()->set_only_differences(options.only_differences);
  return Study(session, options.study, start, NamedFiles(options.scenarios));
}

}  // namespace

void AddCompare(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("compare", "What if: scenarios side by side, against the base");
  AddAbout(*command, AboutWhat::kDataset, options->study);
  command->add_option("SCENARIO", options->scenarios, "Scenario files, at most 50")->required();
  command->add_flag("--only-differences", options->only_differences, "Leave out what doesn't differ");
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Compare(session, *options); }; });
}

}  // namespace pasok::client
