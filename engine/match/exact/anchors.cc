#include "engine/match/exact/anchors.h"

#include <utility>

namespace pasok::match::exact {

Anchor AnchorOf(const Tree& tree, std::int32_t node) {
  Anchor anchor{.node = node};
  while (!tree.IsAnchor(anchor.node)) {
    anchor.rise += tree.RiseOf(anchor.node);
    anchor.node = tree.ParentOf(anchor.node);
  }
  return anchor;
}

AnchorWalk::AnchorWalk(const Tree& tree, std::span<const std::int32_t> items)
    : first_supplier_(tree.SupplierNode(0)) {
  const auto [groups, suppliers] = tree.ExtentOf(items);
  if (suppliers.begin == suppliers.end) return;
  before_groups_ = groups.begin, before_suppliers_ = suppliers.begin - (groups.end - groups.begin);
  kin_.resize(static_cast<std::size_t>(suppliers.end - before_suppliers_));
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
  const std::int32_t next = std::exchange(KinOf(parent).first, node);
  KinOf(node).previous = kNone, KinOf(node).next = next;
  if (next != kNone) KinOf(next).previous = node;
}

void AnchorWalk::Unhang(const Tree& tree, std::int32_t node, std::int32_t parent) {
  if (tree.IsAnchor(node) || tree.IsAnchor(parent)) return;
  const std::int32_t next = KinOf(node).next, previous = KinOf(node).previous;
  (previous == kNone ? KinOf(parent).first : KinOf(previous).next) = next;
  if (next != kNone) KinOf(next).previous = previous;
}

}  // namespace pasok::match::exact
