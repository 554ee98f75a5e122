#include "engine/match/beyond/guard.h"

#include <algorithm>

namespace pasok::match::beyond {
namespace {

constexpr double kNearlyNoRoom = 0.1;  // of what a part may come to

}  // namespace

std::vector<std::int64_t> CapsOf(const Instance& instance, const Market& market,
                                 std::span<const Limits> limits, const MarketAnswer& answer, HeldWhere held) {
  std::vector<std::int64_t> caps;
  for (const ListedLane& lane : market.lanes) caps.push_back(instance.LaneCap(lane.offer, lane.requirement));
  for (const Limits& each : limits) {
    if (held == HeldWhere::kNearLimit && IsOfBudgets(each)) continue;
    const std::vector<double> excess = ExcessOf(market, each, answer);
    std::vector<double> sum(excess.size());
    for (std::size_t i = 0; i < market.lanes.size(); ++i) {
      if (each.part_of_lane[i] != kNone)
        sum[each.part_of_lane[i]] += static_cast<double>(each.Weight(market.lanes[i]) * answer.quanta[i]);
    }
    for (std::size_t i = 0; i < market.lanes.size(); ++i) {
      const std::int32_t part = each.part_of_lane[i];
      if (part == kNone) continue;
      const double room = -excess[part];
      const bool is_held = held == HeldWhere::kNearLimit
                               ? room <= kNearlyNoRoom * (sum[part] + room)
                               : room < static_cast<double>(each.Weight(market.lanes[i]));
      if (is_held) caps[i] = std::min(caps[i], answer.quanta[i]);
    }
  }
  return caps;
}

Breaker::Breaker(const Instance& instance, const Market& market, std::span<const Limits> limits,
                 const MarketAnswer& answer)
    : instance_(instance), market_(market), limits_(limits) {
  for (const Limits& each : limits) excess_.push_back(ExcessOf(market, each, answer));
}

bool Breaker::Breaks(std::size_t lane, std::int64_t more) const {
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const std::int32_t part = limits_[l].part_of_lane[lane];
    if (part == kNone || IsOfBudgets(limits_[l])) continue;
    if (excess_[l][part] + static_cast<double>(limits_[l].Weight(market_.lanes[lane]) * more) > 0)
      return true;
  }
  return IsRiskyChange(market_.lanes[lane]);
}

bool Breaker::IsRiskyChange(const ListedLane& lane) const {
  if (instance_.familiar.empty()) return false;
  const RequirementRow& row = instance_.requirements[lane.requirement];
  const std::int32_t commodity = instance_.commodities[row.commodity].dataset_commodity;
  return std::ranges::binary_search(instance_.policy.steady.risky,
                                    instance_.dataset->commodities[commodity]) &&
         !instance_.IsFamiliar(lane.offer, row.demand_point, commodity);
}

}  // namespace pasok::match::beyond
