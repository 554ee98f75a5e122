#include "engine/match/exact/hanger.h"

#include "engine/flow/parallel.h"

namespace pasok::match::exact {
namespace {

Arc ArcOf(const Link& link, std::int32_t tail, std::int32_t head) {
  return {.cost = link.cost,
          .flow = link.flow,
          .capacity = link.capacity,
          .tail = tail,
          .head = head,
          .index = link.index,
          .kind = link.kind};
}

}  // namespace

Hanger::Hanger(const Network& network, const Kept& kept, const CarriedFlows& flows, int threads, Basis& basis)
    : network_(network),
      threads_(threads),
      flows_(flows),
      basis_(basis),
      tree_(basis.tree),
      links_(network, kept, flows, basis),
      requirements_(static_cast<std::int32_t>(basis.penalty.size())),
      first_group_node_(tree_.GroupNode(0)),
      first_supplier_node_(tree_.SupplierNode(0)) {}

void Hanger::Hang() {
  for (std::size_t i = 0; i < network_.capped.size(); ++i)
    basis_.capped_source[i] = tree_.SupplierNode(network_.capped[i].supplier);
  ForEachBatch(tree_.root(), threads_, [&](std::int32_t first, std::int32_t end) {
    for (std::int32_t node = first; node < end; ++node) tree_.Hang(node, links_.Carried(node));
  });
  for (std::int32_t node = 0; node < tree_.root(); ++node) {
    if (!tree_.Contains(node)) HangAnew(node);
  }
  const Tree::NodeRange all{.begin = 0, .end = tree_.root()};
  tree_.Rebuild({&all, 1});
}

std::vector<Arc> Hanger::ArcsBetweenBounds() {
  std::vector<std::vector<Arc>> loose(basis_.lanes.size());
  ForEachTask(static_cast<int>(loose.size()), threads_,
              [&](int k) { AppendBetweenBounds(k, loose[static_cast<std::size_t>(k)]); });
  std::vector<Arc> all;
  for (const std::vector<Arc>& of_commodity : loose)
    all.insert(all.end(), of_commodity.begin(), of_commodity.end());
  for (std::int32_t r = 0; r < requirements_; ++r) {
    if (flows_.ShortOf(r) > 0 && tree_.LinkOf(r).kind != ArcKind::kShortage)
      all.push_back(ArcOf(links_.Shortage(r), tree_.root(), r));
  }
  return all;
}

void Hanger::AppendBetweenBounds(std::int32_t commodity, std::vector<Arc>& loose) {
  LaneTable& table = basis_.lanes[commodity];
  for (std::int32_t g = network_.first_group[commodity]; g < network_.first_group[commodity + 1]; ++g) {
    const auto [first, end] = basis_.LaneRangeOf(network_, g);
    for (std::int32_t i = first; i < end; ++i) {
      const Link link = links_.Delivery(g, i);
      if (link.flow == 0 || IsBasic(g, table.lanes[i].requirement)) continue;
      if (link.flow == link.capacity) {
        table.lanes[i].full = true;
      } else {
        loose.push_back(ArcOf(link, tree_.GroupNode(g), link.index));
      }
    }
    if (flows_.OfMarginalPlain(g) > 0 && tree_.LinkOf(tree_.GroupNode(g)).kind != ArcKind::kPlain)
      loose.push_back(ArcOf(links_.Plain(g), tree_.root(), tree_.GroupNode(g)));
  }
}

bool Hanger::IsBasic(std::int32_t g, std::int32_t requirement) const {
  const Link& above = tree_.LinkOf(requirement);
  if (above.kind == ArcKind::kLane && above.parent == tree_.GroupNode(g)) return true;
  const Link& link = tree_.LinkOf(tree_.GroupNode(g));
  return link.kind == ArcKind::kLane && link.parent == requirement;
}

void Hanger::HangAnew(std::int32_t node) {
  if (node < first_group_node_) {
    tree_.Hang(node, links_.Shortage(node));
  } else if (node < first_supplier_node_) {
    HangGroup(node - first_group_node_);
  } else {
    HangSupplier(node - first_supplier_node_);
  }
}

bool Hanger::HangsUnder(std::int32_t below, std::int32_t node) const {
  while (below != node && below != kNone && below != tree_.root()) below = tree_.LinkOf(below).parent;
  return below == node;
}

void Hanger::HangGroup(std::int32_t g) {
  const Group& group = network_.groups[g];
  const std::int32_t node = tree_.GroupNode(g);
  if (basis_.used[g] < group.end_plain) return tree_.Hang(node, links_.Plain(g));
  // All plain offers are full, so it delivers, unless it has none and its capped ones are idle.
  if (HangFromKitchen(g)) return;
  const Link link = links_.Capped(group.first_capped);
  // It delivers nothing, so only requirements hang from it.
  for (std::int32_t above = link.parent; above != kNone && above != tree_.root();) {
    const std::int32_t parent = tree_.LinkOf(above).parent;
    if (parent == node) tree_.Hang(above, links_.Shortage(above));
    above = parent;
  }
  tree_.Hang(node, link);
}

bool Hanger::HangFromKitchen(std::int32_t g) {
  const auto [first, end] = basis_.LaneRangeOf(network_, g);
  std::int32_t delivers = kNone;
  for (std::int32_t i = first; i < end; ++i) {
    const Link link = links_.Delivery(g, i);
    if (link.flow == 0) continue;
    delivers = i;
    if (HangsUnder(link.index, tree_.GroupNode(g))) continue;
    tree_.Hang(tree_.GroupNode(g), CarriedLinks::Up(link, link.index));
    return true;
  }
  if (delivers != kNone) HangFromKitchenAtRoot(g, delivers);
  return delivers != kNone;
}

void Hanger::HangSupplier(std::int32_t s) {
  const std::int32_t node = tree_.SupplierNode(s), above = links_.AboveSupplier(s);
  const bool bears_aggregator = above != tree_.root() && tree_.LinkOf(above).parent == node;
  if (basis_.supply_flow[s] < network_.suppliers[s].capacity && !bears_aggregator) {
    FreeFrom(node, above);
    return tree_.Hang(node, links_.Supply(s));
  }
  if (HangFromOffer(s)) return;
  // An aggregator without offers of its own: one of those behind it delivers.
  std::int32_t at = network_.suppliers[s].first_behind;
  while (basis_.supply_flow[network_.behind[at]] == 0) ++at;
  const std::int32_t child = network_.behind[at];
  if (tree_.LinkOf(tree_.SupplierNode(child)).kind == ArcKind::kSupply) HangFromOffer(child);
  FreeFrom(node, tree_.SupplierNode(child));
  tree_.Hang(node, CarriedLinks::Up(links_.Supply(child), tree_.SupplierNode(child)));
}

bool Hanger::HangFromOffer(std::int32_t s) {
  const CappedSupplier& supplier = network_.suppliers[s];
  for (std::int32_t at = supplier.first_offer; at < supplier.end_offer; ++at) {
    const std::int32_t i = network_.supplier_offers[at];
    if (basis_.capped_flow[i] == 0) continue;
    const std::int32_t node = tree_.SupplierNode(s), group_node = tree_.GroupNode(network_.capped[i].group);
    FreeFrom(node, group_node);
    tree_.Hang(node, CarriedLinks::Up(links_.Capped(i), group_node));
    return true;
  }
  return false;
}

void Hanger::FreeFrom(std::int32_t node, std::int32_t below) {
  if (!HangsUnder(below, node)) return;
  while (below >= first_supplier_node_) below = tree_.LinkOf(below).parent;
  if (below < first_group_node_) return tree_.Hang(below, links_.Shortage(below));
  const std::int32_t g = below - first_group_node_;
  std::int32_t lane = basis_.LaneRangeOf(network_, g).first;
  while (flows_.OnLane(network_.groups[g].commodity, lane) == 0) ++lane;
  HangFromKitchenAtRoot(g, lane);
}

void Hanger::HangFromKitchenAtRoot(std::int32_t g, std::int32_t lane) {
  const Link link = links_.Delivery(g, lane);
  tree_.Hang(link.index, links_.Shortage(link.index));
  tree_.Hang(tree_.GroupNode(g), CarriedLinks::Up(link, link.index));
}

}  // namespace pasok::match::exact
