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

#include "engine/match/exact/basis.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

struct Anchor {
  std::int32_t node = kNone;  // a requirement or the root
  std::int64_t rise = 0;      // the price is the anchor's and this

  // `price`: by node, of requirements and the root.
  std::int64_t PriceAt(const std::int64_t* price) const { return price[node] + rise; }
};

inline Anchor AnchorOf(const Tree& tree, std::int32_t node) {
  Anchor anchor{.node = node};
  while (!tree.IsAnchor(anchor.node)) {
    anchor.rise += tree.RiseOf(anchor.node);
    anchor.node = tree.ParentOf(anchor.node);
  }
  return anchor;
}

// Finds whose anchors a pivot has changed.
class AnchorWalk {
 public:
  // `items` are tree nodes. REQUIRES, where suppliers are among them, all groups and suppliers that may come
  // to hang from each other. O(items).
  AnchorWalk(const Network& network, const Basis& basis, std::span<const std::int32_t> items);

  // Calls tell(node, anchor) for each group and supplier on the path that a pivot has hung anew, told by the
  // tree from its end upwards as it was, and for those below. O(them and their capped offers).
  template <class Tell>
  void AfterPivot(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
                  const Arc& leaving, const Tell& tell) {
    Count(basis, rehung, entering, leaving);
    for (const std::int32_t node : rehung) {
      if (basis.tree.IsAnchor(node)) continue;
      const bool is_told = node != rehung.front() && !basis.tree.IsAnchor(basis.tree.ParentOf(node));
      if (!is_told) Below(basis, node, tell);  // else it hangs from one that was before it on the path
    }
  }

 private:
  template <class Tell>
  void Below(const Basis& basis, std::int32_t top, const Tell& tell) {
    open_.assign(1, {top, AnchorOf(basis.tree, top)});
    while (!open_.empty()) {
      const auto [node, anchor] = open_.back();
      open_.pop_back();
      tell(node, anchor);
      if (!below_.empty() && below_[node] > 0) OpenBelow(basis, node, anchor);
    }
  }
  void Count(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
             const Arc& leaving);
  void OpenBelow(const Basis& basis, std::int32_t node, const Anchor& anchor);

  const Network& network_;
  std::vector<std::int32_t> below_;  // per node: how many groups and suppliers hang from it
  std::vector<std::pair<std::int32_t, Anchor>> open_;
};

}  // namespace pasok::match::exact
