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

AnchorWalk::AnchorWalk(const Tree& tree, std::span<const std::int32_t> items)
    : first_supplier_(tree.SupplierNode(0)) {
  std::int32_t least_group = first_supplier_, end_group = tree.GroupNode(0);
  std::int32_t least_supplier = tree.root(), end_supplier = first_supplier_;
  for (const std::int32_t node : items) {
    if (tree.IsAnchor(node)) continue;
    std::int32_t& least = node < first_supplier_ ? least_group : least_supplier;
    std::int32_t& end = node < first_supplier_ ? end_group : end_supplier;
    least = std::min(least, node), end = std::max(end, node + 1);
  }
  if (end_supplier <= least_supplier) return;
  const std::int32_t groups = std::max(0, end_group - least_group);
  before_groups_ = least_group, before_suppliers_ = least_supplier - groups;
  kin_.resize(static_cast<std::size_t>(groups + end_supplier - least_supplier));
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
