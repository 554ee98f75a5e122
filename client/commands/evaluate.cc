#include <array>
#include <cstdint>
#include <vector>

#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{256} << 20;  // the server's limit

struct Options {
  StudyOptions study;
  std::string file;
};

ExitCode Evaluate(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  v1::StudyQuestion::Evaluation& question = *start.mutable_question()->mutable_evaluation();
  if (MayName(options.file)) question.set_allocations_file(options.file);
  const std::vector<LocalFile> files = NamedFiles(std::array{options.file});
  if (TotalBytes(files) > kMostBytes) {
    throw Failure(ExitCode::kInputAtFault,
                  options.file + ": is larger than the 256 MiB that can be evaluated",
                  "Evaluate fewer days or regions at once.");
  }
  return Study(session, options.study, start, files);
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
