// What pricing in blocks reads, laid out in the order in which it reads it.
//
// Near all of the time of the network simplex method goes by looking at arcs that don't enter. So the groups
// of a block stand side by side in slices of eight, those with about as many arcs together: a slice is looked
// at arc by arc, all eight groups at once and without a branch, and only the group that gains most in the
// block is looked at once more, for its arc. That streams, and looks up nothing but the prices of
// requirements, which lie side by side (tree.h), and the anchors of suppliers (anchors.h).
//
// Holds copies: whoever changes a link, a group's `used`, a capped offer's flow or adds lanes tells it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/anchors.h"
#include "engine/match/exact/basis.h"
#include "engine/match/exact/choice.h"
#include "engine/match/exact/network.h"
#include "engine/match/exact/slice_gains.h"

namespace pasok::match::exact {

class BlockSheet {
 public:
  // `items` are tree nodes: requirements, groups in the tree, suppliers; each at most once. REQUIRES of a
  // joined network all that hang from each other by suppliers. They fall into parts, each of which ends
  // before the item of `ends`, and these into blocks of `block` items, the last one of fewer. O(items log
  // block + lanes).
  BlockSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items,
             std::span<const std::size_t> ends, std::size_t block, int threads = 1);

  // The blocks of a part.
  struct Range {
    std::size_t first = 0, end = 0;
  };
  Range BlocksOf(std::size_t part) const { return {first_block_[part], first_block_[part + 1]}; }

  // The best arc of the block's items; of no gain where none gains.
  Choice Price(const Basis& basis, std::size_t block) const;

  // The basis holds more lanes of these groups.
  void LanesAdded(const Basis& basis, std::span<const std::int32_t> groups);
  // After a pivot: these nodes hang by other links, in the order of the tree's trace; these arcs have entered
  // and left.
  void Pivoted(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
               const Arc& leaving);

 private:
  // A row has one lane, or one capped offer, of each of its groups.
  struct Slice {
    std::int32_t first_lane = 0, lane_rows = 0;
    std::int32_t first_capped = 0, capped_rows = 0;
    bool has_lanes_apart = false;
  };
  struct Block {
    std::int32_t first_slice = 0, end_slice = 0;
    std::int32_t first_other = 0, end_other = 0;  // of others_
  };

  bool IsGroup(std::int32_t node) const { return node >= first_group_node_ && node < first_supplier_node_; }
  std::int32_t PlaceOf(std::int32_t group) const;  // kNone: it is not among the items
  std::int32_t SlotOf(std::int32_t supplier_node) const { return supplier_node - base_supplier_node_ + 1; }

  void MapItems(const Basis& basis, std::span<const std::int32_t> items);
  std::vector<std::span<const std::int32_t>> Cut(std::span<const std::int32_t> items,
                                                 std::span<const std::size_t> ends, std::size_t block);
  void Arrange(const Basis& basis, std::span<const std::int32_t> items, const Block& row);
  void MakeRows();
  void LayLanes(const Basis& basis, std::int32_t slice);
  void LayCapped(const Basis& basis, std::int32_t slice);
  void ReadPlain(const Basis& basis, std::int32_t place);
  void ReadCapped(const Basis& basis, std::int32_t offer);
  void TakeAnchor(std::int32_t node, const Anchor& anchor);

  SliceView ViewOf(std::int32_t slice) const;
  void PriceLanesApart(const Basis& basis, std::int32_t slice, Choice& choice) const;
  void PriceOthers(const Basis& basis, const Block& block, Choice& choice) const;

  const Network& network_;
  std::int32_t first_group_node_, first_supplier_node_;
  bool has_suppliers_ = false;  // else the root sells all capped offers
  std::int32_t base_supplier_node_ = 0;
  std::int32_t base_group_ = 0;
  std::vector<std::int32_t> place_of_;    // per group from base_group_; kNone
  std::vector<std::size_t> first_block_;  // per part, and one more
  std::vector<Block> blocks_;
  std::vector<Slice> slices_;
  std::vector<std::int32_t> others_;  // items that are no groups

  // Per place, that of a group in a slice, eight each. One without a group gains nothing.
  std::vector<std::int32_t> group_;
  std::vector<Anchor> anchor_;
  std::vector<std::int64_t> next_, last_;  // the prices of the offer that would come next, and of the one
                                           // that came last, of those that the root sells; or never
  std::vector<char> lanes_apart_;  // they have caps or don't fit a row, and are looked at in the basis
  // Per row, eight each.
  std::vector<std::int32_t> lane_requirement_, lane_cost_;
  std::vector<std::int32_t> capped_slot_;
  std::vector<std::int64_t> capped_rise_, capped_fall_;  // its price, if its flow may; or never

  std::vector<Anchor> supplier_anchor_;  // per slot: the root's first, then those of the suppliers from
                                         // base_supplier_node_
  AnchorWalk walk_;
};

}  // namespace pasok::match::exact
