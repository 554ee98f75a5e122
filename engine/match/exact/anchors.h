// Where the price of a group or a supplier comes from: the nearest requirement above it in the tree, or the
// root, its anchor; and how much dearer it is than that.
//
// Potentials of core nodes move with every pivot, those of other nodes along with them, untold. What a node
// has on its anchor changes only where a link between the two does, and these a pivot tells. So whoever keeps
// anchors finds any price by one look, without a walk.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/exact/tree.h"

namespace pasok::match::exact {

struct Anchor {
  std::int32_t node = kNone;  // a requirement or the root
  std::int64_t rise = 0;      // the price is the anchor's and this

  // `price`: by node, of requirements and the root.
  std::int64_t PriceAt(const std::int64_t* price) const { return price[node] + rise; }
};

// By a walk up.
Anchor AnchorOf(const Tree& tree, std::int32_t node);

// Which groups and suppliers hang from which: finds whose anchors a pivot changes.
class AnchorWalk {
 public:
  // `items` are tree nodes. REQUIRES, where suppliers are among them, all groups and suppliers that may come
  // to hang from each other; else none ever do. O(items), and memory for the groups and the suppliers between
  // the first and the last of them.
  AnchorWalk(const Tree& tree, std::span<const std::int32_t> items);

  // After a pivot that hung these nodes anew, in the order of the tree's trace: calls tell(node, anchor) for
  // each group and supplier among them and for those below. O(them).
  template <class Tell>
  void AfterPivot(const Tree& tree, std::span<const std::int32_t> rehung, const Arc& leaving,
                  const Tell& tell) {
    if (!kin_.empty()) Rehang(tree, rehung, leaving);
    for (const std::int32_t node : rehung) {
      if (tree.IsAnchor(node)) continue;
      const bool is_told = node != rehung.front() && !tree.IsAnchor(tree.ParentOf(node));
      if (!is_told) Below(tree, node, tell);  // else it hangs from one that was before it on the path
    }
  }

 private:
  // Of a group or a supplier.
  struct Kin {
    std::int32_t first = kNone;  // of those that hang from it
    std::int32_t next = kNone,
                 previous = kNone;  // of those that hang from the same; unless that is an anchor
  };

  template <class Tell>
  void Below(const Tree& tree, std::int32_t top, const Tell& tell) {
    open_.assign(1, {top, AnchorOf(tree, top)});
    while (!open_.empty()) {
      const auto [node, anchor] = open_.back();
      open_.pop_back();
      tell(node, anchor);
      if (kin_.empty()) continue;
      for (std::int32_t at = KinOf(node).first; at != kNone; at = KinOf(at).next)
        open_.push_back({at, {.node = anchor.node, .rise = anchor.rise + tree.RiseOf(at)}});
    }
  }

  Kin& KinOf(std::int32_t node) {
    return kin_[node - (node < first_supplier_ ? before_groups_ : before_suppliers_)];
  }
  void Rehang(const Tree& tree, std::span<const std::int32_t> rehung, const Arc& leaving);
  void Hang(const Tree& tree, std::int32_t node, std::int32_t parent);
  void Unhang(const Tree& tree, std::int32_t node, std::int32_t parent);

  std::vector<Kin> kin_;  // empty: there are no suppliers, and groups hang from requirements and the root
  std::int32_t first_supplier_ = 0;                        // its node
  std::int32_t before_groups_ = 0, before_suppliers_ = 0;  // from a node to its place in kin_
  std::vector<std::pair<std::int32_t, Anchor>> open_;
};

}  // namespace pasok::match::exact
