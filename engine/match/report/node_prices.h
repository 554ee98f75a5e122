// A plan's prices, out of the prices that prove its matching.
#pragma once

#include <vector>

#include "engine/match/matching.h"
#include "engine/match/plan.h"

namespace pasok::match {

// By date, node, ids. Left out are prices that follow from another: an offer's that is its supplier's, a
// supplier's that is its aggregator's or 0, an aggregator's that is 0, a relief's that is its need's. O(n log
// n).
std::vector<NodePrice> ToNodePrices(const Instance& instance, const Matching& matching);

}  // namespace pasok::match
