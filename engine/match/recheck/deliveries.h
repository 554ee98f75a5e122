// Whether every allocation is a whole delivery, and each need has no more suppliers than it may.
#pragma once

#include "engine/match/recheck/agreements.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

// Adds what the day's contracts contradict of whole deliveries.
void CountClashes(const Ground& ground, const Agreements& agreements, DeliveryClashes& clashes);

// Faults rows below the least delivery or in broken lots, but for those on which a contract promises
// anything, and the first row of a supplier too many. Returns the most suppliers that any need has. REQUIRES
// claims in order.
std::int64_t CheckDeliveries(const Ground& ground, const Allocations& allocations,
                             const Agreements& agreements, FindingLog& log);

}  // namespace pasok::match::recheck
