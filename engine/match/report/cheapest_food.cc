#include "engine/match/report/cheapest_food.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/match/figures_in_words.h"
#include "engine/match/lanes/lane.h"

namespace pasok::match {

std::int64_t CostOfCheapest(const Instance& instance, const Plan& plan, const PlannedBudget& row) {
  std::map<std::int32_t, std::int64_t> delivered;  // quanta, by commodity of the dataset
  for (const Allocation& each : plan.allocations) {
    if (each.date == row.date && each.demand_point == row.demand_point)
      delivered[each.commodity] += each.quanta;
  }
  const LaneRule lanes(instance);
  std::int64_t sen = 0;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    if (requirement.demand_point != row.demand_point || instance.days[span.day] != row.date) continue;
    const auto quanta = delivered.find(span.dataset_commodity);
    if (quanta == delivered.end()) continue;
    std::optional<std::int64_t> least;
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost lane = lanes.Cost(o, r);
      if (lane.ineligible == Ineligible::kNo) least = std::min(least.value_or(lane.money), lane.money);
    }
    sen += quanta->second * least.value_or(0);
  }
  return sen;
}

const PlannedBudget* MostOver(const std::vector<PlannedBudget>& budgets) {
  const PlannedBudget* most = nullptr;
  for (const PlannedBudget& row : budgets) {
    if (row.over() > 0 && (!most || row.over() > most->over())) most = &row;
  }
  return most;
}

std::string CheapestInWords(const PlannedBudget& row, std::int64_t cost_of_cheapest) {
  if (cost_of_cheapest <= row.budget) return "";
  return "; even of the cheapest sellers alone its food would cost " + Rupiah(cost_of_cheapest - row.budget) +
         " too much";
}

}  // namespace pasok::match
