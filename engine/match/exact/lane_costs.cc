#include "engine/match/exact/lane_costs.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace pasok::match::exact {
namespace {

constexpr double kDiameterM = 2 * 6'371'008.8;

// The listed metres from each region where some group stands to each of `ends`; regions without any are left
// out.
std::unordered_map<std::int32_t, std::vector<std::int64_t>> SpreadListed(const Dataset& dataset,
                                                                         const LaneRule& rule,
                                                                         const Network& network,
                                                                         const std::vector<Site>& ends) {
  std::unordered_map<std::int32_t, std::vector<std::int64_t>> listed;
  if (dataset.distances.empty()) return listed;
  std::set<std::int32_t> named;
  for (const RegionDistance& row : dataset.distances) named.insert({row.from_region, row.to_region});
  const auto is_named = [&](std::int32_t region) {
    for (; region != kNone; region = dataset.regions[region].parent) {
      if (named.contains(region)) return true;
    }
    return false;
  };
  std::set<std::int32_t> from;
  for (const Site& site : network.sites) {
    if (is_named(site.region)) from.insert(site.region);
  }
  for (const std::int32_t region : from) {
    std::vector<std::int64_t> row(ends.size(), -1);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (!is_named(ends[i].region)) continue;
      if (const auto road = rule.Listed(region, ends[i].region)) row[i] = road->value;
    }
    if (std::ranges::any_of(row, [](std::int64_t metres) { return metres >= 0; }))
      listed[region] = std::move(row);
  }
  return listed;
}

}  // namespace

LaneCosts::LaneCosts(const Instance& instance, const LaneRule& rule, const Network& network)
    : instance_(instance) {
  std::unordered_map<std::int32_t, std::int32_t> site_of_place;
  for (const RequirementRow& row : instance.requirements) {
    const auto [it, is_new] = site_of_place.emplace(row.place, static_cast<std::int32_t>(sites_.size()));
    if (is_new) sites_.push_back(SiteOf(*instance.dataset, instance.places[row.place]));
    site_of_requirement_.push_back(it->second);
  }
  listed_ = SpreadListed(*instance.dataset, rule, network, sites_);
  for (const CommoditySpan& span : instance.commodities) {
    LaneTerms terms{.first_requirement = span.first_requirement,
                    .end_requirement = span.end_requirement,
                    .haul = instance.policy.quantum.value * span.rule->haul_per_kg_km.value,
                    .most_road_m = span.rule->max_distance ? span.rule->max_distance->value : kUnbounded};
    terms.narrow_road_m = (kUnbounded / 4) / std::max<std::int64_t>(1, terms.haul);
    terms_.push_back(terms);
  }
  for (std::size_t tier = 0; tier < kTiers; ++tier)
    tier_cost_[tier] = TierCost(static_cast<Tier>(tier), Rest{});
}

Tier LaneCosts::TierBetween(const Site& from, std::int32_t requirement) const {
  const Site& to = RequirementSite(requirement);
  for (std::size_t level = 4; level-- > 0;) {
    if (from.enclosing[level] != kNone && from.enclosing[level] == to.enclosing[level])
      return static_cast<Tier>(3 - level);
  }
  return Tier::kLuar;
}

std::int64_t LaneCosts::TierCost(Tier tier, Rest rest) const {
  const Int128 surcharge = instance_.policy.tier_surcharge[static_cast<std::size_t>(tier)].value;
  return RoundHalfUp(instance_.policy.quantum.value * surcharge + rest.preference, 1000);
}

std::int64_t LaneCosts::Haulage(const LaneTerms& terms, Rest rest, std::int64_t road_m) const {
  constexpr std::int64_t kPerSen = 10'000'000;
  const std::int64_t rest_part = std::int64_t{rest.money} * 10'000;
  if (road_m <= terms.narrow_road_m) return (terms.haul * road_m + rest_part + kPerSen / 2) / kPerSen;
  return RoundHalfUp(Int128{terms.haul} * road_m + rest_part, kPerSen);
}

std::int64_t LaneCosts::GreatCircleMetres(const Site& a, const Site& b) const {
  const double x = a.unit[0] - b.unit[0], y = a.unit[1] - b.unit[1], z = a.unit[2] - b.unit[2];
  const double half_chord = std::sqrt(x * x + y * y + z * z) / 2;
  if (half_chord < 0.9) {
    const double metres = kDiameterM * std::asin(half_chord);
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
  std::int64_t road = ListedRoad(from.region, requirement);
  if (road < 0) {
    const std::int64_t circuity = std::max(from.circuity_milli, to.circuity_milli);
    road = (GreatCircleMetres(from, to) * circuity + 500) / 1000;
  }
  if (road > terms.most_road_m) return kNoLane;
  const Tier tier = TierBetween(from, requirement);
  const std::int64_t tier_cost =
      rest.preference == 0 ? tier_cost_[static_cast<std::size_t>(tier)] : TierCost(tier, rest);
  return Haulage(terms, rest, road) + tier_cost;
}

std::int64_t LaneCosts::ListedRoad(std::int32_t region, std::int32_t requirement) const {
  if (listed_.empty()) return -1;
  const auto found = listed_.find(region);
  return found == listed_.end() ? -1 : found->second[site_of_requirement_[requirement]];
}

std::int64_t LaneCosts::LeastListed(std::int32_t region) const {
  std::int64_t least = kUnbounded;
  if (!lists_roads_from(region)) return least;
  for (const std::int64_t metres : listed_.at(region)) {
    if (metres >= 0) least = std::min(least, metres);
  }
  return least;
}

}  // namespace pasok::match::exact
