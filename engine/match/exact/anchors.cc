#include "engine/match/exact/anchors.h"

#include <algorithm>

namespace pasok::match::exact {

Anchor AnchorOf(const Tree& tree, std::int32_t node) {
  Anchor anchor{.node = node};
  while (!tree.IsAnchor(anchor.node)) {
    anchor.rise += tree.RiseOf(anchor.node);
    anchor.node = tree.ParentOf(anchor.node);
  }
  return anchor;
}

AnchorWalk::AnchorWalk(const Tree& tree, std::span<const std::int32_t> items) {
  if (std::ranges::none_of(items, [&](std::int32_t node) { return node >= tree.SupplierNode(0); })) return;
  kin_.resize(static_cast<std::size_t>(tree.root()));
  for (const std::int32_t node : items) {
    if (!tree.IsAnchor(node)) Hang(tree, node, tree.ParentOf(node));
  }
}

// Each node of the path hung from the next one; the last, where the leaving arc was.
void AnchorWalk::Rehang(const Tree& tree, std::span<const std::int32_t> rehung, const Arc& leaving) {
  for (std::size_t i = 0; i + 1 < rehung.size(); ++i) Unhang(tree, rehung[i], rehung[i + 1]);
  if (!rehung.empty())
    Unhang(tree, rehung.back(), leaving.head == rehung.back() ? leaving.tail : leaving.head);
  for (const std::int32_t node : rehung) Hang(tree, node, tree.ParentOf(node));
}

void AnchorWalk::Hang(const Tree& tree, std::int32_t node, std::int32_t parent) {
  if (tree.IsAnchor(node) || tree.IsAnchor(parent)) return;
  const std::int32_t next = std::exchange(kin_[parent].first, node);
  kin_[node].previous = kNone, kin_[node].next = next;
  if (next != kNone) kin_[next].previous = node;
}

void AnchorWalk::Unhang(const Tree& tree, std::int32_t node, std::int32_t parent) {
  if (tree.IsAnchor(node) || tree.IsAnchor(parent)) return;
  const std::int32_t next = kin_[node].next, previous = kin_[node].previous;
  (previous == kNone ? kin_[parent].first : kin_[previous].next) = next;
  if (next != kNone) kin_[next].previous = previous;
}

}  // namespace pasok::match::exact
