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

void AddBottlenecks(Command& pasok) {
  Command command =
      pasok.Add("bottlenecks", "What each shortage is made of, and what one more kg would save");
  Options& options = command.Does(Bottlenecks);
  AddAbout(command, AboutWhat::kPlanOrDataset, options.study);
  command.Flag("--all-offers", options.all_offers,
               "List every offer that is sold out, not only the 100 largest of each bottleneck");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
