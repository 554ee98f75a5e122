// Budgets in whole quanta: two kitchens exchange their sellers.
//
// What rounding leaves above a budget (blend.h) is small beside the room that others have. Where kitchen A is
// over, buys of a dear seller, and another kitchen B buys of one that is cheaper for A, they change places as
// far as A is over, B stays within its budget, and lanes have room:
//
//   A: dear -> cheap, B: cheap -> dear, the same quanta
//
// So nothing changes but these four lanes: nobody is shorter, sellers sell what they sold, and the sum of
// what is over falls with every exchange.
#pragma once

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

// REQUIRES a limit of money without wholes, as budgets are. At most a few passes, in each of which the
// lanes of a requirement are looked at for each of those that are over, and what two offers have in common
// once, whoever asks for it. Prices stay. Where the stop token asks, as far as it came.
MarketAnswer WithSwaps(const Instance& instance, const Market& market, const Limits& budgets,
                       const MarketAnswer& answer, const StopToken& stop);

}  // namespace pasok::match::beyond
