#include "engine/study/outcome.h"

#include <algorithm>
#include <utility>

#include "engine/match/report/allocations.h"
#include "engine/match/report/flow_costs.h"
#include "engine/match/report/sharing.h"
#include "engine/match/report/totals.h"

namespace pasok::study {
namespace {

// Turnovers by row: a plan has many flows.
class Sums {
 public:
  explicit Sums(std::size_t rows) : sums_(rows) {}

  void Add(std::int32_t row, std::int64_t grams, std::int64_t sen) {
    sums_[row].grams += grams;
    sums_[row].sen += sen;
  }
  void AddShort(std::int32_t row, std::int64_t grams) { sums_[row].short_grams += grams; }
  // Of those that have any.
  std::vector<Turnover> List() const {
    std::vector<Turnover> list;
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const Sum& sum = sums_[i];
      if (sum.grams == 0 && sum.short_grams == 0) continue;
      list.push_back({.row = static_cast<std::int32_t>(i),
                      .grams = sum.grams,
                      .sen = sum.sen,
                      .short_grams = sum.short_grams});
    }
    return list;
  }

 private:
  struct Sum {
    std::int64_t grams = 0, sen = 0, short_grams = 0;
  };
  std::vector<Sum> sums_;
};

std::optional<BudgetsKept> BudgetsKeptBy(const match::Instance& instance, const match::Matching& matching,
                                         std::span<const match::FlowCost> costs) {
  if (instance.policy.budget.mode == BudgetMode::kOff) return std::nullopt;
  BudgetsKept kept;
  for (const match::PlannedBudget& row : match::BudgetsOf(instance, matching, costs)) {
    kept.over += row.over() > 0;
    kept.over_by += row.over();
  }
  return kept;
}

void CountSharing(const match::Instance& instance, const match::Matching& matching,
                  std::span<const match::FlowCost> costs, Outcome& outcome) {
  if (!match::LimitsShares(instance.policy)) return;
  const match::SharingTally tally =
      match::TallyShares(instance, match::ToAllocations(instance, matching, costs));
  const std::int64_t few =
      std::ranges::count(tally.broken, match::Rule::kMinSuppliers, &match::PlannedShare::rule);
  for (int i = 0; i < kShareLimits; ++i) {
    if (instance.policy.sharing.Limits(static_cast<ShareLimit>(i)))
      outcome.shares_off_limit = std::ssize(tally.broken) - few;
  }
  if (instance.policy.min_suppliers.mode != MinSuppliersMode::kOff)
    outcome.kitchen_days_with_few_suppliers = few;
}

}  // namespace

Outcome OutcomeOf(const match::Solved& solved) {
  const match::Instance& instance = solved.instance;
  const match::Matching& matching = solved.matching;
  const std::vector<match::FlowCost> costs = match::CostsOf(instance, solved.lanes, matching.flows);
  Outcome outcome;
  outcome.date = instance.date;
  outcome.quantum = instance.policy.quantum;
  outcome.is_by_rank = instance.policy.aims == Aims::kStrict;
  outcome.totals = match::SumUp(instance, matching, costs);
  match::SumUpDays(instance, matching, costs, outcome.totals);  // for the deliveries, which it counts
  outcome.objective = matching.objective;
  outcome.bound = matching.bound;
  outcome.budgets = BudgetsKeptBy(instance, matching, costs);
  CountSharing(instance, matching, costs, outcome);

  Sums sales(instance.dataset->suppliers.size()), spent(instance.dataset->demand_points.size());
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const match::LaneFlow& flow = matching.flows[i];
    const std::int64_t grams = outcome.InGrams(flow.quanta);
    // As in the totals: sen per quantum are rounded, and then multiplied.
    const std::int64_t unit = RoundHalfUp(Int128{outcome.quantum.value} * costs[i].price.value, 1000);
    sales.Add(costs[i].supplier, grams, flow.quanta * unit);
    spent.Add(instance.requirements[flow.requirement].demand_point, grams, flow.quanta * costs[i].lane.money);
  }
  for (std::size_t r = 0; r < matching.shortage.size(); ++r)
    spent.AddShort(instance.requirements[r].demand_point, outcome.InGrams(matching.shortage[r]));
  outcome.suppliers = sales.List();
  outcome.demand_points = spent.List();
  return outcome;
}

}  // namespace pasok::study
