// At least so many suppliers for each demand point and day (policy `min_suppliers_per_demand_point`), those
// of one owner group counted once.
//
// From a plan on: what each owner delivers to a demand point is held, as far as the owners count, by a lower
// bound on its largest lane; where too few deliver, the cheapest lanes of further owners get one too, at the
// prices of the plan. A lower bound is the least that counts (LeastThatCounts in delivery.h), or, where the
// policy doesn't limit deliveries, what the lane carries where that is less. Then the market is solved once
// more under these bounds. Lanes that would break another aim come after all others (guard.h), and what those
// aims have reached is held.
//
// `aim` opens only lanes whose offers have as much unsold, to requirements whose other lanes can give way: so
// nobody is left shorter for it. `must` also takes what others have, as long as all lower bounds fit every
// capacity and need at once. What stays too few is reported.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// The demand points and days that need something and have fewer than the policy asks for.
std::int64_t CountFewSuppliers(const Instance& instance, const Market& market, const MarketAnswer& answer);

// The lower bounds on lanes, quanta, that hold and open suppliers for the answer. O(lanes log lanes).
std::vector<std::int64_t> LeastForSuppliers(const Instance& instance, const Market& market,
                                            std::span<const Limits> limits, const MarketAnswer& answer);

// `start` with its prices. `unit`: as in MarketTerms. Where the stop token asks, `start`. O(lanes log lanes)
// and at most two solves.
MarketAnswer WithMoreSuppliers(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const MarketAnswer& start, std::span<const std::int64_t> unit,
                               const StopToken& stop);

}  // namespace pasok::match::beyond
