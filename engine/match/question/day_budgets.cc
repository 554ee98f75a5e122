#include "engine/match/question/day_budgets.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "engine/match/question/asked_day.h"

namespace pasok::match {

void AddBudgets(Instance& instance) {
  const Dataset& dataset = *instance.dataset;
  const Budget& rule = instance.policy.budget;
  if (rule.mode == BudgetMode::kOff) return;
  std::vector<std::pair<std::int32_t, std::int32_t>> cooks;  // day, demand point
  for (const RequirementRow& row : instance.requirements)
    cooks.emplace_back(instance.commodities[row.commodity].day, row.demand_point);
  std::ranges::sort(cooks);
  const auto repeated = std::ranges::unique(cooks);
  cooks.erase(repeated.begin(), repeated.end());
  std::vector<std::function<Milli(std::int32_t)>> factors;  // per day
  for (const std::optional<Date>& date : instance.days) factors.push_back(FactorsOn(dataset, date));
  for (const auto& [day, demand_point] : cooks) {
    const auto& recipients = dataset.demand_points[demand_point].recipients;
    if (std::ranges::all_of(recipients, [](std::int32_t people) { return people == 0; })) continue;
    Int128 ordinary = 0;
    for (std::size_t group = 0; group < rule.per_portion.size(); ++group) {
      ordinary += Int128{recipients[group]} * rule.per_portion[group].value;
    }
    const std::int64_t factor = factors[day](demand_point).value;
    instance.budgets.push_back({.day = day,
                                .demand_point = demand_point,
                                .sen = static_cast<std::int64_t>(ordinary * factor / 1000)});
  }
}

}  // namespace pasok::match
