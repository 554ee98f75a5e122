// Whether a budget that is passed collides with prices: what its food would cost if all came from the
// cheapest sellers that may deliver it, however little they have.
#pragma once

#include <cstdint>
#include <string>

#include "engine/match/plan.h"

namespace pasok::match {

// Sen, of what is delivered to the demand point on the day. O(offers of its commodities).
std::int64_t CostOfCheapest(const Instance& instance, const Plan& plan, const PlannedBudget& row);

// The first of those that are furthest over; nullptr: none is.
const PlannedBudget* MostOver(const std::vector<PlannedBudget>& budgets);

// "; even of the cheapest sellers alone its food would cost Rp 2000.00 too much"; empty where it wouldn't.
std::string CheapestInWords(const PlannedBudget& row, std::int64_t cost_of_cheapest);

}  // namespace pasok::match
