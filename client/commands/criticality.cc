#include "client/commands/study_options.h"

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

void AddCriticality(Command& pasok) {
  Command command = pasok.Add("criticality", "What the loss of each supplier would cost and leave unserved");
  Options& options = command.Does(Criticality);
  AddAbout(command, AboutWhat::kPlanOrDataset, options.study);
  command.Number("--top", options.top, {.least = 1, .most = 10'000},
                 "How many to work out exactly, at most 10000 (default: 1000)");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
