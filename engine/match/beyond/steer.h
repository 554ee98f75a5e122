// Limits on sums over lanes as aims: who is above one gets dearer, until he isn't.
//
// Each part that exceeds its limit is given a price lambda: what its lanes carry costs lambda times its
// weight more (of money, or of weight at the market's mean cost), and what the lanes of its whole carry share
// * lambda times less: Lagrange's multipliers, found by halving the interval between one that is too low and
// one that is high enough. Each round solves the market at these costs, from the round before. Where parts
// compete for the same cheap food no multipliers do for all at once: then the rounds' plans are mixed, and
// more of them made for it (blend.h). Where a round keeps all limits it may have gone far beyond them, since
// a price takes all or nothing from a lane: that plan, too, is mixed with those before it, for the cheapest
// that keeps them.
//
// What nothing couples, as days without storage, is judged apart (separate.h): in each part of the market, of
// the plans that leave no more short than the first, the one that exceeds the limits least is kept, of
// several the cheapest. So an aim never makes a kitchen go without, and is never further over than the plan
// without it; what stays over is reported.
//
// At last the plan is cut to the limits (cut.h). Of large markets, whose rounds take long, that plan is
// offered and mixed first; where that leaves less than half of what is exceeded, rounds end as soon as one
// gains little.
//
// A heuristic: rounds end before the mixture's excess is the least there is, and whole quanta add to it
// (blend.h). The network's bound holds all the same, and the gap to it says how much the steering may have
// cost.
#pragma once

#include <span>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// `start`: the optimum without the aims. Returns it where no limit is exceeded. At most 44 solves of the
// market, each from the one before; where the stop token asks, the best so far. `units`, if given: what a
// quantum on each lane counted in the plan that it returns; empty: what it costs.
MarketAnswer Steer(const Instance& instance, const Market& market, std::span<const Limits> limits,
                   const MarketAnswer& start, const StopToken& stop,
                   std::vector<std::int64_t>* units = nullptr);

}  // namespace pasok::match::beyond
