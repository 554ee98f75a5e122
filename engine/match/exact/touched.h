// The network simplex method by what its pivots touch.
//
// Pricing in turns looks at every item again and again, near the optimum nearly always in vain. Here an item
// is looked at only when something that its arcs gain by has changed since it was last: the price of a
// requirement that its lanes lead to, of its own node, of a supplier or an aggregator that its arcs come
// from, or the lanes that it holds. Each pivot tells which core nodes have moved (tree.h); requirements know
// who looks at them; and nodes that are no core nodes move without a trace, so a group that
// is looked at also looks at its suppliers. Items that are touched wait for the next round, so that one moved
// by many pivots of a round is looked at once. In a round items are priced in blocks, each until it has
// nothing more to enter.
//
// Run ends with a look at all items, touched or not, until that finds nothing: what it has proven then is
// what pricing in turns proves. Deterministic. Ends by the tree's rule against cycling.
//
// REQUIRES for several at the same time: nodes whose arcs touch no common node but the root.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/exact/price_sheet.h"
#include "engine/match/exact/simplex.h"

namespace pasok::match::exact {

// No one else changes the basis' flows or lanes as long as it lives, but as it is told.
class TouchedSimplex {
 public:
  // `nodes` are those of a component of a joined network (components.h), in the order in which they are first
  // looked at. O(nodes and their lanes).
  TouchedSimplex(const Network& network, std::vector<std::int32_t> nodes, Basis& basis);

  // Until no arc that the basis holds can enter. `all` = false leaves out the look at all items at the end:
  // some arc may be overlooked then.
  SimplexRun Run(const StopToken& stop, std::int64_t most_pivots, bool all = true);

  // The basis holds more lanes of these groups. O(their lanes).
  void LanesAdded(std::span<const std::int32_t> groups);
  // The price has moved otherwise than by a pivot of this method.
  void PriceMoved(std::int32_t requirement) { NodeMoved(requirement); }
  // Whether prices of the commodity's groups, or their lanes, may be others than when this was last asked.
  bool TakeMoved(std::int32_t commodity) { return std::exchange(commodity_moved_[commodity], 0) != 0; }

 private:
  SimplexRun RunTouched(const StopToken& stop, std::int64_t most_pivots);
  void PriceBlock(std::span<const std::int32_t> block, Choice& choice);
  void PutOff(std::span<const std::int32_t> nodes);
  void Enter(const Choice& choice);

  void Touch(std::int32_t node);
  void NodeMoved(std::int32_t node);
  void SupplierMoved(std::int32_t supplier);
  void LookAtSupplier(std::int32_t supplier);
  void LookAtSuppliersOf(std::int32_t group);
  void TouchWatchers();

  bool IsGroup(std::int32_t node) const { return node >= first_group_node_ && node < first_supplier_node_; }
  std::span<const Lane> LanesOf(std::int32_t group) const;

  const Network& network_;
  const std::vector<std::int32_t> nodes_;
  Basis& basis_;
  const std::int32_t first_group_node_, first_supplier_node_;
  PriceSheet sheet_;
  // Per requirement the nodes whose items look at its price: groups with lanes to it, and requirements to
  // which transfers lead from it.
  std::vector<std::vector<std::int32_t>> watchers_;
  std::vector<std::vector<std::int32_t>> behind_;  // per supplier: those that sell through it; or empty
  std::vector<std::int64_t> group_price_, supplier_price_;  // as last looked at; of groups with capped offers
  std::vector<std::int32_t> moved_;                         // requirements whose watchers aren't touched yet
  std::vector<char> is_moved_;
  std::vector<std::int32_t> round_, next_;  // nodes that are touched: of this round, of the next
  std::vector<char> is_touched_;            // and waits
  std::vector<char> commodity_moved_;
  std::vector<std::int32_t> rehung_, shifted_;  // by the last pivot: see PivotTrace
};

}  // namespace pasok::match::exact
