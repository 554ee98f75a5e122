#include "client/commands/study_options.h"

namespace pasok::client {
namespace {

using Axis = v1::StudyQuestion::Frontier::Axis;

struct Options {
  StudyOptions study;
  Axis axis = v1::StudyQuestion::Frontier::LOCAL_SHARE;
  std::int32_t points = 20;
};

ExitCode Frontier(Session& session, const Options& options) {
  v1::CreateStudyRequest::Start start;
  start.mutable_question()->mutable_frontier()->set_axis(options.axis);
  start.mutable_question()->mutable_frontier()->set_points(options.points);
  return Study(session, options.study, start, {});
}

}  // namespace

void AddFrontier(Command& pasok) {
  Command command = pasok.Add("frontier", "What more of one aim costs: the curve of money against it");
  Options& options = command.Does(Frontier);
  AddAbout(command, AboutWhat::kDataset, options.study);
  command
      .Choice("--axis", options.axis,
              {{"local_share", v1::StudyQuestion::Frontier::LOCAL_SHARE},
               {"tier_surcharge", v1::StudyQuestion::Frontier::TIER_SURCHARGE},
               {"shortage", v1::StudyQuestion::Frontier::SHORTAGE}},
              "local_share: the share of the need from the same kabupaten; tier_surcharge: the surcharges "
              "times a "
              "factor; shortage: the share of the need that is short")
      .Required();
  command.Number(
      "--points", options.points, {.least = 2, .most = 200},
      "How many points of the curve, 2 to 200; of more than twenty, two in five are plans (default: 20)");
  command.Option("--plot", options.study.files.plot, "An SVG file for the curve").Type("FILE");
  AddRunning(command, options.study);
}

}  // namespace pasok::client
