// What deliveries serve, where they may serve later days or other commodities too, or a stock serves with
// them (transfers.h): a table of deliveries doesn't say, so the best use of them is meant.
#pragma once

#include <span>

#include "engine/flow/stop.h"
#include "engine/match/files/fit.h"
#include "engine/match/matching.h"

namespace pasok::match {

// Fills shortage and transfers. As much as can be is used of what is delivered, and of the ways to do so the
// cheapest is taken, as one minimum-cost flow:
//
//   source -> requirement, up to what is delivered, at minus more than any way costs
//   source -> requirement, up to its need, at its penalty;  transfers up to their limits
//
// Where what commodities that share a store would then keep is more than it holds, it is split among them in
// proportion to that, and then moved as in shared_stores.h, after what the best use leaves of it has gone to
// what would use more: near the best use.
//
// Where something stands in at another ratio than kg for kg it is that flow with gains (flow/gains.h), and a
// delivery counts for no more than what it saves: near the best use, in whole quanta.
//
// What can't be used is more than is needed: it comes off `fit`, last lines first, and is reported as such.
// One small flow for each demand point, solved by the general engine. `fit` is of the instance; `stood_in`:
// what is said to stand in, per stand-in of the instance, which holds where it can; empty: nothing is said.
// A split of the stores has to hold it afterwards: SplitFor (shared_stores.h). False: stopped.
bool UseDeliveries(const Instance& instance, std::span<const StoodIn> stood_in, Fit& fit, Matching& matching,
                   const StopToken& stop);

}  // namespace pasok::match
