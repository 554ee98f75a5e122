#include "engine/match/use_deliveries.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "engine/flow/solve.h"
#include "engine/match/transfers.h"

namespace pasok::match {
namespace {

// Takes so much off what comes in, the last lanes first, and says so.
void TakeOff(const Instance& instance, std::int32_t r, std::int64_t quanta, Fit& fit) {
  const RequirementRow& row = instance.requirements[r];
  Breach breach{
      .rule = BrokenRule::kNeed,
      .line = fit.last_line[r],
      .demand_point = row.demand_point,
      .commodity = instance.commodities[row.commodity].dataset_commodity,
      .planned = fit.served[r],
      .allowed = fit.served[r] - quanta,
  };
  fit.breaches.push_back(std::move(breach));
  fit.served[r] -= quanta;
  fit.lawful_grams -= Int128{quanta} * instance.policy.quantum.value;
  const auto range = std::ranges::equal_range(fit.flows, r, {}, &LaneFlow::requirement);
  for (auto flow = range.end(); quanta > 0;) {
    --flow;
    const std::int64_t off = std::min(quanta, flow->quanta);
    flow->quanta -= off, quanta -= off;
  }
}

// One demand point's part of it.
struct Kitchen {
  std::vector<std::int32_t> requirements, transfers;  // of the instance
};

bool Use(const Instance& instance, const Kitchen& kitchen, Fit& fit, Matching& matching,
         const StopToken& stop) {
  flow::Problem problem;
  const std::int32_t source = problem.AddNode(0);
  // No way visits a requirement twice.
  std::int64_t used = 1;
  std::map<std::int32_t, std::int32_t> node;
  for (const std::int32_t r : kitchen.requirements) {
    const RequirementRow& row = instance.requirements[r];
    node[r] = problem.AddNode(-row.need);
    problem.supply[source] += row.need;
    used = std::max(used, 1 + row.penalty);
  }
  for (const std::int32_t t : kitchen.transfers) used += instance.transfers[t].cost;
  std::vector<std::int32_t> delivered, missing, sent;
  for (const std::int32_t r : kitchen.requirements) {
    const RequirementRow& row = instance.requirements[r];
    delivered.push_back(problem.AddArc(source, node[r], fit.served[r], -used));
    missing.push_back(problem.AddArc(source, node[r], row.need, row.penalty));
  }
  for (const std::int32_t t : kitchen.transfers) {
    const Transfer& transfer = instance.transfers[t];
    sent.push_back(problem.AddArc(transfer.from == kNone ? source : node[transfer.from], node[transfer.to],
                                  transfer.capacity, transfer.cost));
  }
  const flow::Solution solution = flow::SolveMinCostFlow(problem, stop);
  if (solution.status != flow::Status::kOptimal) return false;
  for (std::size_t i = 0; i < kitchen.transfers.size(); ++i)
    matching.transfers[kitchen.transfers[i]] = solution.flow[sent[i]];
  for (std::size_t i = 0; i < kitchen.requirements.size(); ++i) {
    const std::int32_t r = kitchen.requirements[i];
    matching.shortage[r] = solution.flow[missing[i]];
    const std::int64_t wasted = fit.served[r] - solution.flow[delivered[i]];
    if (wasted > 0) TakeOff(instance, r, wasted, fit);
  }
  return true;
}

}  // namespace

bool UseDeliveries(const Instance& instance, Fit& fit, Matching& matching, const StopToken& stop) {
  std::map<std::int32_t, Kitchen> kitchens;  // by demand point
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r)
    kitchens[instance.requirements[r].demand_point].requirements.push_back(r);
  for (std::int32_t t = 0; t < std::ssize(instance.transfers); ++t)
    kitchens[instance.requirements[instance.transfers[t].to].demand_point].transfers.push_back(t);
  matching.shortage.assign(instance.requirements.size(), 0);
  matching.transfers.assign(instance.transfers.size(), 0);
  for (const auto& [demand_point, kitchen] : kitchens) {
    if (!kitchen.transfers.empty()) {
      if (!Use(instance, kitchen, fit, matching, stop)) return false;
      continue;
    }
    for (const std::int32_t r : kitchen.requirements)
      matching.shortage[r] = instance.requirements[r].need - fit.served[r];
  }
  MoveShortages(instance.transfers, matching);
  std::erase_if(fit.flows, [](const LaneFlow& flow) { return flow.quanta == 0; });
  std::ranges::stable_sort(fit.breaches, {},
                           [](const Breach& breach) { return std::pair(breach.line, breach.rule); });
  return true;
}

}  // namespace pasok::match
