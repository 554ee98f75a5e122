// budgets.csv against the checker's own reading: what each demand point's day may cost, and what it costs.
#pragma once

#include <vector>

#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

// Faults rows, missing and superfluous ones. Returns the budgets of the day as they should be, by demand
// point.
std::vector<PlannedBudget> CheckBudgets(const Ground& ground, const std::vector<Row>& rows,
                                        const Allocations& allocations, const std::optional<Date>& date,
                                        FindingLog& log);

// Sen that what is delivered to the demand point would cost of the cheapest sellers that may deliver it.
std::int64_t CostOfCheapest(const Ground& ground, const Allocations& allocations, std::int32_t demand_point);

}  // namespace pasok::match::recheck
