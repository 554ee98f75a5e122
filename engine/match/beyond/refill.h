// What aims left dearer than it need be is bought anew, within what their limits hold.
//
// Multipliers and cuts (steer.h, cut.h) choose among plans as a whole, so that a seller may be left with food
// unsold while a dearer one sells that no limit speaks of. So the market is solved once more from their plan,
// where the lanes of each part at its limit, which a quantum more would pass, carry at most what they do:
// above that at a prohibitive price that is yet better paid than going short. Then requirements exchange
// sellers one for one, also within a part, and what is short is served (exchanges.h); and again, while a plan
// passes limits by less, or costs less with the penalties of what is short, and leaves no more short.
#pragma once

#include <span>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// At most four solves of the market; where the stop token asks, the best so far.
MarketAnswer Refill(const Instance& instance, const Market& market, std::span<const Limits> limits,
                    const MarketAnswer& start, const StopToken& stop);

}  // namespace pasok::match::beyond
