// What steering leaves above the limits is cut off, where others can take over.
//
// Multipliers find the plans at the corners: a seller a little too dear loses all of it, not the part above
// its limit. So from the plan that they found, each part above its limit is cut down to it: its lanes carry
// at most what they carry now, less what is too much, taken first from those that others replace at the least
// extra cost
//
//   regret of a lane = least reduced cost of a lane of another part into its requirement - its own
//
// per unit of the limit's weight. The market is solved anew from the plan before, what is above these caps at
// a prohibitive price that is yet better paid than going short, and again while other parts rise above
// theirs. Of the rounds' plans that leave no more short than the first, the best by Judge is kept. A lane
// that nobody else can replace isn't cut, so that budgets, whose part is all that a kitchen buys, are left
// alone.
#pragma once

#include <span>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// At most some ten solves of the market, of a large one while they gain something worth while; where the stop
// token asks, the best so far.
MarketAnswer CutToLimits(const Instance& instance, const Market& market, std::span<const Limits> limits,
                         const MarketAnswer& start, const StopToken& stop);

}  // namespace pasok::match::beyond
