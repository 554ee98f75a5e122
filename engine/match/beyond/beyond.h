// Start here: rules that the network over all lanes can't say, kept by a plan near its optimum.
//
// The optimum's prices bound every plan from below, and so every plan that keeps more rules. Near it a small
// market is listed lane by lane (market.h); heuristics find a plan on it that keeps the rules (stand_in.h,
// steer.h, blend.h, swap.h, cut.h, more_suppliers.h, steady.h, deliveries.h); and the difference between the
// two, which the plan reports as its gap, says how much cheaper any plan could be at the very most.
#pragma once

#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"

namespace pasok::match::beyond {

// Whether any such rule is in use.
bool IsAsked(const Instance& instance);

// Puts a plan that keeps these rules, or is nearer to their aims, in the matching's place: flows, shortage
// and objective; prices and bound stay. What stands in at other ratios than kg for kg is settled before all
// else, with prices and a bound of its own. Aims come next, and whole deliveries last, which
// are always kept, and take from the aims what they must. Asked to stop, it may leave aims aside. REQUIRES
// IsAsked, and a matching as Match gives it.
void Apply(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
           Matching& matching);

}  // namespace pasok::match::beyond
