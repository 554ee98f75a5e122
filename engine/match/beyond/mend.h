// Plans of whole deliveries, mended a few requirements at a time.
#pragma once

#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {

// Each requirement in its turn lets go of what it has and takes the best that whole deliveries can do with
// what the others leave (whole_need.h); those that are short change places with others that use the same
// sellers, as long as the plan gets cheaper; and what a demand point keeps, takes from stock and lets stand
// in is decided anew together with what it gets (carry.h), as far as transfers form no circle. REQUIRES an
// answer of whole deliveries, and leaves one. Deterministic.
MarketAnswer Mend(const Instance& instance, const Market& market, const WholeLanes& lanes,
                  MarketAnswer answer, const StopToken& stop);

}  // namespace pasok::match::beyond
