#include "engine/match/exact/outside.h"

#include <utility>

namespace pasok::match::exact {
namespace {

void MarkFull(const Network& network, std::int32_t g, std::int32_t requirement, Basis& basis) {
  for (Lane& lane : basis.LanesOf(network, g)) {
    if (lane.requirement == requirement) lane.full = true;
  }
}

}  // namespace

Arc TakeOut(const Network& network, const Choice& choice, Basis& basis) {
  const Tree& tree = basis.tree;
  const std::int32_t i = choice.index;
  switch (choice.kind) {
    case ArcKind::kShortage:
      return {.cost = basis.penalty[i],
              .capacity = kUnbounded,
              .tail = tree.root(),
              .head = i,
              .index = i,
              .kind = choice.kind};
    case ArcKind::kPlain: {
      const PlainOffer& offer = network.plain[i];
      basis.used[choice.group] = i;
      return {.cost = offer.price,
              .flow = choice.forward ? 0 : offer.capacity,
              .capacity = offer.capacity,
              .tail = tree.root(),
              .head = tree.GroupNode(choice.group),
              .index = i,
              .kind = choice.kind};
    }
    case ArcKind::kCapped:
      return {.cost = network.capped[i].price,
              .flow = basis.capped_flow[i],
              .capacity = basis.capped_capacity[i],
              .tail = basis.capped_source[i],
              .head = tree.GroupNode(choice.group),
              .index = i,
              .kind = choice.kind};
    case ArcKind::kSupply:
      return {.cost = 0,
              .flow = basis.supply_flow[i],
              .capacity = network.suppliers[i].capacity,
              .tail = network.suppliers[i].parent == kNone ? tree.root()
                                                           : tree.SupplierNode(network.suppliers[i].parent),
              .head = tree.SupplierNode(i),
              .index = i,
              .kind = choice.kind};
    case ArcKind::kLane: {
      const Group& group = network.groups[choice.group];
      Lane& lane = basis.lanes[group.commodity].lanes[i];
      const std::int64_t capacity = basis.LaneCapacity(network, group, lane.requirement);
      const bool full = std::exchange(lane.full, false);
      return {.cost = lane.cost,
              .flow = full ? capacity : 0,
              .capacity = capacity,
              .tail = tree.GroupNode(choice.group),
              .head = lane.requirement,
              .index = lane.requirement,
              .kind = choice.kind};
    }
    case ArcKind::kTransfer: {
      const Transfer& transfer = network.transfers[i];
      return {.cost = transfer.cost,
              .flow = basis.transfer_flow[i],
              .capacity = transfer.capacity,
              .tail = transfer.from == kNone ? tree.root() : tree.RequirementNode(transfer.from),
              .head = tree.RequirementNode(transfer.to),
              .index = i,
              .kind = choice.kind};
    }
  }
  __builtin_unreachable();
}

void PutBack(const Network& network, const Arc& arc, Basis& basis) {
  switch (arc.kind) {
    case ArcKind::kShortage:
      return;
    case ArcKind::kPlain:
      basis.used[arc.head - basis.tree.GroupNode(0)] = arc.index + (arc.flow > 0);
      return;
    case ArcKind::kCapped:
      basis.capped_flow[arc.index] = arc.flow;
      return;
    case ArcKind::kSupply:
      basis.supply_flow[arc.index] = arc.flow;
      return;
    case ArcKind::kLane:
      if (arc.flow > 0) MarkFull(network, arc.tail - basis.tree.GroupNode(0), arc.head, basis);
      return;
    case ArcKind::kTransfer:
      basis.transfer_flow[arc.index] = arc.flow;
      return;
  }
  __builtin_unreachable();
}

}  // namespace pasok::match::exact
