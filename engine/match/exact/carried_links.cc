#include "engine/match/exact/carried_links.h"

namespace pasok::match::exact {
namespace {

constexpr Link kNoLink = CarriedLinks::kNoLink;

Link DownIfRoom(const Link& link) { return link.flow < link.capacity ? link : kNoLink; }
Link UpIfFlow(const Link& link, std::int32_t parent) {
  return link.flow > 0 ? CarriedLinks::Up(link, parent) : kNoLink;
}

}  // namespace

CarriedLinks::CarriedLinks(const Network& network, const Kept& kept, const CarriedFlows& flows,
                           const Basis& basis)
    : network_(network),
      kept_(kept),
      flows_(flows),
      basis_(basis),
      tree_(basis.tree),
      node_is_(kept.network.suppliers.size(), kNone) {
  for (std::int32_t s = 0; s < std::ssize(network.suppliers); ++s) {
    node_was_.push_back(NodeWas(s));
    if (node_was_.back() != kNone) node_is_[node_was_.back()] = s;
  }
}

Link CarriedLinks::Shortage(std::int32_t r) const {
  return {.cost = basis_.penalty[r],
          .flow = flows_.ShortOf(r),
          .capacity = kUnbounded,
          .parent = tree_.root(),
          .index = r,
          .kind = ArcKind::kShortage};
}

Link CarriedLinks::Plain(std::int32_t g) const {
  const std::int32_t i = basis_.used[g];
  return {.cost = network_.plain[i].price,
          .flow = flows_.OfMarginalPlain(g),
          .capacity = network_.plain[i].capacity,
          .parent = tree_.root(),
          .index = i,
          .kind = ArcKind::kPlain};
}

Link CarriedLinks::Capped(std::int32_t i) const {
  return {.cost = network_.capped[i].price,
          .flow = basis_.capped_flow[i],
          .capacity = network_.capped[i].capacity,
          .parent = basis_.capped_source[i],
          .index = i,
          .kind = ArcKind::kCapped};
}

Link CarriedLinks::Supply(std::int32_t s) const {
  return {.cost = 0,
          .flow = basis_.supply_flow[s],
          .capacity = network_.suppliers[s].capacity,
          .parent = AboveSupplier(s),
          .index = s,
          .kind = ArcKind::kSupply};
}

Link CarriedLinks::Transferred(std::int32_t i) const {
  const Transfer& transfer = network_.transfers[i];
  return {.cost = transfer.cost,
          .flow = basis_.transfer_flow[i],
          .capacity = transfer.capacity,
          .parent = transfer.from == kNone ? tree_.root() : transfer.from,
          .index = i,
          .kind = ArcKind::kTransfer};
}

std::int32_t CarriedLinks::AboveSupplier(std::int32_t s) const {
  const std::int32_t parent = network_.suppliers[s].parent;
  return parent == kNone ? tree_.root() : tree_.SupplierNode(parent);
}

Link CarriedLinks::Delivery(std::int32_t g, std::int32_t lane) const {
  const Group& group = network_.groups[g];
  const Lane& held = basis_.lanes[group.commodity].lanes[lane];
  return {.cost = held.cost,
          .flow = flows_.OnLane(group.commodity, lane),
          .capacity = basis_.LaneCapacity(network_, group, held.requirement),
          .parent = tree_.GroupNode(g),
          .index = held.requirement,
          .kind = ArcKind::kLane};
}

std::int32_t CarriedLinks::FindLane(std::int32_t g, std::int32_t requirement) const {
  const std::vector<Lane>& lanes = basis_.lanes[network_.groups[g].commodity].lanes;
  const auto [first, end] = basis_.LaneRangeOf(network_, g);
  for (std::int32_t i = first; i < end; ++i) {
    if (lanes[i].requirement == requirement) return i;
  }
  return kNone;
}

std::int32_t CarriedLinks::CappedIs(std::int32_t was) const {
  const CappedOffer& then = kept_.network.capped[was];
  const std::int32_t offer = flows_.rows().offer_is[then.offer];
  std::int32_t i = offer == kNone ? kNone : flows_.places().capped[offer];
  while (i != kNone && network_.capped[i].piece != then.piece) i = flows_.places().next_piece[i];
  return i;
}

std::int32_t CarriedLinks::NodeWas(std::int32_t s) const {
  const CappedSupplier& supplier = network_.suppliers[s];
  for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
    const std::int32_t offer = flows_.rows().offer_was[network_.capped[network_.supplier_offers[i]].offer];
    if (offer == kNone) continue;
    if (supplier.supplier != kNone) return kept_.node_of_supplier[kept_.supplier_of_offer[offer]];
    if (const std::int32_t capped = kept_.capped_of_offer[offer]; capped != kNone)
      return AggregatorWas(kept_.network.capped[capped].supplier);
  }
  if (supplier.first_behind == supplier.end_behind) return kNone;
  const std::int32_t behind = NodeWas(network_.behind[supplier.first_behind]);
  return behind == kNone ? kNone : kept_.network.suppliers[behind].parent;
}

