#include <limits>
#include <memory>

#include "client/commands/commands.h"
#include "client/figures.h"
#include "client/progress.h"
#include "client/staged_directory.h"

namespace pasok::client {
namespace {

using Request = v1::GenerateSampleDatasetRequest;

struct Options {
  std::string place = "kalbar";
  Request::Scale scale = Request::SMALL;
  Request::Variant variant = Request::PLAIN;
  std::uint64_t seed = 1;
  std::string out;
  bool force = false;
};

ExitCode Sample(Session& session, const Options& options) {
  if (!options.force) {
    RequireEmptyDirectory(options.out,
                          "Choose a new directory, or --force to write over the files of the same names.");
  }
  Request request;
  request.set_place(options.place);
  request.set_scale(options.scale);
  request.set_variant(options.variant);
  request.set_seed(options.seed);
  StagedDirectory staged(options.out);
  std::int64_t bytes = 0;
  {
    Progress progress(session.console());
    progress.Show("writing", std::nullopt, {});
    session.ScratchServer().GenerateSample(request, [&](const std::string& name, std::string_view piece) {
      staged.Append(name, piece);
      bytes += static_cast<std::int64_t>(piece.size());
      progress.Show("writing", std::nullopt, {Megabytes(bytes), name});
    });
  }
  staged.Merge();
  session.console().out << options.out << ": a synthetic dataset, " << Megabytes(bytes) << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddSample(CLI::App& app, Job& job) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("sample", "Write a synthetic dataset; the same seed gives the same files");
  const std::vector<std::pair<std::string, Request::Scale>> scales = {
      {"small", Request::SMALL}, {"province", Request::PROVINCE}, {"nation", Request::NATION}};
  command->add_option("PLACE", options->place, "kalbar: in the proportions of West Kalimantan")
      ->required()
      ->transform(OneOf({{"kalbar", "kalbar"}}));
  command->add_option("--scale", options->scale, "about a kabupaten, a province, or the nation")
      ->transform(OneOf(scales))
      ->type_name("small|province|nation")
      ->required();
  const std::vector<std::pair<std::string, Request::Variant>> variants = {{"plain", Request::PLAIN},
                                                                          {"crumbs", Request::CRUMBS},
                                                                          {"scarce", Request::SCARCE},
                                                                          {"rules", Request::RULES}};
  command
      ->add_option("--variant", options->variant,
                   "crumbs: small offers and tight suppliers; scarce: needs 60 % higher; rules: registers "
                   "with all that "
                   "the programme's rules look at; plain where none is given")
      ->transform(OneOf(variants))
      ->type_name("plain|crumbs|scarce|rules");
  command->add_option("--seed", options->seed, "Any whole number from 0 on; 1 where none is given")
      ->transform(WholeNumber(0, std::numeric_limits<std::uint64_t>::max()))
      ->type_name("N");
  command->add_option("--out", options->out, "The directory to write")->required();
  command->add_flag("--force", options->force, "Write into a directory that isn't empty");
  command->callback(
      [&job, options] { job = [options](Session& session) { return Sample(session, *options); }; });
}

}  // namespace pasok::client
