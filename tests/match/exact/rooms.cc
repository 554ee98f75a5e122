#include "tests/match/exact/rooms.h"

#include <algorithm>

namespace pasok::match::exact {
namespace {

std::int32_t OfferOf(const Network& network, std::int32_t g) {
  const Group& group = network.groups[g];
  return group.first_plain < group.end_plain ? network.plain[group.first_plain].offer
                                             : network.capped[group.first_capped].offer;
}

// Every arc that carries something, basic or not.
template <class Visit>
void ForEachFlow(const Rooms& rooms, const Basis& basis, const Visit& visit) {
  const Network& network = rooms.network;
  const Tree& tree = basis.tree;
  std::vector<char> basic_plain(network.plain.size()), basic_capped(network.capped.size()),
      basic_supply(network.suppliers.size()), basic_transfer(network.transfers.size());
  for (std::int32_t node = 0; node < tree.root(); ++node) {
    const Link& link = tree.LinkOf(node);
    if (link.parent == kNone) continue;
    const std::int32_t tail = link.up ? node : link.parent, head = link.up ? link.parent : node;
    visit(Arc{link.cost, link.flow, link.capacity, tail, head, link.index, link.kind});
    if (link.kind == ArcKind::kPlain) basic_plain[link.index] = 1;
    if (link.kind == ArcKind::kCapped) basic_capped[link.index] = 1;
    if (link.kind == ArcKind::kSupply) basic_supply[link.index] = 1;
    if (link.kind == ArcKind::kTransfer) basic_transfer[link.index] = 1;
  }
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    const Group& group = network.groups[g];
    for (std::int32_t i = group.first_plain; i < basis.used[g]; ++i) {
      const PlainOffer& offer = network.plain[i];
      if (!basic_plain[i])
        visit(Arc{offer.price, offer.capacity, offer.capacity, tree.root(), tree.GroupNode(g), i,
                  ArcKind::kPlain});
    }
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      if (!basic_capped[i])
        visit(Arc{network.capped[i].price, basis.capped_flow[i], basis.capped_capacity[i],
                  basis.capped_source[i], tree.GroupNode(g), i, ArcKind::kCapped});
    }
    for (const Lane& lane : basis.LanesOf(network, g)) {
      const std::int64_t cap = basis.LaneCapacity(network, group, lane.requirement);
      if (lane.full) visit(Arc{lane.cost, cap, cap, tree.GroupNode(g), lane.requirement, lane.requirement});
    }
  }
  for (std::size_t s = 0; s < network.suppliers.size(); ++s) {
    const auto index = static_cast<std::int32_t>(s);
    if (!basic_supply[s])
      visit(Arc{0, basis.supply_flow[s], network.suppliers[s].capacity, tree.root(), tree.SupplierNode(index),
                index, ArcKind::kSupply});
  }
  for (std::size_t i = 0; i < network.transfers.size(); ++i) {
    const Transfer& transfer = network.transfers[i];
    if (!basic_transfer[i])
      visit(Arc{transfer.cost, basis.transfer_flow[i], transfer.capacity,
                transfer.from == kNone ? tree.root() : transfer.from, transfer.to,
                static_cast<std::int32_t>(i), ArcKind::kTransfer});
  }
}

std::string FaultOfTree(const Rooms& rooms, const Basis& basis, bool joined) {
  const Tree& tree = basis.tree;
  for (std::int32_t node = 0; node < tree.root(); ++node) {
    const std::string name = "node " + std::to_string(node);
    if (!tree.Contains(node)) {
      if (node < tree.GroupNode(0)) return name + ": a requirement outside the tree";
      if (joined) return name + ": outside the tree";
      if (node >= tree.SupplierNode(0)) continue;
      const Group& group = rooms.network.groups[node - tree.GroupNode(0)];
      std::int64_t capacity = group.end_plain - group.first_plain;
      for (std::int32_t i = group.first_capped; i < group.end_capped; ++i)
        capacity += basis.capped_capacity[i];
      if (capacity > 0) return name + ": a group of some capacity outside the tree";
      continue;
    }
    std::int64_t potential = 0;
    std::int32_t at = node;
    for (std::int32_t steps = 0; at != tree.root(); ++steps) {
      if (steps > tree.root()) return name + ": hangs in a cycle";
      const Link& link = tree.LinkOf(at);
      potential += link.up ? -link.cost : link.cost;
      at = link.parent;
      if (at == kNone) return name + ": doesn't hang from the root";
    }
    if (tree.Potential(node) != potential) return name + ": potential";
    if (node < tree.GroupNode(0) && tree.RequirementPotential(node) != potential)
      return name + ": requirement potential";
    const Link& link = tree.LinkOf(node);
    if (link.up ? link.flow <= 0 : link.flow >= link.capacity) return name + ": not strongly feasible";
  }
  return {};
}

}  // namespace

