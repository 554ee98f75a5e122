#include "engine/match/exact/carried_flows.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/flow/parallel.h"
#include "engine/match/sort_by_key.h"

namespace pasok::match::exact {
namespace {

// Where more than this share of the needs is short beyond what was, a start from nothing is quicker; of few
// nodes any start is quick.
constexpr double kMostMissing = 0.05;
constexpr std::int32_t kFewNodes = 10'000;

}  // namespace

CarriedFlows::CarriedFlows(const Work& work, const Network& network, const Kept& kept, Basis& basis)
    : instance_(work.instance),
      work_(work),
      network_(network),
      kept_(kept),
      basis_(basis),
      ancestor_(network.groups.size(), kNone),
      heir_(kept.network.groups.size(), kNone),
      lane_flow_(work.instance.commodities.size()),
      plain_flow_(network.groups.size()),
      short_(work.instance.requirements.size()),
      transfer_is_(kept.network.transfers.size(), kNone) {
  for (const RequirementRow& row : instance_.requirements) wanted_.push_back(row.need);
  AtOnce(
      work.threads, [&] { rows_ = TraceRows(instance_, kept, work.threads); },
      [&] { places_ = PlacesOfOffers(network, instance_.offers.size()); });
  FindAncestors();
  same_ = FindSameCosts(work, network, kept, rows_, ancestor_);
}

bool CarriedFlows::Carry() {
  Deliveries deliveries;
  AtOnce(
      work_.threads, [&] { deliveries = DeliveriesHere(); }, [&] { SupplyCapped(), CarryTransfers(); });
  ForEachTask(static_cast<int>(lane_flow_.size()), work_.threads, [&](int k) {
    CarryLanes(k, deliveries);
    CutToNeeds(k);
    for (std::int32_t g = network_.first_group[k]; g < network_.first_group[k + 1]; ++g) CutToOffers(g);
    CountShortage(k);
  });
  SumUpSupplies();
  if (basis_.tree.root() <= kFewNodes) return true;
  std::int64_t need = 0, missing = 0;
  for (const RequirementRow& row : instance_.requirements) need += row.need;
  for (const std::int64_t quanta : short_) missing += quanta;
  for (std::int32_t r = 0; r < kept_.basis.tree.GroupNode(0); ++r) {
    const Link& link = kept_.basis.tree.LinkOf(r);
    if (link.kind == ArcKind::kShortage) missing -= link.flow;
  }
  return static_cast<double>(missing) <= kMostMissing * static_cast<double>(need);
}

void CarriedFlows::FindAncestors() {
  const auto look_at = [&](std::int32_t g, std::int32_t offer) {
    const std::int32_t was = rows_.offer_was[offer];
    if (ancestor_[g] != kNone || was == kNone || kept_.group_of_offer[was] == kNone) return;
    ancestor_[g] = kept_.group_of_offer[was];
    if (heir_[ancestor_[g]] == kNone) heir_[ancestor_[g]] = g;
  };
  for (std::int32_t g = 0; g < network_.group_count(); ++g) {
    const Group& group = network_.groups[g];
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) look_at(g, network_.plain[i].offer);
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) look_at(g, network_.capped[i].offer);
  }
}

void CarriedFlows::SupplyCapped() {
  std::vector<std::int64_t> left;
  for (const CappedSupplier& supplier : network_.suppliers) left.push_back(supplier.capacity);
  for (const LaneFlow& flow : kept_.flows) {
    const std::int32_t offer = rows_.offer_is[flow.offer];
    std::int64_t gives = flow.quanta;
    for (std::int32_t i = offer == kNone ? kNone : places_.capped[offer]; i != kNone && gives > 0;
         i = places_.next_piece[i]) {
      const std::int32_t supplier = network_.capped[i].supplier;
      const std::int32_t above = network_.suppliers[supplier].parent;
      std::int64_t quanta =
          std::min({gives, left[supplier], network_.capped[i].capacity - basis_.capped_flow[i]});
      if (above != kNone) quanta = std::min(quanta, left[above]), left[above] -= quanta;
      left[supplier] -= quanta;
      basis_.capped_flow[i] += quanta;
      gives -= quanta;
    }
  }
}

