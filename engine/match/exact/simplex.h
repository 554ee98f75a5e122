// Pricing and pivoting: the primal network simplex method over the arcs that a basis holds.
//
// Items are nodes of the tree; an item stands for the arcs that enter it or, of a group, also for its lanes.
// Items are priced in blocks, in an order that mixes neighbours; the most negative reduced cost of a block
// enters. Ends by the tree's rule against cycling (tree.h).
//
// REQUIRES for several runs at the same time: items whose arcs touch no common node but the root.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/exact/basis.h"
#include "engine/match/exact/block_sheet.h"

namespace pasok::match::exact {

struct SimplexRun {
  std::int64_t pivots = 0;
  bool optimal =
      false;  // no arc that the basis holds can enter; else the stop token asked, or pivots ran out
};

// How many items a block has. Long ones save pivots and cost looks: they pay where a pivot moves much, as in
// a joined tree, which moves five times as many nodes. Measured: half and twice of either cost about as much.
inline constexpr std::size_t kShortBlock = 64, kLongBlock = 256;

// A method at work on one list of items. No one else changes the basis' flows or lanes as long as it lives,
// but as it is told.
class Simplex {
 public:
  // `items` are tree nodes: requirements, groups in the tree, suppliers. The order of entry follows from
  // their order. `threads` share the reading. O(items and their lanes), about as long as one sweep.
  Simplex(const Network& network, std::span<const std::int32_t> items, Basis& basis,
          std::size_t block = kShortBlock, int threads = 1);
  // In parts, each of which ends before the item of `ends`.
  Simplex(const Network& network, std::span<const std::int32_t> items, std::span<const std::size_t> ends,
          Basis& basis, std::size_t block = kShortBlock, int threads = 1);

  // The basis holds more lanes of these groups, which are among the items. O(their lanes).
  void LanesAdded(std::span<const std::int32_t> groups) { sheet_.LanesAdded(basis_, groups); }

  // Over the items of one part.
  SimplexRun Run(const StopToken& stop, std::int64_t most_pivots, std::size_t part = 0);

 private:
  void Enter(const Choice& choice);

  const Network& network_;
  Basis& basis_;
  BlockSheet sheet_;
  std::vector<std::int32_t> rehung_;  // by the last pivot
};

// Enters an arc that lies outside the tree strictly between its bounds, in the direction that doesn't raise
// the cost, so that it is in the tree or at a bound. A basis holds no such arcs but capped offers, supplies
// and transfers; a start may have them.
void EnterBetweenBounds(const Network& network, const Arc& arc, Basis& basis);

// The items in a fixed order that keeps no neighbours together.
void Mix(std::vector<std::int32_t>& items);

}  // namespace pasok::match::exact
