// Budgets as an aim: kitchens that spend more than their portions allow get the cheaper food.
//
// Each budget that is exceeded is given a price lambda, and the money of its kitchen's lanes counts (1 +
// lambda) times: Lagrange's multipliers, found by halving the interval between one that is too low and one
// that is high enough. Each round solves the market at these costs, from the round before. Of the rounds'
// plans that leave no more short than the first, the one that exceeds the budgets least is kept, of several
// the cheapest. So an aim never makes a kitchen go without; what stays over is reported.
#pragma once

#include "engine/match/beyond/market.h"

namespace pasok::match::beyond {

// `start`: the optimum without the aim. Returns it where no budget is exceeded. Some ten solves of the
// market; where the stop token asks, the best so far.
MarketAnswer AimAtBudgets(const Instance& instance, const Market& market, const MarketAnswer& start,
                          const StopToken& stop);

}  // namespace pasok::match::beyond