void CarriedFlows::CarryTransfers() {
  const std::vector<Transfer>&now = network_.transfers, &then = kept_.network.transfers;
  for (std::size_t t = 0; t < then.size() && !now.empty(); ++t) {
    const std::int32_t to = rows_.requirement_is[then[t].to];
    const std::int32_t from = then[t].from == kNone ? kNone : rows_.requirement_is[then[t].from];
    if (to == kNone || (from == kNone) != (then[t].from == kNone)) continue;
    for (std::int32_t i = network_.first_transfer[to]; i < network_.first_transfer[to + 1]; ++i) {
      if (now[i].from != from) continue;
      transfer_is_[t] = i;
      const std::int64_t quanta = std::min(kept_.transfers[t], now[i].capacity);
      basis_.transfer_flow[i] = quanta;
      wanted_[to] -= quanta;
      if (from != kNone) wanted_[from] += quanta;
    }
  }
  // What one no longer sends on it may no longer want to be sent: as many passes as the longest way.
  for (bool cut = true; cut;) {
    cut = false;
    for (std::size_t i = 0; i < now.size(); ++i) {
      const std::int64_t back = std::clamp<std::int64_t>(-wanted_[now[i].to], 0, basis_.transfer_flow[i]);
      if (back == 0) continue;
      cut = true;
      basis_.transfer_flow[i] -= back;
      wanted_[now[i].to] += back;
      if (now[i].from != kNone) wanted_[now[i].from] -= back;
    }
  }
}

void CarriedFlows::SumUpSupplies() {
  for (std::size_t i = 0; i < network_.capped.size(); ++i)
    basis_.supply_flow[network_.capped[i].supplier] += basis_.capped_flow[i];
  for (std::size_t s = 0; s < network_.suppliers.size(); ++s) {  // those behind an aggregator stand before it
    if (network_.suppliers[s].parent != kNone)
      basis_.supply_flow[network_.suppliers[s].parent] += basis_.supply_flow[s];
  }
}

CarriedFlows::Deliveries CarriedFlows::DeliveriesHere() const {
  Deliveries deliveries;
  deliveries.by_group.reserve(kept_.flows.size());
  for (const LaneFlow& flow : kept_.flows) {
    const std::int32_t requirement = rows_.requirement_is[flow.requirement];
    const std::int32_t offer = rows_.offer_is[flow.offer];
    std::int32_t group = offer == kNone ? kNone : places_.group[offer];
    if (group == kNone) group = heir_[kept_.group_of_offer[flow.offer]];
    if (group == kNone || requirement == kNone) continue;
    deliveries.by_group.push_back({group, requirement, flow.quanta});
  }
  deliveries.first = SortByKey(deliveries.by_group, network_.group_count(), &Delivery::group);
  return deliveries;
}

