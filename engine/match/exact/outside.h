// The arcs outside the tree: taking one out to enter the tree, and putting back the one that left it.
#pragma once

#include "engine/match/exact/basis.h"
#include "engine/match/exact/choice.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

// The chosen arc with its flow, no longer among those outside the tree.
Arc TakeOut(const Network& network, const Choice& choice, Basis& basis);

// REQUIRES the arc to be at a bound, or a capped offer, a supply or a transfer.
void PutBack(const Network& network, const Arc& arc, Basis& basis);

}  // namespace pasok::match::exact
