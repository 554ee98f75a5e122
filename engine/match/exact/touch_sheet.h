// What pricing by touch reads of an item, side by side.
//
// Items are looked at one by one, in no order that is known beforehand, and near all of that time is
// memory's. So of a group the prices of its next and of its last offer and where it hangs stand in half a
// cache line, its lanes at eight bytes each and its capped offers beside each other; the rest is the prices
// of requirements, which lie side by side (tree.h), and of suppliers.
//
// Holds copies: whoever changes a group's link or `used`, or a capped offer's flow, tells it. Lanes must stay
// as they are as long as it lives.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/choice.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

// Where the price of a group may lie without any of its arcs gaining, as long as no other price moves but of
// the requirement that it hangs from: the lane to that one gains nothing wherever both go.
struct Calm {
  std::int64_t least = kUnbounded, most = -kUnbounded;  // nowhere
  bool Holds(std::int64_t price) const { return price >= least && price <= most; }
};

class TouchSheet {
 public:
  // `items` are tree nodes: requirements, groups in the tree, suppliers; each at most once. O(items + lanes).
  TouchSheet(const Network& network, const Basis& basis, std::span<const std::int32_t> items);

  // Puts in `choice` the best arc of the item, by its node, that gains more than it holds.
  void PriceNode(const Basis& basis, std::int32_t node, Choice& choice) const;

  // The same of a group; and where it is calm. Nowhere else than now if a supplier may hang from it, and
  // nowhere if its lanes have caps, or are very dear.
  Calm PriceGroup(const Basis& basis, std::int32_t group, Choice& choice) const;
  std::int32_t ParentOf(std::int32_t group) const { return items_[item_of_[group - base_group_]].parent; }

  // Whether the node is a group with capped offers.
  bool HasCapped(std::int32_t node) const {
    if (!IsGroup(node)) return false;
    const auto at = static_cast<std::size_t>(item_of_[node - first_group_node_ - base_group_]);
    return items_[at].first_capped != items_[at + 1].first_capped;
  }

  // Start fetching what PriceNode reads: of a group its item; and, once that is there, what the item leads
  // to.
  void Prefetch(std::int32_t node) const {
    if (IsGroup(node)) __builtin_prefetch(&items_[item_of_[node - first_group_node_ - base_group_]]);
  }
  void PrefetchMore(const Basis& basis, std::int32_t node) const {
    if (!IsGroup(node)) return;
    const Item& item = items_[item_of_[node - first_group_node_ - base_group_]];
    __builtin_prefetch(lanes_.data() + item.first_lane);
    __builtin_prefetch(capped_.data() + item.first_capped);
    basis.tree.Prefetch(item.parent);
  }

  // The basis holds more lanes of the group.
  void LanesAdded(const Basis& basis, std::int32_t group);
  // After a pivot: these nodes hang by other links, these arcs have entered and left.
  void Pivoted(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
               const Arc& leaving);

 private:
  // Two to a cache line.
  struct alignas(32) Item {
    std::int32_t node = kNone;
    std::int32_t parent = 0;  // of a group: its price is the parent's and `rise`
    std::int32_t first_lane = 0, end_lane = 0;
    std::uint32_t first_capped : 30 = 0;
    bool lanes_apart : 1 = false;  // its lanes are looked at where the basis holds them
    bool is_dear : 1 = false;      // its prices don't fit the rest: they too are looked up
    std::int32_t rise = 0;
    std::int32_t next = kNoNext, last = kNoLast;  // as GroupPrices
  };
  static constexpr std::int32_t kNoNext = std::numeric_limits<std::int32_t>::max(),
                                kNoLast = std::numeric_limits<std::int32_t>::min();
  struct GroupPrices {
    std::int64_t own = 0;
    std::int64_t next = kNever;   // of the plain offer that would come next
    std::int64_t last = -kNever;  // of the plain offer that came last
  };
  struct PackedLane {
    std::int32_t requirement = kNone;
    std::int32_t cost = 0;
  };
  struct PackedCapped {
    std::int64_t price = 0;
    std::int32_t offer = kNone;  // index into Network::capped
    std::int32_t source = kNone;
    bool may_rise = false, may_fall = false;
  };
  static constexpr std::int64_t kNever = kUnbounded / 2;

  bool IsGroup(std::int32_t node) const { return node >= first_group_node_ && node < first_supplier_node_; }
  Item ItemFor(std::int32_t node) const;  // with what comes next behind it
  void Append(const Basis& basis, std::int32_t node);
  void AppendGroup(const Basis& basis, std::int32_t g, Item& item);
  void AppendLanes(const Basis& basis, std::int32_t g, Item& item);
  Item* ItemOf(std::int32_t group);                      // nullptr: it is not among the items
  void ReadAnew(const Basis& basis, std::int32_t node);  // where it is a group among the items
  void ReadAnewCapped(const Basis& basis, std::int32_t offer);
  void ReadPrices(const Basis& basis, Item& item) const;
  GroupPrices PricesOf(const Basis& basis, const Item& item) const;
  GroupPrices LookUpPrices(const Basis& basis, std::int32_t g) const;
  void ReadCapped(const Basis& basis, PackedCapped& capped) const;

  Calm PriceItem(const Basis& basis, std::size_t at, Choice& choice) const;
  void ChooseOfGroup(const Basis& basis, std::size_t at, std::int64_t price, std::int64_t gain,
                     Choice& choice) const;
  void PriceCapped(const Basis& basis, std::size_t at, std::int64_t price, Choice& choice, Calm& calm) const;

  const Network& network_;
  std::int32_t first_group_node_, first_supplier_node_;
  std::vector<Item> items_;  // and one behind the last
  std::vector<PackedLane> lanes_;
  std::vector<PackedCapped> capped_;
  std::vector<std::int32_t> item_of_;  // per group from base_group_; kNone
  std::int32_t base_group_ = 0;
};

}  // namespace pasok::match::exact