Rooms::Rooms(const Case& made, Ideas ideas)
    : instance(*made.instance),
      rule(*made.rule),
      network(Gather(instance, ideas.gathering)),
      costs(instance, rule),
      work{.instance = instance, .costs = costs, .stop = stop, .threads = 1, .ideas = ideas} {
  network.cover = CoverGroups(network, costs, ideas.cover);
}

std::int64_t ValueByRule(const Rooms& rooms, std::int32_t group, std::int32_t requirement,
                         std::span<const std::int64_t> price) {
  const std::int32_t offer = OfferOf(rooms.network, group);
  const LaneCost lane = rooms.rule.Cost(offer, requirement);
  if (lane.ineligible != Ineligible::kNo) return kNoValue;
  return price[requirement] - (lane.unit() - PriceOf(rooms.instance, offer).whole);
}

void ShiftOffers(Network& network, std::mt19937_64& random) {
  for (const Group& group : network.groups) {
    const std::int64_t shift = (static_cast<std::int64_t>(random() % 5) - 2) << 33;
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) network.plain[i].price += shift;
  }
}

std::vector<std::int64_t> DrawPrices(const Instance& instance, std::mt19937_64& random) {
  const std::uint64_t how = random() % 5;
  std::vector<std::int64_t> price;
  for (const RequirementRow& row : instance.requirements) {
    const auto up_to = [&](std::int64_t most) {
      return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    };
    switch (how == 4 ? random() % 4 : how) {
      case 0:
        price.push_back(row.penalty);
        break;
      case 1:
        price.push_back(up_to(row.penalty));
        break;
      case 2:
        price.push_back(up_to(2'000 * instance.policy.quantum.value) - 200);
        break;
      default:
        price.push_back(1'000 * instance.policy.quantum.value + up_to(100 * instance.policy.quantum.value));
        break;
    }
  }
  return price;
}

Basis StartedBasis(const Rooms& rooms, std::span<const std::int64_t> price) {
  Basis basis(rooms.instance, rooms.network);
  Shortlists lists = ShortlistAll(rooms.work, rooms.network, Reach::kAll, price);
  basis.capped_capacity = ShareOut(rooms.network, lists.value);
  StartApart(rooms.work, rooms.network, std::move(lists), std::nullopt, price, basis);
  return basis;
}

SimplexRun RunSimplex(const Network& network, std::span<const std::int32_t> items, Basis& basis,
                      const StopToken& stop, std::int64_t most_pivots) {
  return Simplex(network, items, basis).Run(stop, most_pivots);
}

std::string FaultOf(const Rooms& rooms, const Basis& basis, bool joined) {
  const Tree& tree = basis.tree;
  if (const std::string fault = FaultOfTree(rooms, basis, joined); !fault.empty()) return fault;
  std::string fault;
  std::vector<std::int64_t> balance(static_cast<std::size_t>(tree.root()) + 1);
  ForEachFlow(rooms, basis, [&](const Arc& arc) {
    if (arc.flow < 0 || arc.flow > arc.capacity) fault = "an arc carries " + std::to_string(arc.flow);
    if (arc.tail != kNone) balance[arc.tail] -= arc.flow;
    balance[arc.head] += arc.flow;
  });
  if (!fault.empty()) return fault;
  for (std::int32_t node = 0; node < tree.root(); ++node) {
    const std::int64_t wanted = node < tree.GroupNode(0) ? rooms.instance.requirements[node].need : 0;
    if (node >= tree.SupplierNode(0) && !joined) continue;
    if (balance[node] != wanted) return "node " + std::to_string(node) + ": flow isn't conserved";
  }
  return {};
}

Int128 CostOf(const Rooms& rooms, const Basis& basis) {
  Int128 cost = 0;
  ForEachFlow(rooms, basis, [&](const Arc& arc) { cost += Int128{arc.cost} * arc.flow; });
  return cost;
}

}  // namespace pasok::match::exact
