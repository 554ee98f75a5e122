#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "client/at_fault.h"
#include "client/commands/commands.h"
#include "client/files.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/unknown_files.h"
#include "engine/register/file_names.h"

namespace pasok::client {
namespace {

struct Options {
  std::string policy;
  std::string directory;
  std::string format = "yaml";
};

// The file that holds: the given one, else the directory's own, else none.
std::filesystem::path PolicyMeant(const Options& options, const RegisterDirectory& directory) {
  if (!options.policy.empty()) return options.policy;
  const auto own = std::ranges::find(directory.files, kPolicyFile, &LocalFile::name);
  return own == directory.files.end() ? std::filesystem::path() : own->path;
}

ExitCode Show(Session& session, const Options& options) {
  if (!options.policy.empty() && !options.directory.empty()) {
    throw Failure(ExitCode::kUsage, "DIR and --policy are two policies", "Give one of them.");
  }
  RegisterDirectory directory;
  if (!options.directory.empty()) directory = RegisterFiles(options.directory);
  const std::filesystem::path path = PolicyMeant(options, directory);
  const std::string yaml = path.empty() ? "" : ReadConfigFile(path);
  if (!path.empty() && yaml.empty()) {  // on the wire no bytes would mean the built-in policy
    throw Failure(ExitCode::kInputAtFault, path.string() + ": is empty",
                  "A policy begins with `version: 1`.");
  }
  auto resolved = session.ScratchServer().ResolvePolicy(yaml, NameInFindings(path));
  if (path.empty()) AddUnknownFiles(directory, *resolved.mutable_findings());  // one of them may be meant
  const Console& console = session.console();
  if (options.format == "json") {
    auto json = ToJson(resolved.findings());
    json["yaml"] = resolved.yaml();
    console.out << JsonText(json);
  } else {
    console.err << ToLines(resolved.findings(), 40, "--format json has them all");
    console.out << resolved.yaml();
  }
  return resolved.findings().error_count() > 0 ? ExitCode::kInputAtFault : ExitCode::kDone;
}

ExitCode ShowPolicy(Session& session, const Options& options) {
  const Format format = options.format == "json" ? Format::kJson : Format::kTable;
  return TellFaults(session, format, [&] { return Show(session, options); });
}

}  // namespace

void AddPolicy(Command& pasok) {
  Command policy = pasok.AddGroup("policy", "Policies: the rules and weights of a plan");
  Command command = policy.Add(
      "show", "Print the effective policy, with the values that hold; rules at their defaults are left out");
  Options& options = command.Does(ShowPolicy);
  command
      .Option("--policy", options.policy,
              "The policy file (default: the directory's own, else the built-in one)")
      .Type("FILE");
  command.Argument("DIR", options.directory, "A directory of registers with a policy.yaml of its own");
  command.Option("--format", options.format, "yaml, or json for programs (default: yaml)")
      .OneOf({"yaml", "json"})
      .Type("yaml|json");
}

}  // namespace pasok::client
