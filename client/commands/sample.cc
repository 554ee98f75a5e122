
#include <filesystem>
#include <set>
#include <system_error>

#include "client/commands/commands.h"
#include "client/figures.h"
#include "client/progress.h"
#include "client/staged_directory.h"
#include "engine/register/file_names.h"

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

// Registers of what stood there before would be read as part of this dataset. A policy is anybody's own.
void RemoveOthers(const std::filesystem::path& directory, const std::set<std::string, std::less<>>& written) {
  for (const KnownFile& file : kKnownFiles) {
    if (file.name == kPolicyFile || written.contains(file.name)) continue;
    std::error_code error;
    std::filesystem::remove(directory / file.name, error);
    if (error)
      throw Failure(ExitCode::kServerFailed, (directory / file.name).string() + ": " + error.message());
  }
}

ExitCode Sample(Session& session, const Options& options) {
  if (!options.force) {
    RequireEmptyDirectory(
        options.out,
        "Choose a new directory, or --force to put this dataset's registers in place of those there.");
  }
  Request request;
  request.set_place(options.place);
  request.set_scale(options.scale);
  request.set_variant(options.variant);
  request.set_seed(options.seed);
  StagedDirectory staged(options.out);
  std::set<std::string, std::less<>> written;
  std::int64_t bytes = 0;
  {
    Progress progress(session.console());
    progress.Show("writing", std::nullopt, {});
    session.ScratchServer().GenerateSample(request, [&](const std::string& name, std::string_view piece) {
      staged.Append(name, piece);
      written.insert(name);
      bytes += static_cast<std::int64_t>(piece.size());
      progress.Show("writing", std::nullopt, {Megabytes(bytes), name});
    });
  }
  staged.Merge();
  RemoveOthers(options.out, written);
  session.console().out << options.out << ": a synthetic dataset, " << Megabytes(bytes) << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddSample(Command& pasok) {
  Command command = pasok.Add("sample", "Write a synthetic dataset; the same seed gives the same files");
  Options& options = command.Does(Sample);
  command.Argument("PLACE", options.place, "kalbar: in the proportions of West Kalimantan")
      .Required()
      .OneOf({"kalbar"});
  command
      .Choice("--scale", options.scale,
              {{"small", Request::SMALL}, {"province", Request::PROVINCE}, {"nation", Request::NATION}},
              "About a kabupaten, a province, or the nation")
      .Required();
  command.Choice("--variant", options.variant,
                 {{"plain", Request::PLAIN},
                  {"crumbs", Request::CRUMBS},
                  {"scarce", Request::SCARCE},
                  {"rules", Request::RULES}},
                 "crumbs: small offers and tight suppliers; scarce: needs 60 % higher; rules: registers "
                 "with all that the programme's rules look at (default: plain)");
  command.Number("--seed", options.seed, {}, "Any whole number from 0 on (default: 1)");
  command.Option("--out", options.out, "The directory to write").Type("DIR").Required();
  command.Flag("--force", options.force,
               "Write into a directory that isn't empty, in place of the registers there");
}

}  // namespace pasok::client
