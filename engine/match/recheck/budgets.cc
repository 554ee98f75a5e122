#include "engine/match/recheck/budgets.h"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {
namespace {

// Sen.
std::int64_t BudgetOf(const Ground& ground, std::int32_t demand_point, const std::optional<Date>& date) {
  Int128 sen = 0;
  for (int group = 0; group < kRecipientGroups; ++group) {
    sen += Int128{ground.dataset.demand_points[demand_point].recipients[group]} *
           ground.policy.budget.per_portion[group].value;
  }
  const CalendarDay* day = date ? CalendarOf(ground.dataset, demand_point, *date) : nullptr;
  return static_cast<std::int64_t>(sen * (day ? day->portions_factor.value : 1000) / 1000);
}

bool HasBudget(const Ground& ground, std::int32_t demand_point) {
  std::int64_t people = 0;
  for (const std::int32_t of_group : ground.dataset.demand_points[demand_point].recipients)
    people += of_group;
  return people > 0;
}

}  // namespace

std::int64_t CostOfCheapest(const Ground& ground, const Allocations& allocations, std::int32_t demand_point) {
  std::map<std::int32_t, std::int64_t> delivered;  // quanta, by need
  for (const Claim& claim : allocations.claims) {
    if (ground.rules.needs()[claim.need].demand_point == demand_point) delivered[claim.need] += claim.quanta;
  }
  std::int64_t sen = 0;
  for (const auto& [need, quanta] : delivered) {
    std::optional<std::int64_t> least;
    for (const std::int32_t o : ground.rules.offers_of(ground.rules.needs()[need].commodity)) {
      const DayOffer& offer = ground.rules.offers()[o];
      const Sight sight = ground.rules.Look(offer.supplier, demand_point);
      if (!sight.road || ground.rules.WhyNot(offer, sight)) continue;
      const std::int64_t money = ground.rules.CostOf(offer, sight).money;
      least = std::min(least.value_or(money), money);
    }
    sen += quanta * least.value_or(0);
  }
  return sen;
}

std::vector<PlannedBudget> CheckBudgets(const Ground& ground, const std::vector<Row>& rows,
                                        const Allocations& allocations, const std::optional<Date>& date,
                                        FindingLog& log) {
  enum Column : int { kDate, kDemandId, kBudget, kMoney, kOver };
  std::map<std::int32_t, PlannedBudget> expected;  // by demand point
  for (const Need& need : ground.rules.needs()) {
    if (!HasBudget(ground, need.demand_point)) continue;
    expected[need.demand_point] = {
        .date = date, .demand_point = need.demand_point, .budget = BudgetOf(ground, need.demand_point, date)};
  }
  for (const Claim& claim : allocations.claims) {
    const Need& need = ground.rules.needs()[claim.need];
    const auto budget = expected.find(need.demand_point);
    if (budget == expected.end()) continue;
    const DayOffer& offer = ground.rules.offers()[claim.offer];
    const Sight sight = ground.rules.Look(offer.supplier, need.demand_point);
    if (sight.road) budget->second.money += claim.quanta * ground.rules.CostOf(offer, sight).money;
  }
  std::vector<PlannedBudget> budgets;
  for (const auto& [demand_point, budget] : expected) budgets.push_back(budget);

  constexpr int kSenPlaces = 2;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Cells cells(kBudgetsFile, kBudgetsHeader, rows[i], log);
    if (i >= budgets.size()) {
      cells.RowFault("no_such_row", "no further demand point with a budget");
      break;
    }
    cells.ExpectText(kDate, ground.date);
    cells.ExpectText(kDemandId, ground.dataset.demand_points[budgets[i].demand_point].id);
    const int places = RupiahPlaces(ground.policy.quantum);
    const Int128 scale = places == kSenPlaces ? 1 : 100;
    cells.ExpectDecimal(kBudget, places, budgets[i].budget * scale);
    cells.ExpectDecimal(kMoney, places, budgets[i].money * scale);
    cells.ExpectDecimal(kOver, places, budgets[i].over() * scale);
  }
  if (rows.size() < budgets.size()) {
    log.Add({.code = "missing_row",
             .file = std::string(kBudgetsFile),
             .line = rows.empty() ? 1 : rows.back().line,
             .field = "demand_id",
             .value = ground.dataset.demand_points[budgets[rows.size()].demand_point].id,
             .expected = "a row for each demand point with a budget"});
  }
  return budgets;
}

}  // namespace pasok::match::recheck
