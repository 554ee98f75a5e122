#include <chrono>

#include "client/commands/commands.h"
#include "client/day.h"
#include "client/figures.h"
#include "client/gap.h"
#include "client/names.h"
#include "client/plan_print.h"
#include "client/planning.h"

namespace pasok::client {
namespace {

struct Options {
  std::string dataset;
  std::string policy;
  std::string scenario;
  std::string previous;
  std::string date;
  std::string from;
  std::int32_t days = 1;
  std::vector<std::string> regions;
  std::string out;
  double time_limit_seconds = 0;
  std::string gap;
  bool detach = false;
  bool fail_on_shortage = false;
  Format format = Format::kTable;
};

v1::Plan WatchOrCancel(Session& session, Connection& server, const std::string& name) {
  return WatchOrStop(
      session, name, [&] { return WatchToEnd(session, server, name); },
      [&](std::chrono::milliseconds patience) {
        server.CancelAndWait(name, patience);
        return Failure(ExitCode::kStopped, name + " was cancelled");
      });
}

ExitCode Plan(Session& session, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  if (options.detach) {
    RequireDetachable(session, "plan",
                      {{"--out", !options.out.empty()}, {"--fail-on-shortage", options.fail_on_shortage}});
  }
  v1::CreatePlanRequest request;
  RequireTimeLimit(options.time_limit_seconds);
  request.set_time_limit_seconds(options.time_limit_seconds);
  if (!options.gap.empty()) request.set_gap_limit_percent(ReadGapPercent(options.gap));
  request.set_date(ReadFirstDay(options.date, options.from, options.days));
  if (options.days > 1) request.set_days(options.days);
  if (!options.out.empty()) RequirePlanDirectory(options.out);
  if (!options.scenario.empty()) {
    request.set_scenario_yaml(ReadScenarioFile(options.scenario));
    request.set_scenario_file(NameInFindings(options.scenario));
  }
  Connection& server = session.Server();
  const PolicyFile policy = ReadValidPolicy(session, server, options.policy);
  request.set_policy_yaml(policy.yaml);
  request.set_dataset(DatasetMeant(session, server, options.dataset, policy).name());
  for (const std::string& region : options.regions) request.add_regions(region);
  if (!options.previous.empty())
    request.set_previous_plan(
        PreviousNamed(server, options.previous, request.date(), request.regions()).name());

  request.set_request_id(NewRequestId());
  v1::Plan plan = AskSafely(session, [&] { return server.CreatePlan(request); });
  const Console& console = session.console();
  if (options.detach) {
    console.out << WriteName(plan.name(), options.format);
    return ExitCode::kDone;
  }
  plan = WatchOrCancel(session, server, plan.name());
  RequireSuccess(plan);
  if (!options.out.empty()) {
    try {
      WritePlanFiles(server, plan.name(), options.out);
    } catch (const Failure& failure) {
      throw WithStored(failure, plan.name(),
                       "`pasok export " + plan.name() + " --out DIR` writes its files.");
    }
  }
  console.out << Write(plan, options.format);
  if (options.format == Format::kTable) {
    const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
    if (!options.out.empty()) console.out << "Files: " << options.out << '\n';
    if (const std::string changes = options.out.empty() ? "" : ChangesInWords(options.out); !changes.empty())
      console.out << "Deliveries that change: " << changes << " (changes.csv).\n";
    console.out << Seconds(all.count()) << " in all.\n";
  }
  const ExitCode code = ExitCodeOf(console, plan);
  const bool shortages = options.fail_on_shortage && plan.summary().shortage_grams() > 0;
  return code == ExitCode::kDone && shortages ? ExitCode::kShortages : code;
}

}  // namespace

void AddPlan(Command& pasok) {
  Command command = pasok.Add("plan", "Make the least-cost plan, and prove it");
  Options& options = command.Does(Plan);
  command.Argument("DATASET", options.dataset, "A directory with registers, or a stored dataset's name")
      .Required();
  command
      .Option("--policy", options.policy,
              "The policy file (default: the dataset's own, else the built-in one)")
      .Type("FILE");
  command
      .Option("--scenario", options.scenario,
              "A file of changes to the registers and the policy, made before planning")
      .Type("FILE");
  command
      .Option("--previous", options.previous,
              "The plan that this one follows on, or `published` for the last published one: what changes of "
              "it is listed, and costs what the policy's `steady` says")
      .Type("PLAN");
  AddDaysAndRegions(command, options.date, options.from, options.days, options.regions);
  command.Option("--out", options.out, "A directory for the plan's files").Type("DIR");
  command
      .Option(
          "--gap", options.gap,
          "Stop as soon as the plan is proven this near the optimum: 0.1% or 0.001 (default: the optimum)")
      .Type("GAP");
  command
      .Option("--time-limit,--deadline", options.time_limit_seconds,
              "Stop after so many seconds with the best plan found; exit code 4 (default: 0, no limit)")
      .Type("SECONDS");
  command.Flag("--detach", options.detach, "Don't wait: print the plan's name (needs --server)");
  command.Flag("--fail-on-shortage", options.fail_on_shortage,
               "End with exit code 5 where something is short");
  AddFormat(command, options.format);
}

}  // namespace pasok::client
