// What a plan comes to, out of the flows of its matching: in all, day by day, and against the budgets of each
// demand point's day.
//
// `costs` are those of the matching's flows, in their order (flow_costs.h). All in O(flows + suppliers +
// requirements log requirements).
#pragma once

#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/plan.h"
#include "engine/match/report/flow_costs.h"

namespace pasok::match {

// All but `deliveries` and `deliveries_per_kitchen_day`.
Totals SumUp(const Instance& instance, const Matching& matching, std::span<const FlowCost> costs);

// The days on which something is needed; adds to `totals` the two that SumUp leaves out.
std::vector<DayTotals> SumUpDays(const Instance& instance, const Matching& matching,
                                 std::span<const FlowCost> costs, Totals& totals);

// In the order of the instance's.
std::vector<PlannedBudget> BudgetsOf(const Instance& instance, const Matching& matching,
                                     std::span<const FlowCost> costs);

}  // namespace pasok::match
