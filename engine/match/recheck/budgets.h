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

}  // namespace pasok::match::recheck
