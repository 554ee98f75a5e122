// From commodities apart to all of them together: the suppliers whose totals may bind become nodes.
//
// Apart, a capped offer comes from the root with its share of the supplier's total as capacity. Joined, it
// comes from the supplier with its own capacity, and the supplier from the root with its total. The flow
// stays what it was, so it stays feasible; an offer that stops short of its own capacity but filled its share
// is then neither idle nor full outside the tree, and simply may enter either way.
//
// The tree stays a tree and strongly feasible (tree.h): a group that hung from the root by a capped offer
// hangs from the supplier by it. Its flow was below its share, so the supplier's total isn't used up, and the
// supplier can hang from the root. A supplier without such a group whose total is used up hangs, a leaf, from
// a group that it delivers to.
#pragma once

#include "engine/match/exact/basis.h"

namespace pasok::match::exact {

// REQUIRES every commodity to have been started, with shares that add up to at most the suppliers' totals.
// Afterwards every group is in the tree.
void JoinCommodities(const Network& network, Basis& basis);

}  // namespace pasok::match::exact
