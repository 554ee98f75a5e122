#include <array>
#include <memory>

#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::string file;
};

ExitCode Evaluate(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  start.mutable_question()->mutable_evaluation();
  return Study(session, options.study, start, NamedFiles(std::array{options.file}));
}

}  // namespace

void AddEvaluate(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("evaluate", "Hold a plan made by hand against the rules and the optimum");
  AddAbout(*command, AboutWhat::kDataset, options->study);
  command
      ->add_option("FILE", options->file,
                   "The allocations: a CSV file with demand_id, commodity, supplier_id, kg")
      ->required();
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Evaluate(session, *options); }; });
}

}  // namespace pasok::client
