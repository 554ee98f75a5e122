// Whole deliveries change sellers until limits are kept and kitchens have enough suppliers.
//
// Limits couple what a kitchen gets of several commodities, which the filling of one requirement after
// another (whole_need.h) doesn't see. So where a plan is off an aim, lanes of a requirement change places in
// whole deliveries:
//
//   a brings less, b as much more; where b's seller has none left, another requirement takes as much less of
//   it, and more of somebody else
//
// as long as that makes the plan better: first nobody is left shorter, then fewer suppliers are missing, then
// limits are passed by less, then it costs less. With `must`, missing suppliers come first. Where that ends
// off an aim or short, changes that make the plan worse are tried too, each with what its kitchens then find
// better (Kernighan and Lin's way out, 1970), and taken back where the plan isn't better after all of it.
#pragma once

#include "engine/match/beyond/limits.h"
#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {

enum class WholeEffort : bool { kQuick, kPushed };  // without and with those that make it worse at first

// REQUIRES an answer of whole deliveries, and leaves one. Prices and transfers stay. Some
// million changes are looked at, at most; where the stop token asks, as far as it came. Deterministic.
MarketAnswer WithWholeExchanges(const Instance& instance, const Market& market, const WholeLanes& lanes,
                                std::span<const Limits> limits, const MarketAnswer& answer,
                                WholeEffort effort, const StopToken& stop);

}  // namespace pasok::match::beyond
