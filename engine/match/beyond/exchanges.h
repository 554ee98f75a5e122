// A requirement takes of one seller what it took of a dearer one, as far as no limit is passed for it, or by
// more than it is; and of a dearer seller what it took of one above its limit, as far as limits are passed by
// less for it.
//
// The network can't say that two lanes share a limit: of an owner at its limit the dearer supplier may sell
// while the cheaper one has food left. What is short is served likewise, where that costs less than its
// penalty. Such changes leave all other lanes as they are, so nobody is shorter.
#pragma once

#include <span>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// A few passes over the pairs of lanes of each requirement, each for as many quanta as can be found by
// halves. Fair spread counts for nothing here. Prices stay. O(lanes * lanes of a requirement), and for each
// change that is tried the parts of what a demand point pays. Where the stop token asks, as far as it came.
MarketAnswer WithExchanges(const Instance& instance, const Market& market, std::span<const Limits> limits,
                           const MarketAnswer& answer, const StopToken& stop);

}  // namespace pasok::match::beyond
