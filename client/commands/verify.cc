#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "client/commands/commands.h"
#include "client/figures.h"
#include "client/files.h"
#include "client/findings_print.h"
#include "client/json_text.h"
#include "client/names.h"
#include "client/planning.h"
#include "client/progress.h"
#include "client/text.h"

namespace pasok::client {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string plan_or_dataset;
  std::string plan_directory;
  std::string policy;
  Format format = Format::kTable;
};

std::string ForPeople(const v1::VerifyPlanResponse& response) {
  constexpr std::size_t kMostFindings = 40;
  std::string text =
      ToLines(response.findings(), kMostFindings, SeeAll(response.findings(), "--format json"));
  const bool nothing_recomputed = response.rows_checked() == 0 && response.lanes_checked() == 0;
  if (!response.verified() && nothing_recomputed)
    return text + "NOT VERIFIED: " + Counts(response.findings()) + "; nothing could be recomputed.\n";
  text += "Recomputed: " + Counted(response.rows_checked(), "row") + ", and the dual value over " +
          Counted(response.lanes_checked(), "eligible lane") + ".\n";
  text += "Primal " + Rupiah(response.primal_sen()) + ", dual " + Rupiah(response.dual_sen()) + ".\n";
  if (!response.verified()) return text + "NOT VERIFIED: " + Counts(response.findings()) + ".\n";
  if (response.optimal() && response.by_rank())
    return text + "Verified, and the least in each rank, in their order.\n";
  if (response.optimal()) return text + "Verified, and optimal: there is no cheaper plan.\n";
  return text + "Verified: every figure is right, and the optimum lies within the claimed gap.\n";
}

nlohmann::ordered_json ForPrograms(const v1::VerifyPlanResponse& response) {
  nlohmann::ordered_json json = {{"verified", response.verified()},
                                 {"optimal", response.optimal()},
                                 {"by_rank", response.by_rank()},
                                 {"rows_checked", response.rows_checked()},
                                 {"lanes_checked", response.lanes_checked()},
                                 {"primal_idr", PlainRupiah(response.primal_sen())},
                                 {"dual_idr", PlainRupiah(response.dual_sen())}};
  json.update(ToJson(response.findings()));
  return json;
}

// What the registers are read by: the plan's policy knows its commodities, and whether a menu stands in for
// requirements.csv.
PolicyFile PolicyOf(const std::vector<LocalFile>& files) {
  const auto policy = std::ranges::find(files, "policy.yaml", &LocalFile::name);
  if (policy == files.end()) return {};
  return {.path = policy->path, .yaml = ReadConfigFile(policy->path)};
}

// The registers that are said to be the plan's, imported by its policy. On a server that others name they
// stay.
std::string ImportFor(Session& session, Connection& server, const Options& options,
                      const PolicyFile& policy) try {
  const v1::ImportDatasetResponse imported = Import(session, server, options.plan_or_dataset, policy);
  const std::string& name = imported.dataset().name();
  if (!session.local() && !imported.already_existed()) {
    session.console().err << "The registers are stored on the server now, as " << name << "; `pasok delete "
                          << name << "` removes them.\n";
  }
  return name;
} catch (const PrintedFindings& fault) {
  if (!options.policy.empty()) throw;
  throw AtFault({fault.code(), fault.what(),
                 "They were read by the policy of " + AsArgument(Printable(options.plan_directory)) +
                     ": was that plan made of these registers?"},
                fault.findings());
}

// One directory of the two that are needed is no plan's name.
std::string StoredPlan(Connection& server, const std::string& given) try {
  return PlanNamed(server, given).name();
} catch (const Failure& failure) {
  std::error_code absent;
  if (failure.code() != ExitCode::kInputAtFault || !fs::is_directory(given, absent)) throw;
  const std::string argument = AsArgument(Printable(given));
  throw Failure(failure.code(), failure.what(),
                fs::exists(fs::path(given) / "summary.json", absent)
                    ? "Give the directory of its registers too: `pasok verify DIR " + argument + "`."
                    : "Give the plan's directory too: `pasok verify " + argument + " PLAN_DIR`.");
}

v1::VerifyPlanResponse Ask(Session& session, const Options& options) {
  const bool stored = options.plan_directory.empty();
  Connection& server = stored ? session.Server() : session.ScratchServer();
  v1::VerifyPlanRequest::Start start;
  const PolicyFile policy = ReadValidPolicy(session, server, options.policy);
  start.set_policy_yaml(policy.yaml);
  std::vector<LocalFile> files;
  if (stored) {
    start.set_plan(StoredPlan(server, options.plan_or_dataset));
  } else {
    files = PlanFiles(options.plan_directory);
    start.set_dataset(ImportFor(session, server, options, policy.yaml.empty() ? PolicyOf(files) : policy));
  }
  Progress progress(session.console());
  return server.VerifyPlan(start, files,
                           [&](std::int64_t sent, std::int64_t total) { ShowSent(progress, sent, total); });
}

ExitCode Verify(Session& session, const Options& options) {
  const auto response = Ask(session, options);
  std::ostream& out = session.console().out;
  switch (options.format) {
    case Format::kTable:
      out << ForPeople(response);
      break;
    case Format::kJson:
      out << JsonText(ForPrograms(response));
      break;
    case Format::kCsv:
      out << ToCsv(ToTable(response.findings()));
      break;
  }
  return response.verified() ? ExitCode::kDone : ExitCode::kInputAtFault;
}

}  // namespace

void AddVerify(Command& pasok) {
  Command command =
      pasok.Add("verify", "Recompute a plan's figures and its proof, by code apart from the solver");
  Options& options = command.Does(Verify);
  command
      .Argument("PLAN|DIR", options.plan_or_dataset,
                "A stored plan; or, with PLAN_DIR, the directory of registers")
      .Required();
  command.Argument("PLAN_DIR", options.plan_directory, "The directory with the plan's files");
  command.Option("--policy", options.policy, "Check against this policy, not the plan's own policy.yaml")
      .Type("FILE");
  AddFormat(command, options.format);
}

}  // namespace pasok::client
