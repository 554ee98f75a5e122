#include "client/commands/study_options.h"

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

void AddRecruit(Command& pasok) {
  Command command =
      pasok.Add("recruit", "Where to register or revive suppliers first, by what each would save");
  Options& options = command.Does(Recruit);
  AddAbout(command, AboutWhat::kPlanOrDataset, options.study);
  command.Number("--top", options.top, {.least = 1, .most = 1000},
                 "How many to work out exactly, at most 1000 (default: 50)");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
