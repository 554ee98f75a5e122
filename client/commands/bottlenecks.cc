#include <memory>

#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  bool all_offers = false;
};

ExitCode Bottlenecks(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  start.mutable_question()->mutable_bottlenecks()->set_all_offers(options.all_offers);
  return Study(session, options.study, start, {});
}

}  // namespace

void AddBottlenecks(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("bottlenecks", "What each shortage is made of, and what one more kg would save");
  AddAbout(*command, AboutWhat::kPlanOrDataset, options->study);
  command->add_flag("--all-offers", options->all_offers,
                    "List every offer that is sold out, not only the 100 largest of each bottleneck");
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Bottlenecks(session, *options); }; });
}

}  // namespace pasok::client
