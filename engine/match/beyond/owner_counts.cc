#include "engine/match/beyond/owner_counts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/match/report/sharing.h"

namespace pasok::match::beyond {

OwnerCounts::OwnerCounts(const Instance& instance, const Market& market, const MarketAnswer& answer) {
  if (instance.policy.min_suppliers.mode < MinSuppliersMode::kAim) return;
  asked_ = instance.policy.min_suppliers.suppliers;
  const std::vector<std::int32_t> owners = OwnersOf(*instance.dataset);
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> eaters, pairs;
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    const RequirementRow& row = instance.requirements[lane.requirement];
    const std::int32_t eater = eaters
                                   .try_emplace({instance.commodities[row.commodity].day, row.demand_point},
                                                static_cast<std::int32_t>(eaters.size()))
                                   .first->second;
    const std::int32_t owner =
        owners[instance.suppliers[instance.offers[lane.offer].supplier].dataset_supplier];
    const auto [pair, is_new] = pairs.try_emplace({eater, owner}, static_cast<std::int32_t>(pairs.size()));
    if (is_new) eater_of_pair_.push_back(eater);
    pair_of_lane_.push_back(pair->second);
  }
  lanes_.resize(pairs.size());
  owners_.resize(eaters.size());
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    if (answer.quanta[i] > 0) Count(pair_of_lane_[i], 1);
  }
}

std::int64_t OwnerCounts::MissingAfter(std::span<const LaneChange> changes,
                                       const MarketAnswer& answer) const {
  if (asked_ == 0) return 0;
  // Of one owner a lane may close and another open, and of one eater several.
  const auto turn = [&](const LaneChange& change) {
    const std::int64_t had = answer.quanta[change.lane];
    return static_cast<std::int64_t>(had + change.quanta > 0) - static_cast<std::int64_t>(had > 0);
  };
  const auto eater = [&](const LaneChange& change) { return eater_of_pair_[pair_of_lane_[change.lane]]; };
  std::int64_t more = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto before = changes.first(i);
    if (std::ranges::any_of(before,
                            [&](const LaneChange& other) { return eater(other) == eater(changes[i]); }))
      continue;
    std::int64_t owners = owners_[eater(changes[i])];
    const std::int64_t served = owners;
    for (std::size_t j = i; j < changes.size(); ++j) {
      if (eater(changes[j]) != eater(changes[i])) continue;
      const std::int32_t pair = pair_of_lane_[changes[j].lane];
      const auto same = [&](const LaneChange& other) { return pair_of_lane_[other.lane] == pair; };
      if (std::ranges::any_of(changes.first(j), same)) continue;
      std::int64_t in_use = lanes_[pair];
      for (const LaneChange& other : changes.subspan(j)) in_use += same(other) ? turn(other) : 0;
      owners += static_cast<std::int64_t>(in_use > 0) - static_cast<std::int64_t>(lanes_[pair] > 0);
    }
    more += std::max<std::int64_t>(asked_ - owners, 0) - std::max<std::int64_t>(asked_ - served, 0);
  }
  return more;
}

bool OwnerCounts::IsMissing(std::int32_t lane) const {
  return asked_ > 0 && owners_[eater_of_pair_[pair_of_lane_[lane]]] < asked_;
}

void OwnerCounts::Carry(const LaneChange& change, std::int64_t quanta) {
  if (asked_ == 0) return;
  Count(pair_of_lane_[change.lane], (quanta + change.quanta > 0 ? 1 : 0) - (quanta > 0 ? 1 : 0));
}

void OwnerCounts::Count(std::int32_t pair, std::int32_t lanes) {
  const bool delivered = lanes_[pair] > 0;
  lanes_[pair] += lanes;
  owners_[eater_of_pair_[pair]] +=
      static_cast<std::int32_t>(lanes_[pair] > 0) - static_cast<std::int32_t>(delivered);
}

}  // namespace pasok::match::beyond
