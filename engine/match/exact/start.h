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
  // Per group of the commodity: of its best lane; kNoValue where it has none.
  std::vector<std::int64_t> value;
  std::vector<std::int64_t> regret;  // per group: best less second best, kUnbounded where there is no second
};

// For each group the lanes within `window` sen of its best that are worth more than its cheapest offer costs,
// less the window; at most `most` of them. Where the stop token asks, less.
Shortlist ShortlistLanes(const Work& work, const Network& network, std::int32_t commodity, Reach reach,
                         std::span<const std::int64_t> price, std::int64_t window, std::size_t most);

// What goes over the transfers at the start, before any lane is filled: all that is of use from stocks, which
// are cheaper than any lane, and over the others what `hint` says, per transfer, as far as it is of use where
// they lead. Nothing is ever sent more than it needs and sends on. REQUIRES transfers without a cycle, and
// hints >= 0. O(requirements + transfers).
std::vector<std::int64_t> FirstTransfers(const Instance& instance, const Network& network,
                                         std::span<const std::int64_t> hint);

// Per requirement what the basis' transfers leave to lanes: its need and what it sends on, less what it is
// sent. O(the same).
std::vector<std::int64_t> WantedOverLanes(const Instance& instance, const Network& network,
                                          const Basis& basis);

// Fills the basis for one commodity, with capped offers from the root by their present capacity, and works
// out its part of the tree. Groups of no capacity stay outside the tree. `wanted`: as above.
void StartCommodity(const Instance& instance, const Network& network, std::int32_t commodity,
                    std::span<const std::int64_t> wanted, Shortlist shortlist, Basis& basis);

// The nodes of a commodity: its requirements and its groups.
std::array<Tree::NodeRange, 2> NodesOf(const Instance& instance, const Network& network, const Tree& tree,
                                       std::int32_t commodity);

}  // namespace pasok::match::exact
