#include "engine/match/exact/basis.h"

namespace pasok::match::exact {

Basis::Basis(const Instance& instance, const Network& network)
    : tree(static_cast<std::int32_t>(instance.requirements.size()), network.group_count(),
           static_cast<std::int32_t>(network.suppliers.size())),
      lanes(instance.commodities.size()),
      capped_flow(network.capped.size()),
      capped_source(network.capped.size(), tree.root()),
      supply_flow(network.suppliers.size()),
      transfer_flow(network.transfers.size()) {
  for (const RequirementRow& row : instance.requirements) {
    penalty.push_back(row.penalty);
    lane_cap.push_back(row.lane_cap < row.most_in() ? row.lane_cap : kUnbounded);
  }
  for (std::size_t k = 0; k < lanes.size(); ++k)
    lanes[k].first.assign(static_cast<std::size_t>(network.first_group[k + 1] - network.first_group[k]) + 1,
                          0);
  for (const Group& group : network.groups) used.push_back(group.first_plain);
  for (const CappedOffer& offer : network.capped) capped_capacity.push_back(offer.capacity);
}

std::span<const Lane> Basis::LanesOf(const Network& network, std::int32_t group) const {
  const std::vector<Lane>& of_commodity = lanes[network.groups[group].commodity].lanes;
  const auto [first, end] = LaneRangeOf(network, group);
  return {of_commodity.begin() + first, of_commodity.begin() + end};
}

std::span<Lane> Basis::LanesOf(const Network& network, std::int32_t group) {
  std::vector<Lane>& of_commodity = lanes[network.groups[group].commodity].lanes;
  const auto [first, end] = LaneRangeOf(network, group);
  return {of_commodity.begin() + first, of_commodity.begin() + end};
}

std::int64_t Basis::lanes_held() const {
  std::int64_t held = 0;
  for (const LaneTable& table : lanes) held += static_cast<std::int64_t>(table.lanes.size());
  return held;
}

}  // namespace pasok::match::exact
