#include "engine/match/exact/lane_costs.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "engine/match/question/sphere.h"

namespace pasok::match::exact {
namespace {

// By region: no road that distances.csv lists from it to one of these ends is shorter; kUnbounded: it lists
// none.
std::vector<std::int64_t> LeastListedToAny(const Dataset& dataset, const std::vector<Site>& ends) {
  if (dataset.distances.empty()) return {};
  std::vector<bool> has_end(dataset.regions.size());
  for (const Site& end : ends) {
    for (std::int32_t at = end.region; at != kNone && !has_end[at]; at = dataset.regions[at].parent)
      has_end[at] = true;
  }
  std::vector<std::int64_t> least(dataset.regions.size(), kUnbounded);
  for (const RegionDistance& row : dataset.distances) {
    const auto lists = [&](std::int32_t from, std::int32_t to) {
      if (has_end[to]) least[from] = std::min(least[from], row.road.value);
    };
    lists(row.from_region, row.to_region), lists(row.to_region, row.from_region);
  }
  // Ancestors stand before what they enclose.
  for (std::size_t i = 0; i < least.size(); ++i) {
    const std::int32_t parent = dataset.regions[i].parent;
    if (parent != kNone) least[i] = std::min(least[i], least[parent]);
  }
  return least;
}

}  // namespace

LaneCosts::LaneCosts(const Instance& instance, const LaneRule& rule) : instance_(instance), rule_(rule) {
  std::unordered_map<std::int32_t, std::int32_t> site_of_place;
  for (const RequirementRow& row : instance.requirements) {
    const auto [it, is_new] = site_of_place.emplace(row.place, static_cast<std::int32_t>(sites_.size()));
    if (is_new) sites_.push_back(SiteOf(*instance.dataset, instance.places[row.place]));
    site_of_requirement_.push_back(it->second);
  }
  least_listed_ = LeastListedToAny(*instance.dataset, sites_);
  for (const CommoditySpan& span : instance.commodities) {
    LaneTerms terms{
        .first_requirement = span.first_requirement,
        .end_requirement = span.end_requirement,
        .haul = instance.policy.quantum.value * span.rule->haul_per_kg_km.value,
        .most_road_m = span.rule->max_distance ? span.rule->max_distance->value : kUnbounded,
        .most_minutes = span.rule->max_travel_minutes ? *span.rule->max_travel_minutes : kUnbounded};
    terms.narrow_road_m = (kUnbounded / 4) / std::max<std::int64_t>(1, terms.haul);
    terms_.push_back(terms);
  }
  for (std::size_t tier = 0; tier < kTiers; ++tier)
    tier_cost_[tier] = TierCost(static_cast<Tier>(tier), Rest{});
}

Tier LaneCosts::TierBetween(const Site& from, std::int32_t requirement) const {
  return exact::TierBetween(from.enclosing, RequirementSite(requirement).enclosing);
}

std::int64_t LaneCosts::TierCost(Tier tier, Rest rest) const {
  const Int128 surcharge = instance_.policy.tier_surcharge[static_cast<std::size_t>(tier)].value;
  return RoundHalfUp(instance_.policy.quantum.value * surcharge + rest.preference, 1000);
}

std::int64_t LaneCosts::Haulage(const LaneTerms& terms, Rest rest, std::int64_t road_m) const {
  constexpr std::int64_t kPerSen = 10'000'000;
  const std::int64_t rest_part = rest.money;
  if (road_m <= terms.narrow_road_m) return (terms.haul * road_m + rest_part + kPerSen / 2) / kPerSen;
  return RoundHalfUp(Int128{terms.haul} * road_m + rest_part, kPerSen);
}

std::int64_t LaneCosts::GreatCircleMetres(const Site& a, const Site& b) const {
  const double x = a.unit[0] - b.unit[0], y = a.unit[1] - b.unit[1], z = a.unit[2] - b.unit[2];
  const double half_chord = std::sqrt(x * x + y * y + z * z) / 2;
  if (half_chord < 0.9) {
    const double metres = 2 * kEarthRadiusM * std::asin(half_chord);
    const double whole = std::floor(metres);
    if (std::abs(metres - whole - 0.5) > 1e-3)
      return static_cast<std::int64_t>(whole) + (metres - whole > 0.5);
  }
  return GreatCircle(a.point, b.point).value;
}

std::int64_t LaneCosts::Cost(const Site& from, Rest rest, std::int32_t commodity,
                             std::int32_t requirement) const {
  const LaneTerms& terms = terms_[commodity];
  const Site& to = RequirementSite(requirement);
  const RegionDistance* const listed = Listed(from.region, requirement);
  if (listed != nullptr) {
    if (terms.Exclude(*listed)) return kNoLane;
    return Haulage(terms, rest, listed->road.value) + TierCostBetween(from, rest, requirement);
  }
  const std::int64_t circuity = std::max(from.circuity_milli, to.circuity_milli);
  const std::int64_t road = (GreatCircleMetres(from, to) * circuity + 500) / 1000;
  if (road > terms.most_road_m) return kNoLane;
  return Haulage(terms, rest, road) + TierCostBetween(from, rest, requirement);
}

std::int64_t LaneCosts::TierCostBetween(const Site& from, Rest rest, std::int32_t requirement) const {
  const Tier tier = TierBetween(from, requirement);
  return rest.preference == 0 ? tier_cost_[static_cast<std::size_t>(tier)] : TierCost(tier, rest);
}

}  // namespace pasok::match::exact
