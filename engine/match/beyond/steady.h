// Steady plans (match/steady.h): what the earlier plan's suppliers can go on bringing, they bring.
//
// What a supplier brings who is new to a demand point costs a surcharge more, which isn't money; the market
// is solved anew at these costs. Where the demand points that then have a new supplier of a risky commodity
// are still more than their share may be, those with the least of it are kept from changing: such lanes cost
// them a few times what the market's dearest food does, but less than going short. A few rounds, each from
// the one before; of those that leave no more short the one with the fewest changes is kept.
#pragma once

#include "engine/match/beyond/market.h"

namespace pasok::match::beyond {

// Sets the market's surcharges, which hold for whatever is done with it further on. At most some six solves;
// where the stop token asks, the best so far.
MarketAnswer KeepSteady(const Instance& instance, Market& market, const MarketAnswer& start,
                        const StopToken& stop);

}  // namespace pasok::match::beyond
