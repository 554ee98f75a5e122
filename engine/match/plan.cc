#include "engine/match/plan.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "engine/match/around_stores.h"
#include "engine/match/beyond/beyond.h"
#include "engine/match/certify.h"
#include "engine/match/feasible.h"
#include "engine/match/lanes/lane_kernel.h"
#include "engine/match/question/contract_clash.h"
#include "engine/match/report/allocations.h"
#include "engine/match/report/carried.h"
#include "engine/match/report/explain_shortages.h"
#include "engine/match/report/flow_costs.h"
#include "engine/match/report/node_prices.h"
#include "engine/match/report/totals.h"
#include "engine/match/report/what_there_was.h"

namespace pasok::match {
namespace {

std::vector<PlannedContract> ToContracts(const Instance& instance, const Matching& matching) {
  const auto lane = [](const LaneFlow& flow) { return std::pair(flow.requirement, flow.offer); };
  std::vector<PlannedContract> contracts;
  for (const DueContract& due : instance.contracts) {
    PlannedContract& contract =
        contracts.emplace_back(PlannedContract{.date = instance.days[due.day], .due = due, .delivered = 0});
    const auto flow =
        std::ranges::lower_bound(matching.flows, std::pair(due.requirement, due.offer), {}, lane);
    if (flow != matching.flows.end() && lane(*flow) == std::pair(due.requirement, due.offer))
      contract.delivered = flow->quanta;
    // What came for later days keeps the promise as well.
    DueContract& settled = contract.due;
    const std::int64_t later = std::min(settled.least, contract.delivered) - settled.kept;
    if (later <= 0) continue;
    settled.kept += later;
    if (settled.broken() == 0) {
      settled.broken_by = BrokenBy::kNothing, settled.reason = "", settled.sentence.clear();
    } else if (settled.broken_by != BrokenBy::kNotNeeded) {
      settled.sentence.append(DescribeForLaterDays(later, instance.policy.quantum));
    }
  }
  return contracts;
}

// What the plan is said to be worth is what it is worth: nothing costs less than its bound, and the network's
// optimum, to which no other rule has been put and which nothing stopped, costs just that.
std::optional<std::string> FindFaultOfProof(const Solved& solved, const Certificate& certificate) {
  const Matching& matching = solved.matching;
  const Instance& instance = solved.instance;
  const bool is_optimum = !matching.stopped && !matching.network && instance.stores.empty() &&
                          instance.policy.aims == Aims::kWeighted;
  const bool holds =
      is_optimum ? certificate.dual == certificate.primal : certificate.dual <= certificate.primal;
  if (holds) return std::nullopt;
  return "the objective is " + std::to_string(certificate.primal) + " sen, its proven bound " +
         std::to_string(certificate.dual);
}

void RequireNone(const std::optional<std::string>& fault) {
  if (fault) throw std::logic_error("the plan is at fault: " + *fault);
}

}  // namespace

SolveResult Solve(const Dataset& dataset, const Policy& policy, const Question& question,
                  const MatchOptions& options, const StopToken& stop, const ProgressSink& progress,
                  Memory* memory) {
  InstanceReading reading = BuildInstance(dataset, policy, question);
  SolveResult result{.solved = nullptr, .findings = std::move(reading.findings), .refusal = ""};
  if (!reading.instance) return result;
  auto solved = std::make_unique<Solved>(*std::move(reading.instance), question);
  const ProgressSink before_certifying = [&](const Progress& told) {
    Progress within = told;
    within.fraction *= kCertifyStarts;
    progress(within);
  };
  MatchResult match = MatchAroundStores(solved->instance, solved->lanes, options, stop,
                                        progress ? before_certifying : nullptr, memory);
  if (!match.matching) {
    result.refusal = std::move(match.refusal);
    return result;
  }
  solved->matching = *std::move(match.matching);
  if (beyond::IsAsked(solved->instance) && policy.aims == Aims::kWeighted)
    beyond::Apply(solved->instance, solved->lanes, options.threads, stop, solved->matching);
  solved->kept = std::move(match.kept);
  result.solved = std::move(solved);
  return result;
}

Totals TotalsOf(const Solved& solved) {
  return SumUp(solved.instance, solved.matching,
               CostsOf(solved.instance, solved.lanes, solved.matching.flows));
}

Plan PlanOf(const Solved& solved, int threads, const StopToken& stop, const ProgressSink& progress) {
  const Instance& instance = solved.instance;
  const Matching& matching = solved.matching;
  const LaneKernel kernel(instance, solved.lanes);
  const std::vector<FlowCost> costs = CostsOf(instance, solved.lanes, matching.flows);
  if (!solved.by_hand) RequireNone(FindFault(instance, matching, costs));
  Plan plan;
  plan.date = instance.date;
  plan.asked_days = instance.asked_days;
  plan.regions = instance.regions;
  plan.quantum = instance.policy.quantum;
  plan.allocations = ToAllocations(instance, matching, costs);
  plan.prices = ToNodePrices(instance, matching);
  plan.totals = SumUp(instance, matching, costs);
  plan.days = SumUpDays(instance, matching, costs, plan.totals);
  // In this order: where the proof is whole, every reason was looked for.
  plan.shortages = ExplainShortages(instance, kernel, matching, threads, stop);
  plan.certificate = Certify(instance, solved.lanes, matching, plan.totals, threads, stop, progress);
  if (!solved.by_hand) RequireNone(FindFaultOfProof(solved, plan.certificate));
  const bool ranks_unproven = matching.ranks && plan.certificate.ranks.empty();
  if (ranks_unproven) plan.prices = ToNodePrices(instance, PricesOfZero(instance));
  plan.budgets = BudgetsOf(instance, matching, costs);
  plan.sharing = TallyShares(instance, plan.allocations);
  FindWhatThereWas(instance, solved.lanes, plan.sharing);
  plan.previous = solved.previous;
  if (!plan.previous.empty()) plan.changes = TallyChanges(instance, plan.previous, plan.allocations);
  plan.carried = ToCarried(instance, matching);
  plan.contracts = ToContracts(instance, matching);
  plan.rules = ReportRules(instance, matching, plan);
  if (!plan.previous.empty()) plan.rules.push_back(ReportChanges(instance.policy, plan.changes));
  for (const MenuServing& row : instance.menu)
    plan.menu.push_back(
        {.date = instance.days[row.day], .demand_point = row.demand_point, .cycle_day = row.cycle_day});
  plan.taken = solved.taken;
  plan.at_hand = solved.at_hand;
  plan.solver_name = matching.engine;
  plan.iterations = matching.iterations;
  plan.complete = !matching.stopped && plan.certificate.lanes_eligible_proof;
  return plan;
}

PlanResult MakePlan(const Dataset& dataset, const Policy& policy, const Question& question,
                    const MatchOptions& options, const StopToken& stop, const ProgressSink& progress,
                    Memory* memory) {
  const auto start = std::chrono::steady_clock::now();
  SolveResult answer = Solve(dataset, policy, question, options, stop, progress, memory);
  PlanResult result{
      .plan = std::nullopt, .findings = std::move(answer.findings), .refusal = std::move(answer.refusal)};
  if (!answer.solved) return result;
  Plan& plan = result.plan.emplace(PlanOf(*answer.solved, options.threads, stop, progress));
  plan.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (progress) {
    progress({.stage = "certify",
              .fraction = 1,
              .incumbent = plan.certificate.primal,
              .bound = plan.certificate.dual});
  }
  return result;
}

}  // namespace pasok::match