std::int32_t CarriedLinks::AggregatorWas(std::int32_t node) const {
  const CappedSupplier& then = kept_.network.suppliers[node];
  return then.supplier == kNone ? node : then.parent;
}

bool CarriedLinks::IsWhere(std::int32_t node, std::int32_t was) const {
  const Tree& then = kept_.basis.tree;
  if (node == tree_.root() || was == then.root()) return node == tree_.root() && was == then.root();
  return node_was_[node - tree_.SupplierNode(0)] == was - then.SupplierNode(0);
}

Link CarriedLinks::Carried(std::int32_t node) const {
  if (node < tree_.GroupNode(0)) return CarriedOfRequirement(node);
  if (node < tree_.SupplierNode(0)) return CarriedOfGroup(node - tree_.GroupNode(0));
  return CarriedOfSupplier(node - tree_.SupplierNode(0));
}

Link CarriedLinks::CarriedOfRequirement(std::int32_t r) const {
  const std::int32_t was = flows_.rows().requirement_was[r];
  if (was == kNone) return kNoLink;
  const Link& link = kept_.basis.tree.LinkOf(was);
  if (link.kind == ArcKind::kShortage) return Shortage(r);
  if (link.kind == ArcKind::kTransfer) {
    const std::int32_t i = flows_.TransferIs(link.index);
    if (i == kNone) return kNoLink;
    return link.up ? UpIfFlow(Transferred(i), network_.transfers[i].to) : DownIfRoom(Transferred(i));
  }
  const std::int32_t g = flows_.Heir(link.parent - kept_.basis.tree.GroupNode(0));
  const std::int32_t lane = g == kNone ? kNone : FindLane(g, r);
  return lane == kNone ? kNoLink : DownIfRoom(Delivery(g, lane));
}

Link CarriedLinks::CarriedOfGroup(std::int32_t g) const {
  if (flows_.Ancestor(g) == kNone) return kNoLink;
  const Link& link = kept_.basis.tree.LinkOf(kept_.basis.tree.GroupNode(flows_.Ancestor(g)));
  if (link.kind == ArcKind::kLane) {
    const std::int32_t r = flows_.rows().requirement_is[link.index];
    const std::int32_t lane = r == kNone ? kNone : FindLane(g, r);
    return lane == kNone ? kNoLink : UpIfFlow(Delivery(g, lane), r);
  }
  if (link.kind != ArcKind::kCapped) return kNoLink;
  const std::int32_t i = CappedIs(link.index);
  if (i == kNone || network_.capped[i].group != g || !IsWhere(basis_.capped_source[i], link.parent))
    return kNoLink;
  return DownIfRoom(Capped(i));
}

Link CarriedLinks::CarriedOfSupplier(std::int32_t s) const {
  if (node_was_[s] == kNone) return kNoLink;
  const Link& link = kept_.basis.tree.LinkOf(kept_.basis.tree.SupplierNode(node_was_[s]));
  if (link.kind == ArcKind::kSupply && link.up) {  // an aggregator below one that sells through it
    const std::int32_t child = node_is_[link.index];
    if (child == kNone || network_.suppliers[child].parent != s) return kNoLink;
    return UpIfFlow(Supply(child), tree_.SupplierNode(child));
  }
  if (link.kind == ArcKind::kSupply)
    return IsWhere(AboveSupplier(s), link.parent) ? DownIfRoom(Supply(s)) : kNoLink;
  const std::int32_t i = CappedIs(link.index);
  if (i == kNone || network_.capped[i].supplier != s) return kNoLink;
  const std::int32_t g = network_.capped[i].group;
  const bool same_parent = flows_.Ancestor(g) == kept_.network.capped[link.index].group;
  return same_parent ? UpIfFlow(Capped(i), tree_.GroupNode(g)) : kNoLink;
}

}  // namespace pasok::match::exact
