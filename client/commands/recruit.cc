#include <memory>

#include "client/commands/study_options.h"
#include "client/commands/values.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::int32_t top = 50;
};

ExitCode Recruit(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  start.mutable_question()->mutable_recruits()->set_top(options.top);
  return Study(session, options.study, start, {});
}

}  // namespace

void AddRecruit(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("recruit", "Where to register or revive suppliers first, by what each would save");
  AddAbout(*command, AboutWhat::kPlanOrDataset, options->study);
  command->add_option("--top", options->top, "How many to work out exactly, at most 1000 (default: 50)")
      ->transform(WholeNumber(1, 1000))
      ->type_name("N");
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Recruit(session, *options); }; });
}

}  // namespace pasok::client
