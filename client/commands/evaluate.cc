#include <array>

#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

struct Options {
  StudyOptions study;
  std::string file;
};

ExitCode Evaluate(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  v1::StudyQuestion::Evaluation& question = *start.mutable_question()->mutable_evaluation();
  if (MayName(options.file)) question.set_allocations_file(options.file);
  return Study(session, options.study, start, NamedFiles(std::array{options.file}));
}

}  // namespace

void AddEvaluate(Command& pasok) {
  Command command = pasok.Add("evaluate", "Hold a plan made by hand against the rules and the optimum");
  Options& options = command.Does(Evaluate);
  AddAbout(command, AboutWhat::kDataset, options.study);
  command
      .Argument("FILE", options.file,
                "The allocations: a CSV file with demand_id, commodity, supplier_id, kg")
      .Required();
  AddRunning(command, options.study);
}

}  // namespace pasok::client
