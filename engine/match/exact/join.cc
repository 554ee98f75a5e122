#include "engine/match/exact/join.h"

namespace pasok::match::exact {

void JoinCommodities(const Network& network, Basis& basis) {
  Tree& tree = basis.tree;
  for (std::size_t s = 0; s < network.suppliers.size(); ++s) {
    const CappedSupplier& supplier = network.suppliers[s];
    const std::int32_t node = tree.SupplierNode(static_cast<std::int32_t>(s));
    std::int64_t delivered = 0;
    std::int32_t partly = kNone, wholly = kNone;  // offers outside the tree that deliver
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
      const std::int32_t offer = network.supplier_offers[i];
      const std::int32_t group_node = tree.GroupNode(network.capped[offer].group);
      Link link = tree.LinkOf(group_node);
      const bool basic = link.parent == tree.root() && link.kind == ArcKind::kCapped && link.index == offer;
      basis.capped_source[offer] = node;
      basis.capped_capacity[offer] = network.capped[offer].capacity;
      delivered += basic ? link.flow : basis.capped_flow[offer];
      if (basic) {
        link.parent = node;
        link.capacity = network.capped[offer].capacity;
        tree.Hang(group_node, link);
      } else if (basis.capped_flow[offer] > 0) {
        (basis.capped_flow[offer] < network.capped[offer].capacity ? partly : wholly) = offer;
      }
    }
    basis.supply_flow[s] = delivered;
    if (delivered < supplier.capacity) {
      tree.Hang(node, {.cost = 0,
                       .flow = delivered,
                       .capacity = supplier.capacity,
                       .parent = tree.root(),
                       .index = static_cast<std::int32_t>(s),
                       .kind = ArcKind::kSupply});
    } else {
      const std::int32_t offer = partly != kNone ? partly : wholly;
      tree.Hang(node, {.cost = network.capped[offer].price,
                       .flow = basis.capped_flow[offer],
                       .capacity = network.capped[offer].capacity,
                       .parent = tree.GroupNode(network.capped[offer].group),
                       .index = offer,
                       .kind = ArcKind::kCapped,
                       .up = true});
    }
  }
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    if (tree.Contains(tree.GroupNode(g))) continue;
    const std::int32_t offer =
        network.groups[g].first_capped;  // a group of no capacity has only offers without a share
    tree.Hang(tree.GroupNode(g), {.cost = network.capped[offer].price,
                                  .capacity = network.capped[offer].capacity,
                                  .parent = basis.capped_source[offer],
                                  .index = offer,
                                  .kind = ArcKind::kCapped});
  }
  const Tree::NodeRange all{.begin = 0, .end = tree.root()};
  tree.Rebuild({&all, 1});
}

}  // namespace pasok::match::exact
