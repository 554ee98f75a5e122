#include "engine/match/exact/join.h"

#include <algorithm>

namespace pasok::match::exact {
namespace {

// A supplier that is sold out hangs from an offer of its that delivers.
void HangFromOffer(const Network& network, std::int32_t supplier, std::int32_t offer, Basis& basis) {
  Tree& tree = basis.tree;
  tree.Hang(tree.SupplierNode(supplier), {.cost = network.capped[offer].price,
                                          .flow = basis.capped_flow[offer],
                                          .capacity = network.capped[offer].capacity,
                                          .parent = tree.GroupNode(network.capped[offer].group),
                                          .index = offer,
                                          .kind = ArcKind::kCapped,
                                          .up = true});
}

// An aggregator that is used up, and delivers only through suppliers with nodes: none of their groups hangs
// from them, since their shares are used up too. One that delivers hangs, a leaf, from a group of its own,
// and the aggregator from it.
void HangFromChild(const Network& network, std::int32_t aggregator, Basis& basis) {
  Tree& tree = basis.tree;
  const CappedSupplier& row = network.suppliers[aggregator];
  for (std::int32_t at = row.first_behind; at < row.end_behind; ++at) {
    const std::int32_t s = network.behind[at];
    const CappedSupplier& supplier = network.suppliers[s];
    if (basis.supply_flow[s] == 0) continue;
    std::int32_t partly = kNone, wholly = kNone;
    for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
      const std::int32_t offer = network.supplier_offers[i];
      if (basis.capped_flow[offer] == 0) continue;
      (basis.capped_flow[offer] < network.capped[offer].capacity ? partly : wholly) = offer;
    }
    const std::int32_t offer = partly != kNone ? partly : wholly;
    HangFromOffer(network, s, offer, basis);
    tree.Hang(tree.SupplierNode(aggregator), {.cost = 0,
                                              .flow = basis.supply_flow[s],
                                              .capacity = supplier.capacity,
                                              .parent = tree.SupplierNode(s),
                                              .index = s,
                                              .kind = ArcKind::kSupply,
                                              .up = true});
    return;
  }
}

}  // namespace

void JoinCommodities(const Network& network, Basis& basis) {
  Tree& tree = basis.tree;
  std::ranges::fill(basis.supply_flow, 0);
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
    // Those that sell through it stand before it.
    basis.supply_flow[s] += delivered;
    if (supplier.parent != kNone) basis.supply_flow[supplier.parent] += delivered;
    const std::int32_t above = supplier.parent == kNone ? tree.root() : tree.SupplierNode(supplier.parent);
    if (basis.supply_flow[s] < supplier.capacity) {
      tree.Hang(node, {.cost = 0,
                       .flow = basis.supply_flow[s],
                       .capacity = supplier.capacity,
                       .parent = above,
                       .index = static_cast<std::int32_t>(s),
                       .kind = ArcKind::kSupply});
    } else if (partly == kNone && wholly == kNone) {
      HangFromChild(network, static_cast<std::int32_t>(s), basis);
    } else {
      const std::int32_t offer = partly != kNone ? partly : wholly;
      HangFromOffer(network, static_cast<std::int32_t>(s), offer, basis);
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
