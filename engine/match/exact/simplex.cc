#include "engine/match/exact/simplex.h"

#include <algorithm>
#include <utility>

namespace pasok::match::exact {
namespace {

constexpr std::size_t kBlock = 20;
constexpr std::size_t kStreams = 64;          // places that a block is drawn from, each read in order
constexpr std::size_t kAhead = 12;            // items fetched before their turn
constexpr std::int64_t kPivotsPerLook = 256;  // at the stop token: under a millisecond

// The best arc to enter that was seen so far.
struct Choice {
  std::int64_t gain = 0;  // sen per quantum, > 0 where there is one
  ArcKind kind = ArcKind::kShortage;
  std::int32_t index = kNone;  // as in Arc, for lanes the position in the commodity's table
  std::int32_t group = kNone;
  bool forward = true;

  void Consider(const Choice& other) {
    if (other.gain > gain) *this = other;
  }
};

class Pricer {
 public:
  Pricer(const Network& network, Basis& basis)
      : network_(network),
        basis_(basis),
        first_group_node_(basis.tree.GroupNode(0)),
        first_supplier_node_(basis.tree.SupplierNode(0)) {}

  void Price(std::int32_t node, Choice& choice) const {
    if (node >= first_supplier_node_) {
      PriceSupply(node - first_supplier_node_, choice);
    } else if (node >= first_group_node_) {
      PriceGroup(node - first_group_node_, choice);
    } else {
      choice.Consider({.gain = basis_.tree.RequirementPotential(node) - basis_.penalty[node],
                       .kind = ArcKind::kShortage,
                       .index = node});
    }
  }

  void Prefetch(std::int32_t node) const {
    basis_.tree.Prefetch(node);
    if (node < first_group_node_ || node >= first_supplier_node_) return;
    const std::int32_t g = node - first_group_node_;
    const Group& group = network_.groups[g];
    const LaneTable& table = basis_.lanes[group.commodity];
    const Lane* lane = table.lanes.data() + table.first[g - network_.first_group[group.commodity]];
    __builtin_prefetch(lane);
    __builtin_prefetch(lane + 4);
    if (group.first_plain < group.end_plain) __builtin_prefetch(&network_.plain[group.first_plain]);
    if (group.first_capped < group.end_capped) __builtin_prefetch(&network_.capped[group.first_capped]);
  }

  void Enter(const Choice& choice) {
    const Arc arc = Take(choice);
    PutBack(basis_.tree.Pivot(arc, choice.forward));
  }
  void EnterBetweenBounds(const Arc& arc) {
    const std::int64_t reduced = arc.cost + basis_.tree.Potential(arc.tail) - basis_.tree.Potential(arc.head);
    PutBack(basis_.tree.Pivot(arc, reduced < 0));
  }

 private:
  void PriceSupply(std::int32_t supplier, Choice& choice) const {
    const std::int64_t price = basis_.tree.Potential(basis_.tree.SupplierNode(supplier));
    const std::int64_t flow = basis_.supply_flow[supplier];
    const Choice arc{
        .gain = std::abs(price), .kind = ArcKind::kSupply, .index = supplier, .forward = price > 0};
    if (arc.forward ? flow < network_.suppliers[supplier].capacity : flow > 0) choice.Consider(arc);
  }

  void PriceGroup(std::int32_t g, Choice& choice) const {
    const Group& group = network_.groups[g];
    const std::int64_t price = basis_.tree.Potential(basis_.tree.GroupNode(g));

    const LaneTable& table = basis_.lanes[group.commodity];
    const std::int32_t in_table = g - network_.first_group[group.commodity];
    for (std::int32_t i = table.first[in_table]; i < table.first[in_table + 1]; ++i) {
      const Lane& lane = table.lanes[i];
      const std::int64_t gain = basis_.tree.RequirementPotential(lane.requirement) - lane.cost - price;
      choice.Consider({.gain = lane.full ? -gain : gain,
                       .kind = ArcKind::kLane,
                       .index = i,
                       .group = g,
                       .forward = !lane.full});
    }
    const std::int32_t used = basis_.used[g];
    if (used < group.end_plain) {
      choice.Consider(
          {.gain = price - network_.plain[used].price, .kind = ArcKind::kPlain, .index = used, .group = g});
    }
    if (used > group.first_plain) {
      choice.Consider({.gain = network_.plain[used - 1].price - price,
                       .kind = ArcKind::kPlain,
                       .index = used - 1,
                       .group = g,
                       .forward = false});
    }
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      const std::int64_t gain =
          price - network_.capped[i].price - basis_.tree.Potential(basis_.capped_source[i]);
      const Choice arc{
          .gain = std::abs(gain), .kind = ArcKind::kCapped, .index = i, .group = g, .forward = gain > 0};
      if (arc.forward ? basis_.capped_flow[i] < basis_.capped_capacity[i] : basis_.capped_flow[i] > 0)
        choice.Consider(arc);
    }
  }

