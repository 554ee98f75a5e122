// What a policy's menu asks for: the day of the cycle that a demand point cooks on a date, and how much of
// each commodity that takes.
//
//   day of the cycle  = (w + offset) mod n, from 0: n the days of the cycle, w the service weekdays of the
//                       policy after cycle_starts_on up to the date; before it, less those after the date up
//                       to cycle_starts_on; 0 on the undated day. So Mondays keep their menu whatever the
//                       calendar says, a closed day's is left out, and a date that is no service weekday
//                       has that of the one before it.
//   grams of an item  = round_half_up(sum over groups of recipients * portion * portions_factor), then
//                       times each of the dataset's menu_factors of it that hold on the date, in their
//                       order, each rounded half up
//
// The offset is 0 but where the menu says most_kg_per_day. Then demand points begin the cycle on different
// days, so that few need much of one commodity on the same one. With load(c, i) the grams of commodity c that
// all demand points together cook on day i of the cycle in ordinary portions, whatever requirements.csv, the
// calendar and a scenario say of some, and
//   over = sum over capped c and days i of max(0, load(c, i) - most(c)),
// first each demand point takes the least offset that raises `over` least, those that need most of the capped
// commodities over the cycle first, equal ones by id; then, in the same order again and again, each moves to
// the least offset among those that lower `over` most, if any does: until none moves, at most 10 rounds. So
// the offsets follow from the dataset and the policy alone: plans of single regions and days agree on them.
// It is a heuristic; what stays over is reported.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match {

// What stays over the caps in the cycle.
struct MenuOverload {
  std::int64_t cases = 0;  // capped commodities and days
  Int128 grams = 0;
};

// An item's grams at a demand point, before a scenario's factors.
Grams WeightOf(const MenuItem& item, const DemandPoint& point, Milli portions_factor);

struct MenuNeed {
  std::int32_t commodity = kNone;  // the dataset's index
  Grams weight;
};

// Read only once made. The dataset and the policy outlive it.
class MenuNeeds {
 public:
  // REQUIRES that the dataset knows the menu's commodities: CompletedFor. O(demand points * capped items *
  // days) per round where the menu caps, else O(1).
  MenuNeeds(const Dataset& dataset, const Policy& policy);

  bool any() const { return !policy_.menu.days.empty(); }
  // The day of the cycle, from 0. REQUIRES any().
  std::int32_t CycleDay(std::int32_t demand_point, const std::optional<Date>& date) const;
  // In the order of commodities; items of which nothing is needed there are left out.
  std::vector<MenuNeed> Of(std::int32_t demand_point, const std::optional<Date>& date, std::int32_t cycle_day,
                           Milli portions_factor) const;

  const MenuOverload& overload() const { return overload_; }

 private:
  const Dataset& dataset_;
  const Policy& policy_;
  std::vector<std::int32_t> offsets_;  // per demand point; empty: 0
  MenuOverload overload_;
};

}  // namespace pasok::match
