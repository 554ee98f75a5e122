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

// REQUIRES a limit of money without wholes, as budgets are. At most a few passes, each O(lanes of those that
// are over * lanes of a requirement * flows of an offer). Prices stay.
MarketAnswer WithSwaps(const Instance& instance, const Market& market, const Limits& budgets,
                       const MarketAnswer& answer);

}  // namespace pasok::match::beyond
