// The first basis of a commodity, made from prices: each group fills the kitchens that value it most.
//
// Groups go in order of regret (how much less the second-best kitchen values them). A group pours what its
// offers yield at a profit into its kitchens, best first. A kitchen that it fills while it has more to give
// hangs from the group; the group hangs from the last kitchen that it pours into; what finds no kitchen stays
// in the dearest offer, from which the group then hangs; kitchens never filled hang from the root by their
// shortage. Kitchens only ever hang from groups that end later, so this is a forest: a basis, strongly
// feasible (tree.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/lane_scanner.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

// The lanes that a commodity starts with.
struct Shortlist {
  LaneTable table;  // within a group by value, best first
  std::vector<std::int64_t>
      value;  // per group of the commodity: of its best lane; kNoValue where it has none
  std::vector<std::int64_t> regret;  // per group: best less second best, kUnbounded where there is no second
};

// For each group the lanes within `window` sen of its best that are worth more than its cheapest offer costs,
// less the window; at most `most` of them. Where the stop token asks, less.
Shortlist ShortlistLanes(const Work& work, const Network& network, std::int32_t commodity, Reach reach,
                         std::span<const std::int64_t> price, std::int64_t window, std::size_t most);

// Each requirement takes what it can from its stock, which is cheaper than any lane; the start fills the
// rest.
void TakeFromStock(const Instance& instance, const Network& network, Basis& basis);

// Fills the basis for one commodity, with capped offers from the root by their present capacity, and works
// out its part of the tree. Groups of no capacity stay outside the tree.
void StartCommodity(const Instance& instance, const Network& network, std::int32_t commodity,
                    Shortlist shortlist, Basis& basis);

// The nodes of a commodity: its requirements and its groups.
std::array<Tree::NodeRange, 2> NodesOf(const Instance& instance, const Network& network, const Tree& tree,
                                       std::int32_t commodity);

}  // namespace pasok::match::exact
