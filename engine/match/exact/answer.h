// From a basis to the matching that it stands for.
#pragma once

#include "engine/match/exact/basis.h"
#include "engine/match/matching.h"

namespace pasok::match::exact {

// The flows of the basis, spread over the offers of each group: its offers in order into its requirements in
// order. Fills flows, shortage, objective (at the instance's penalties) and lanes_in_network. O(n log n).
// Deterministic.
Matching ReadMatching(const Instance& instance, const Network& network, const Basis& basis);

}  // namespace pasok::match::exact