void CarriedFlows::CarryLanes(std::int32_t commodity, const Deliveries& deliveries) {
  LaneTable& table = basis_.lanes[commodity];
  std::vector<std::int64_t>& flow = lane_flow_[commodity];
  const std::int32_t first_requirement = instance_.commodities[commodity].first_requirement;
  std::vector<Lane> ends;
  // Per requirement, its lane of the group at hand, and before that whether it is among the ends; else kNone.
  std::vector<std::int32_t> lane_of(
      static_cast<std::size_t>(instance_.commodities[commodity].end_requirement - first_requirement), kNone);
  table.first.assign(1, 0);
  for (std::int32_t g = network_.first_group[commodity]; g < network_.first_group[commodity + 1]; ++g) {
    const Group& group = network_.groups[g];
    ends.clear();
    AppendHeld(g, ends);
    for (const Lane& end : ends) lane_of[end.requirement - first_requirement] = 0;
    const auto own = std::span(deliveries.by_group)
                         .subspan(static_cast<std::size_t>(deliveries.first[g]),
                                  static_cast<std::size_t>(deliveries.first[g + 1] - deliveries.first[g]));
    for (const Delivery& delivery : own) {
      if (std::exchange(lane_of[delivery.requirement - first_requirement], 0) == kNone)
        ends.push_back({.cost = kNoLane, .requirement = delivery.requirement});
    }
    for (const auto& [held_at, r, full] : ends) {
      lane_of[r - first_requirement] = kNone;
      if (group.first_forbidden != group.end_forbidden && network_.Forbids(group, r)) continue;
      const bool same = held_at != kNoLane && same_.group[g] && same_.requirement[r];
      const std::int64_t cost =
          same ? held_at : work_.costs.Cost(network_.sites[group.site], group.rest, commodity, r);
      if (cost == kNoLane) continue;
      lane_of[r - first_requirement] = static_cast<std::int32_t>(flow.size());
      table.lanes.push_back({.cost = cost, .requirement = r});
      flow.push_back(0);
    }
    for (const Delivery& delivery : own) {
      const std::int32_t lane = lane_of[delivery.requirement - first_requirement];
      if (lane == kNone) continue;
      flow[lane] =
          std::min(flow[lane] + delivery.quanta, basis_.LaneCapacity(network_, group, delivery.requirement));
    }
    for (const Lane& end : ends) lane_of[end.requirement - first_requirement] = kNone;
    table.first.push_back(static_cast<std::int32_t>(table.lanes.size()));
  }
}

void CarriedFlows::AppendHeld(std::int32_t g, std::vector<Lane>& ends) const {
  if (ancestor_[g] == kNone) return;
  for (const Lane& held : kept_.basis.LanesOf(kept_.network, ancestor_[g])) {
    const std::int32_t r = rows_.requirement_is[held.requirement];
    if (r != kNone) ends.push_back({.cost = held.cost, .requirement = r});
  }
}

void CarriedFlows::CutToNeeds(std::int32_t commodity) {
  const CommoditySpan& span = instance_.commodities[commodity];
  const LaneTable& table = basis_.lanes[commodity];
  std::vector<std::int64_t> excess;
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) excess.push_back(-wanted_[r]);
  for (std::size_t i = 0; i < table.lanes.size(); ++i)
    excess[table.lanes[i].requirement - span.first_requirement] += lane_flow_[commodity][i];
  for (std::size_t i = 0; i < table.lanes.size(); ++i) {
    std::int64_t& over = excess[table.lanes[i].requirement - span.first_requirement];
    const std::int64_t cut = std::clamp<std::int64_t>(over, 0, lane_flow_[commodity][i]);
    lane_flow_[commodity][i] -= cut;
    over -= cut;
  }
}

void CarriedFlows::CutToOffers(std::int32_t g) {
  const Group& group = network_.groups[g];
  const auto [first, end] = basis_.LaneRangeOf(network_, g);
  std::vector<std::int64_t>& of_commodity = lane_flow_[group.commodity];
  const std::span<std::int64_t> flow(of_commodity.begin() + first, of_commodity.begin() + end);
  std::int64_t left = 0;  // to deliver
  for (const std::int64_t quanta : flow) left += quanta;
  for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
    basis_.capped_flow[i] = std::min(basis_.capped_flow[i], left);
    left -= basis_.capped_flow[i];
  }
  std::int32_t& used = basis_.used[g];
  for (used = group.first_plain; used < group.end_plain && network_.plain[used].capacity <= left; ++used)
    left -= network_.plain[used].capacity;
  if (used < group.end_plain) {
    plain_flow_[g] = left;
    return;
  }
  for (std::size_t i = flow.size(); i-- > 0 && left > 0;) {
    const std::int64_t cut = std::min(left, flow[i]);
    flow[i] -= cut;
    left -= cut;
  }
}

void CarriedFlows::CountShortage(std::int32_t commodity) {
  const CommoditySpan& span = instance_.commodities[commodity];
  const std::vector<Lane>& lanes = basis_.lanes[commodity].lanes;
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) short_[r] = wanted_[r];
  for (std::size_t i = 0; i < lanes.size(); ++i) short_[lanes[i].requirement] -= lane_flow_[commodity][i];
}

}  // namespace pasok::match::exact
