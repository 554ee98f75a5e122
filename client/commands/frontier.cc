#include <memory>

#include "client/commands/study_options.h"
#include "client/commands/values.h"

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

void AddFrontier(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("frontier", "What more of one aim costs: the curve of money against it");
  AddAbout(*command, AboutWhat::kDataset, options->study);
  const std::vector<std::pair<std::string, Axis>> axes = {
      {"local_share", v1::StudyQuestion::Frontier::LOCAL_SHARE},
      {"tier_surcharge", v1::StudyQuestion::Frontier::TIER_SURCHARGE},
      {"shortage", v1::StudyQuestion::Frontier::SHORTAGE}};
  command
      ->add_option("--axis", options->axis,
                   "local_share: of kg from the same kabupaten; tier_surcharge: times a factor; shortage: kg")
      ->transform(OneOf(axes))
      ->type_name("local_share|tier_surcharge|shortage")
      ->required();
  command->add_option("--points", options->points, "How many points of the curve, 2 to 200 (default: 20)")
      ->transform(WholeNumber(2, 200))
      ->type_name("N");
  command->add_option("--plot", options->study.files.plot, "An SVG file for the curve");
  AddRunning(*command, options->study);
  command->callback(
      [&job, options] { job = [options](Session& session) { return Frontier(session, *options); }; });
}

}  // namespace pasok::client
