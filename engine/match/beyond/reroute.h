// What offers have left, led to requirements that are short over lanes in use.
#pragma once

#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {

// Along ways offer -> requirement -> offer -> ... -> a requirement that is short, lanes in use carry more and
// less by turns, each at least its least, until no way is left that costs less than the shortage (Ford and
// Fulkerson's, over the shortest ways first). Lanes of lots and their like stay as they are. Much quicker
// than a solve of the network, and for shortage about as good. REQUIRES an answer of whole deliveries, and
// leaves one. Where the stop token asks, as far as it came.
void Reroute(const Instance& instance, const Market& market, const WholeLanes& lanes, MarketAnswer& answer,
             const StopToken& stop);

}  // namespace pasok::match::beyond
