#include "engine/match/report/totals.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "engine/match/sold.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

// Who delivers to each demand point that needs something.
class Deliveries {
 public:
  Deliveries(const Instance& instance, const Matching& matching, std::span<const FlowCost> costs)
      : instance_(instance),
        costs_(costs),
        flows_(instance, matching.flows),
        seen_(instance.dataset->suppliers.size(), kNone) {}

  // How many suppliers each of them has, over all days. In no order.
  std::vector<std::int64_t> Suppliers() { return Count(/*by_day=*/false, nullptr); }
  // Likewise of each of a day; and adds up those of a day.
  std::vector<std::int64_t> SuppliersByDay(std::vector<DayTotals>& days) {
    return Count(/*by_day=*/true, &days);
  }

 private:
  std::vector<std::int64_t> Count(bool by_day, std::vector<DayTotals>* days) {
    std::vector<std::int32_t> order(instance_.requirements.size());
    std::iota(order.begin(), order.end(), 0);
    const auto key = [&](std::int32_t r) {
      return std::pair(by_day ? instance_.DayOf(r) : 0, instance_.requirements[r].demand_point);
    };
    std::ranges::sort(order, {}, key);
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i == 0 || key(order[i - 1]) != key(order[i])) counts.push_back(0), ++turn_;
      const std::int64_t found = CountNew(order[i]);
      counts.back() += found;
      if (days) (*days)[instance_.DayOf(order[i])].deliveries += found;
    }
    return counts;
  }

  // The requirement's suppliers that weren't seen yet in this turn.
  std::int64_t CountNew(std::int32_t requirement) {
    std::int64_t found = 0;
    for (std::size_t i = flows_.first(requirement); i < flows_.end(requirement); ++i) {
      std::int32_t& seen = seen_[costs_[i].supplier];
      found += seen != turn_;
      seen = turn_;
    }
    return found;
  }

  const Instance& instance_;
  const std::span<const FlowCost> costs_;
  const FlowsOfRequirements flows_;
  std::vector<std::int32_t> seen_;  // per supplier of the dataset: the last turn in which it was
  std::int32_t turn_ = 0;
};

MinMedianMax Spread(std::vector<std::int64_t> counts) {
  if (counts.empty()) return {};
  std::ranges::sort(counts);
  const std::size_t middle = counts.size() / 2;
  return {.min = counts.front(),
          .median = counts.size() % 2 == 1 ? static_cast<double>(counts[middle])
                                           : static_cast<double>(counts[middle - 1] + counts[middle]) / 2,
          .max = counts.back()};
}

void AddSellers(const Dataset& dataset, const Matching& matching, std::span<const FlowCost> costs,
                Totals& totals) {
  std::vector<std::int64_t> quanta(dataset.suppliers.size());
  for (std::size_t i = 0; i < costs.size(); ++i) quanta[costs[i].supplier] += matching.flows[i].quanta;
  for (std::size_t s = 0; s < quanta.size(); ++s) {
    if (quanta[s] == 0) continue;
    totals.by_kind[static_cast<std::size_t>(dataset.suppliers[s].kind)] += quanta[s];
    ++totals.suppliers_used;
  }
}

void AddAboveCeilings(const Instance& instance, const Matching& matching, std::span<const FlowCost> costs,
                      Totals& totals) {
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const RequirementRow& row = instance.requirements[matching.flows[i].requirement];
    const CommodityRule& rule = *instance.commodities[row.commodity].rule;
    if (!rule.CeilingBelow(costs[i].price, *instance.dataset, costs[i].supplier)) continue;
    totals.above_ceiling_quanta += matching.flows[i].quanta;
    ++totals.above_ceiling_rows;
  }
}

}  // namespace

Totals SumUp(const Instance& instance, const Matching& matching, std::span<const FlowCost> costs) {
  Totals totals;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    totals.demand += instance.requirements[r].need;
    totals.shortage += matching.shortage[r];
    totals.penalty += matching.shortage[r] * instance.requirements[r].penalty;
  }
  for (std::size_t i = 0; i < instance.transfers.size(); ++i)
    totals.carried += instance.transfers[i].cost * matching.transfers[i];
  for (std::size_t i = 0; i < matching.stood_in.size(); ++i)
    totals.carried += instance.stand_ins[i].cost * matching.stood_in[i].served;
  totals.spread = static_cast<std::int64_t>(SpreadCost(instance, matching.flows));
  totals.preference += totals.spread;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const std::int64_t quanta = matching.flows[i].quanta;
    totals.allocated += quanta;
    totals.money += quanta * costs[i].lane.money;
    totals.preference += quanta * costs[i].lane.preference;
    totals.by_tier[static_cast<std::size_t>(costs[i].lane.tier)] += quanta;
  }
  AddSellers(*instance.dataset, matching, costs, totals);
  if (instance.policy.price_ceiling == CeilingMode::kReport)
    AddAboveCeilings(instance, matching, costs, totals);
  totals.suppliers_per_demand_point = Spread(Deliveries(instance, matching, costs).Suppliers());
  return totals;
}

std::vector<DayTotals> SumUpDays(const Instance& instance, const Matching& matching,
                                 std::span<const FlowCost> costs, Totals& totals) {
  std::vector<DayTotals> days;
  for (const std::optional<Date>& date : instance.days) days.push_back({.date = date});
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    DayTotals& day = days[instance.DayOf(r)];
    day.demand += requirement.need;
    day.shortage += matching.shortage[r];
    day.penalty += matching.shortage[r] * requirement.penalty;
  }
  if (SpreadsFairly(instance)) {
    const std::vector<std::int64_t> quanta = QuantaOfOffers(instance, matching.flows);
    for (std::size_t o = 0; o < quanta.size(); ++o) {
      days[instance.commodities[instance.offers[o].commodity].day].preference +=
          SpreadCost(instance, static_cast<std::int32_t>(o), quanta[o]);
    }
  }
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const LaneFlow& flow = matching.flows[i];
    DayTotals& day = days[instance.DayOf(flow.requirement)];
    day.allocated += flow.quanta;
    day.money += flow.quanta * costs[i].lane.money;
    day.preference += flow.quanta * costs[i].lane.preference;
  }
  totals.deliveries_per_kitchen_day = Spread(Deliveries(instance, matching, costs).SuppliersByDay(days));
  std::erase_if(days, [](const DayTotals& day) { return day.demand == 0; });
  for (const DayTotals& day : days) totals.deliveries += day.deliveries;
  return days;
}

std::vector<PlannedBudget> BudgetsOf(const Instance& instance, const Matching& matching,
                                     std::span<const FlowCost> costs) {
  if (instance.budgets.empty()) return {};
  const std::size_t demand_points = instance.dataset->demand_points.size();
  const auto place = [&](std::int32_t day, std::int32_t demand_point) {
    return static_cast<std::size_t>(day) * demand_points + static_cast<std::size_t>(demand_point);
  };
  std::vector<std::int64_t> money(instance.days.size() * demand_points);
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const LaneFlow& flow = matching.flows[i];
    money[place(instance.DayOf(flow.requirement), instance.requirements[flow.requirement].demand_point)] +=
        flow.quanta * costs[i].lane.money;
  }
  std::vector<PlannedBudget> budgets;
  for (const DayBudget& row : instance.budgets) {
    budgets.push_back({.date = instance.days[row.day],
                       .demand_point = row.demand_point,
                       .budget = row.sen,
                       .money = money[place(row.day, row.demand_point)]});
  }
  return budgets;
}

}  // namespace pasok::match
