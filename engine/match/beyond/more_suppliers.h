// At least so many suppliers for each demand point and day (policy `min_suppliers_per_demand_point`), those
// of one owner group counted once.
//
// From a plan on: what each owner delivers to a demand point is held, as far as the owners count, by a lower
// bound on its largest lane; where too few deliver, the cheapest lanes of further owners get one too, at the
// prices of the plan. A lower bound is a twentieth of the requirement's need, at least a quantum, or what the
// lane carries where that is less. Then the market is solved once more under these bounds.
//
// `aim` opens only lanes whose offers have as much unsold, to requirements whose other lanes can give way: so
// nobody is left shorter for it. `must` also takes what others have, as long as all lower bounds fit every
// capacity and need at once. What stays too few is reported.
#pragma once

#include "engine/match/beyond/market.h"

namespace pasok::match::beyond {

// Whether every demand point that needs something has as many as the policy asks for.
bool HaveEnoughSuppliers(const Instance& instance, const Market& market, const MarketAnswer& answer);

// `start` with its prices. Where the stop token asks, `start`. O(lanes log lanes) and a solve.
MarketAnswer WithMoreSuppliers(const Instance& instance, const Market& market, const MarketAnswer& start,
                               const StopToken& stop);

}  // namespace pasok::match::beyond
