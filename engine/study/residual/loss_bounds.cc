#include "engine/study/residual/loss_bounds.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace pasok::study {
namespace {

// The suppliers that are lost, found at once however many they are.
class Lost {
 public:
  Lost(const State& state, std::span<const std::int32_t> suppliers)
      : state_(state), sorted_(suppliers.begin(), suppliers.end()) {
    std::ranges::sort(sorted_);
    for (const std::int32_t s : sorted_) ++lost_of_[state.suppliers[s].aggregator];
  }

  bool Holds(std::int32_t supplier) const { return std::ranges::binary_search(sorted_, supplier); }

  // What a quantum that such a supplier sells is worth to others at least, once it is lost: its aggregator's
  // price, unless nobody else sells through it.
  std::int64_t WorthToOthers(std::int32_t supplier) const {
    const Node above = state_.Above(SupplierNode(supplier));
    if (above == kSource || lost_of_.at(above.index) == state_.CountThrough(above.index)) return 0;
    return state_.Price(above);
  }

 private:
  const State& state_;
  std::vector<std::int32_t> sorted_;
  std::unordered_map<std::int32_t, std::int64_t> lost_of_;  // by aggregator
};

// A repair of what is lost, by what is left: dear, but allowed, so that the optimum isn't dearer.
class Repair {
 public:
  Repair(const State& state, LaneRows& rows, const Lost& lost) : state_(state), rows_(rows), lost_(lost) {}

  // The cost of serving so many quanta anew.
  Int128 Serve(std::int32_t r, std::int64_t quanta) {
    const RequirementState& requirement = state_.requirements[r];
    Int128 cost = 0;
    for (const ListedLane& lane : rows_.IntoRequirement(r).lanes) {
      const std::int64_t unit = lane.reduced - state_.offers[lane.other].base_price + requirement.base_price;
      if (quanta == 0 || unit >= requirement.penalty) break;
      const std::int64_t before = TakenOf(lane.other);
      const std::int64_t taken = Take(lane.other, r, quanta);
      cost += Int128{unit} * taken + state_.SpreadCost(lane.other, before + taken) -
              state_.SpreadCost(lane.other, before);
      quanta -= taken;
    }
    return cost + Int128{requirement.penalty} * quanta;
  }

 private:
  std::int64_t TakenOf(std::int32_t o) const {
    const auto taken = offer_taken_.find(o);
    return state_.offers[o].sold + (taken == offer_taken_.end() ? 0 : taken->second);
  }

  std::int64_t Take(std::int32_t o, std::int32_t r, std::int64_t most) {
    if (!state_.HasLeft(o) || lost_.Holds(state_.offers[o].supplier)) return 0;
    const auto for_each_limit = [&](const auto& visit) {
      visit(OfferNode(o), offer_taken_[o]);
      for (Node node = state_.Above(OfferNode(o)); node != kSource; node = state_.Above(node))
        visit(node,
              node.kind == NodeKind::kSupplier ? supplier_taken_[node.index] : aggregator_taken_[node.index]);
    };
    for_each_limit([&](Node node, std::int64_t taken) {
      most = std::min(most, state_.Capacity(node) - state_.Sold(node) - taken);
    });
    if (const std::int64_t cap = state_.LaneCap(o, r); cap != kUnboundedRoom) {
      // What the lane got before is in offer_taken_; it counts for all lanes, to be on the dear side.
      const std::int32_t flow = state_.FindFlow(o, r);
      const std::int64_t carried = flow == kNone ? 0 : state_.flows[flow].quanta;
      most = std::min(most, cap - carried - offer_taken_[o]);
    }
    if (most <= 0) return 0;
    for_each_limit([&](Node, std::int64_t& taken) { taken += most; });
    return most;
  }

  const State& state_;
  LaneRows& rows_;
  const Lost& lost_;
  std::unordered_map<std::int32_t, std::int64_t> offer_taken_, supplier_taken_, aggregator_taken_;
};

}  // namespace

Residual::Bounds BoundLoss(const State& state, LaneRows& rows, std::span<const std::int32_t> suppliers) {
  const Lost lost(state, suppliers);
  Repair repair(state, rows, lost);
  Int128 least = 0, most = 0;
  for (const std::int32_t s : suppliers) {
    const std::int64_t to_others = lost.WorthToOthers(s);
    state.ForEachOffer(s, [&](std::int32_t o) {
      const std::int64_t counted = state.SpreadCost(o, state.offers[o].sold);
      least -= counted, most -= counted;
      for (std::int32_t i = state.offers[o].first_flow; i != kNone; i = state.flows[i].next_of_offer) {
        const LaneState& lane = state.flows[i];
        if (lane.quanta == 0) continue;
        least += Int128{state.requirements[lane.requirement].price - lane.unit - to_others} * lane.quanta;
        most += repair.Serve(lane.requirement, lane.quanta) - Int128{lane.unit} * lane.quanta;
      }
    });
  }
  return {.least = static_cast<std::int64_t>(least), .most = static_cast<std::int64_t>(most)};
}

}  // namespace pasok::study
