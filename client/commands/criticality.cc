#include <memory>

#include "client/commands/study_options.h"
#include "client/commands/values.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::int32_t top = 1000;
};

ExitCode Criticality(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  start.mutable_question()->mutable_criticality()->set_top(options.top);
  return Study(session, options.study, start, {});
}

}  // namespace

void AddCriticality(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("criticality", "What the loss of each supplier would cost and leave unserved");
  AddAbout(*command, AboutWhat::kPlanOrDataset, options->study);
  command->add_option("--top", options->top, "How many to work out exactly, at most 10000 (default: 1000)")
      ->transform(WholeNumber(1, 10'000))
      ->type_name("N");
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Criticality(session, *options); }; });
}

}  // namespace pasok::client