  // The chosen arc with its flow, no longer among those outside the tree.
  Arc Take(const Choice& choice) {
    const Tree& tree = basis_.tree;
    const std::int32_t i = choice.index;
    switch (choice.kind) {
      case ArcKind::kShortage:
        return {.cost = basis_.penalty[i],
                .capacity = kUnbounded,
                .tail = tree.root(),
                .head = i,
                .index = i,
                .kind = choice.kind};
      case ArcKind::kPlain: {
        const PlainOffer& offer = network_.plain[i];
        basis_.used[choice.group] = i;
        return {.cost = offer.price,
                .flow = choice.forward ? 0 : offer.capacity,
                .capacity = offer.capacity,
                .tail = tree.root(),
                .head = tree.GroupNode(choice.group),
                .index = i,
                .kind = choice.kind};
      }
      case ArcKind::kCapped:
        return {.cost = network_.capped[i].price,
                .flow = basis_.capped_flow[i],
                .capacity = basis_.capped_capacity[i],
                .tail = basis_.capped_source[i],
                .head = tree.GroupNode(choice.group),
                .index = i,
                .kind = choice.kind};
      case ArcKind::kSupply:
        return {.cost = 0,
                .flow = basis_.supply_flow[i],
                .capacity = network_.suppliers[i].capacity,
                .tail = tree.root(),
                .head = tree.SupplierNode(i),
                .index = i,
                .kind = choice.kind};
      case ArcKind::kLane: {
        const Group& group = network_.groups[choice.group];
        Lane& lane = basis_.lanes[group.commodity].lanes[i];
        const std::int64_t capacity = basis_.LaneCapacity(group, lane.requirement);
        const bool full = std::exchange(lane.full, false);
        return {.cost = lane.cost,
                .flow = full ? capacity : 0,
                .capacity = capacity,
                .tail = tree.GroupNode(choice.group),
                .head = lane.requirement,
                .index = lane.requirement,
                .kind = choice.kind};
      }
    }
    __builtin_unreachable();
  }

  void PutBack(const Arc& arc) {
    switch (arc.kind) {
      case ArcKind::kShortage:
        return;
      case ArcKind::kPlain:
        basis_.used[arc.head - first_group_node_] = arc.index + (arc.flow > 0);
        return;
      case ArcKind::kCapped:
        basis_.capped_flow[arc.index] = arc.flow;
        return;
      case ArcKind::kSupply:
        basis_.supply_flow[arc.index] = arc.flow;
        return;
      case ArcKind::kLane:
        if (arc.flow > 0) MarkFull(arc.tail - first_group_node_, arc.head);
        return;
    }
    __builtin_unreachable();
  }

  void MarkFull(std::int32_t g, std::int32_t requirement) {
    const std::int32_t commodity = network_.groups[g].commodity;
    LaneTable& table = basis_.lanes[commodity];
    const std::int32_t in_table = g - network_.first_group[commodity];
    for (std::int32_t i = table.first[in_table]; i < table.first[in_table + 1]; ++i) {
      if (table.lanes[i].requirement == requirement) table.lanes[i].full = true;
    }
  }

  const Network& network_;
  Basis& basis_;
  std::int32_t first_group_node_, first_supplier_node_;
};

}  // namespace

SimplexRun RunSimplex(const Network& network, std::span<const std::int32_t> items, Basis& basis,
                      const StopToken& stop, std::int64_t most_pivots) {
  SimplexRun run;
  Pricer pricer(network, basis);
  std::size_t at = 0;
  for (std::size_t idle = 0; idle < items.size();) {
    Choice choice;
    for (std::size_t i = 0; i < kBlock && idle < items.size(); ++i, ++idle) {
      pricer.Prefetch(items[at + kAhead < items.size() ? at + kAhead : 0]);
      pricer.Price(items[at], choice);
      if (++at == items.size()) at = 0;
    }
    if (choice.gain <= 0) continue;
    pricer.Enter(choice);
    idle = 0;
    if (++run.pivots == most_pivots || (run.pivots % kPivotsPerLook == 0 && stop.Asked())) return run;
  }
  run.optimal = true;
  return run;
}

void EnterBetweenBounds(const Network& network, const Arc& arc, Basis& basis) {
  Pricer(network, basis).EnterBetweenBounds(arc);
}

void Mix(std::vector<std::int32_t>& items) {
  std::vector<std::int32_t> mixed;
  mixed.reserve(items.size());
  const std::size_t run = items.size() / kStreams + 1;
  for (std::size_t i = 0; i < run; ++i) {
    for (std::size_t at = i; at < items.size(); at += run) mixed.push_back(items[at]);
  }
  items = std::move(mixed);
}

}  // namespace pasok::match::exact
