#include "engine/match/exact/anchors.h"

#include <algorithm>

namespace pasok::match::exact {

AnchorWalk::AnchorWalk(const Network& network, const Basis& basis, std::span<const std::int32_t> items)
    : network_(network) {
  const Tree& tree = basis.tree;
  if (std::ranges::none_of(items, [&](std::int32_t node) { return node >= tree.SupplierNode(0); })) return;
  below_.resize(static_cast<std::size_t>(tree.root()) + 1);
  for (const std::int32_t node : items) {
    if (!tree.IsAnchor(node)) ++below_[tree.ParentOf(node)];
  }
}

// Each node of the path has lost the one that was below it, and got the one that was above.
void AnchorWalk::Count(const Basis& basis, std::span<const std::int32_t> rehung, const Arc& entering,
                       const Arc& leaving) {
  if (rehung.empty() || below_.empty()) return;
  const std::int32_t first = rehung.front(), last = rehung.back();
  std::int32_t before = entering.head == first ? entering.tail : entering.head;
  for (const std::int32_t node : rehung) {
    if (node >= basis.tree.GroupNode(0)) ++below_[before];
    before = node;
  }
  before = leaving.head == last ? leaving.tail : leaving.head;
  for (std::size_t i = rehung.size(); i-- > 0;) {
    if (rehung[i] >= basis.tree.GroupNode(0)) --below_[before];
    before = rehung[i];
  }
}

void AnchorWalk::OpenBelow(const Basis& basis, std::int32_t node, const Anchor& anchor) {
  const Tree& tree = basis.tree;
  std::int32_t left = below_[node];
  const auto open_if_below = [&](std::int32_t child, ArcKind kind, std::int32_t index) {
    if (tree.ParentOf(child) != node) return;
    const Link& link = tree.LinkOf(child);
    if (link.kind != kind || link.index != index) return;
    open_.push_back({child, {.node = anchor.node, .rise = anchor.rise + tree.RiseOf(child)}});
    --left;
  };
  const std::int32_t s = node - tree.SupplierNode(0);
  if (s < 0) {
    const Group& group = network_.groups[node - tree.GroupNode(0)];
    for (std::int32_t i = group.first_capped; left > 0 && i < group.end_capped; ++i) {
      if (const std::int32_t source = basis.capped_source[i]; source != tree.root())
        open_if_below(source, ArcKind::kCapped, i);
    }
    return;
  }
  const CappedSupplier& supplier = network_.suppliers[s];
  for (std::int32_t at = supplier.first_offer; left > 0 && at < supplier.end_offer; ++at) {
    const std::int32_t i = network_.supplier_offers[at];
    open_if_below(tree.GroupNode(network_.capped[i].group), ArcKind::kCapped, i);
  }
  if (supplier.parent != kNone) open_if_below(tree.SupplierNode(supplier.parent), ArcKind::kSupply, s);
  for (std::int32_t at = supplier.first_behind; at < supplier.end_behind; ++at)
    open_if_below(tree.SupplierNode(network_.behind[at]), ArcKind::kSupply, network_.behind[at]);
}

}  // namespace pasok::match::exact
