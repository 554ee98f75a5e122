// From a basis to the matching that it stands for.
#pragma once

#include "engine/match/exact/basis.h"
#include "engine/match/matching.h"

namespace pasok::match::exact {

// What goes over each transfer. O(requirements + transfers).
std::vector<std::int64_t> Transferred(const Network& network, const Basis& basis);

// What each capped offer gives. O(n).
std::vector<std::int64_t> GivenByCapped(const Network& network, const Basis& basis);

// The objective at the instance's penalties. O(n).
Int128 ObjectiveOf(const Instance& instance, const Network& network, const Basis& basis);

// The flows of the basis, spread over the offers of each group: its offers in order into its requirements in
// order. Where a requirement is short and sends on, at no gain since both ends have the same penalty, the
// other end is short instead. Fills flows, shortage, transfers, objective (at the instance's penalties) and
// lanes_in_network. O(n log n). Deterministic.
Matching ReadMatching(const Instance& instance, const Network& network, const Basis& basis);

}  // namespace pasok::match::exact
