// Whole deliveries (match/delivery.h) around the network's optimum.
//
// First a dive (dive.h): from the network's flows, lanes that carry less than a delivery are opened or closed
// and the market solved again, a few times. What still makes no whole delivery is left away. Then one
// requirement after another lets go of what it has and takes the best that whole deliveries can do with what
// the others leave (whole_need.h), which also serves crumbs of a need and makes few suppliers of many; the
// flows on the lanes in use are solved again, or in large markets led anew (reroute.h); and requirements that
// are short change places with others that use the same offers, as long as the plan gets cheaper.
//
// A heuristic: the network's bound, which knows nothing of lots, says how far from the best it may be.
#pragma once

#include "engine/match/beyond/market.h"

namespace pasok::match::beyond {

// `start` fits the market at the instance's own terms. `unit`: what a quantum on each lane counts; empty:
// what it costs. The answer keeps the rule, also where the stop token asks; its prices are the last solve's.
// Deterministic.
MarketAnswer MakeWhole(const Instance& instance, const Market& market, const MarketAnswer& start,
                       std::span<const std::int64_t> unit, const StopToken& stop);

}  // namespace pasok::match::beyond
