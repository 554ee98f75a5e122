// Whole deliveries (match/delivery.h) around the network's optimum.
//
// First a dive (dive.h): from the network's flows, lanes that carry less than a delivery are opened or closed
// and the market solved again, a few times. What still makes no whole delivery is left away. Then one
// requirement after another lets go of what it has and takes the best that whole deliveries can do with what
// the others leave (mend.h), which also serves crumbs of a need and makes few suppliers of many; the flows on
// the lanes in use are solved again, or in large markets led anew (reroute.h); and requirements that are
// short change places with others that use the same offers, as long as the plan gets cheaper.
//
// A heuristic: the network's bound, which knows nothing of lots, says how far from the best it may be.
#pragma once

#include "engine/match/beyond/limits.h"
#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {

// `start` fits the market at the instance's own terms. `lanes`: as whole_lanes.h makes them, or narrower.
// `unit`: what a quantum on each lane counts; empty: what it costs. The answer keeps the rule, also where the
// stop token asks; its prices are the last solve's. Deterministic.
MarketAnswer MakeWhole(const Instance& instance, const Market& market, const WholeLanes& lanes,
                       const MarketAnswer& start, std::span<const std::int64_t> unit, const StopToken& stop);

// The same where the plan aims at limits or at enough suppliers: made once freely; where that is off an aim,
// once with what the aims have reached held, as far as whole deliveries let it be; and in small markets up to
// six times more at prices that rise where a limit is exceeded. In each of them deliveries change sellers
// (whole_exchanges.h). The best leaves least short, then brings most kitchens enough suppliers, then passes
// limits by least, then costs least; `must` asks for its suppliers first.
MarketAnswer MakeWholeWithAims(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const MarketAnswer& start, std::span<const std::int64_t> unit,
                               const StopToken& stop);

}  // namespace pasok::match::beyond
