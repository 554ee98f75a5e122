#include "engine/match/exact/lane_costs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/match/question/sphere.h"

namespace pasok::match::exact {
namespace {

// What `value_of(region, end's region)` says of each region where some group stands and the sites of `ends`,
// if anything. Only the pairs within a listed pair of regions are looked at: O(their number), however many
// regions and ends there are.
template <class ValueOf>
LaneCosts::ListedRoads SpreadListed(const Dataset& dataset, const Network& network,
                                    const std::vector<Site>& ends, ValueOf value_of) {
  LaneCosts::ListedRoads listed;
  if (dataset.distances.empty()) return listed;
  std::map<std::int32_t, std::set<std::int32_t>> partners;
  for (const RegionDistance& row : dataset.distances) {
    partners[row.from_region].insert(row.to_region);
    partners[row.to_region].insert(row.from_region);
  }
  std::map<std::int32_t, std::vector<std::int32_t>> ends_within;  // region named by a listed pair -> ends
  for (std::size_t i = 0; i < ends.size(); ++i) {
    for (const std::int32_t region : ends[i].enclosing) {
      if (region != kNone && partners.contains(region))
        ends_within[region].push_back(static_cast<std::int32_t>(i));
    }
  }
  std::int32_t previous = kNone;
  for (const Site& site : network.sites) {
    if (site.region == previous || listed.contains(site.region)) continue;
    previous = site.region;
    std::set<std::int32_t> touched;
    for (std::int32_t region = site.region; region != kNone; region = dataset.regions[region].parent) {
      const auto found = partners.find(region);
      if (found == partners.end()) continue;
      for (const std::int32_t partner : found->second) {
        const auto within = ends_within.find(partner);
        if (within != ends_within.end()) touched.insert(within->second.begin(), within->second.end());
      }
    }
    if (touched.empty()) continue;
    auto& row = listed[site.region];
    for (const std::int32_t i : touched) {
      const std::optional<std::int64_t> value =
          value_of(site.region, ends[static_cast<std::size_t>(i)].region);
      if (value) row.emplace_back(i, *value);
    }
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
  listed_ = SpreadListed(*instance.dataset, network, sites_, [&](std::int32_t from, std::int32_t to) {
    return std::optional(rule.Listed(from, to)->value);
  });
  if (std::ranges::any_of(instance.commodities, [](const CommoditySpan& span) {
        return span.rule->max_travel_minutes.has_value();
      })) {
    minutes_ = SpreadListed(*instance.dataset, network, sites_, [&](std::int32_t from, std::int32_t to) {
      return std::optional<std::int64_t>(rule.ListedMinutes(from, to));
    });
  }
  if (!listed_.empty()) listed_from_.resize(instance.dataset->regions.size());
  for (const auto& [region, row] : listed_) listed_from_[region] = &row;
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
  std::int64_t road = ListedRoad(from.region, requirement);
  if (road < 0) {
    const std::int64_t circuity = std::max(from.circuity_milli, to.circuity_milli);
    road = (GreatCircleMetres(from, to) * circuity + 500) / 1000;
  }
  if (road > terms.most_road_m) return kNoLane;
  if (terms.most_minutes != kUnbounded && ListedMinutes(from.region, requirement) > terms.most_minutes)
    return kNoLane;
  return Haulage(terms, rest, road) + TierCostBetween(from, rest, requirement);
}

std::int64_t LaneCosts::TierCostBetween(const Site& from, Rest rest, std::int32_t requirement) const {
  const Tier tier = TierBetween(from, requirement);
  return rest.preference == 0 ? tier_cost_[static_cast<std::size_t>(tier)] : TierCost(tier, rest);
}

std::int64_t LaneCosts::ListedRoad(std::int32_t region, std::int32_t requirement) const {
  const ListedRow* const row = ListedFrom(region);
  return row == nullptr ? -1 : At(*row, requirement);
}

std::int64_t LaneCosts::ListedMinutes(std::int32_t region, std::int32_t requirement) const {
  const auto row = minutes_.find(region);
  return row == minutes_.end() ? -1 : At(row->second, requirement);
}

std::int64_t LaneCosts::At(const ListedRow& row, std::int32_t requirement) const {
  const std::int32_t site = site_of_requirement_[requirement];
  const auto at = std::ranges::lower_bound(row, site, {}, &std::pair<std::int32_t, std::int64_t>::first);
  return at == row.end() || at->first != site ? -1 : at->second;
}

std::int64_t LaneCosts::LeastListed(std::int32_t region) const {
  std::int64_t least = kUnbounded;
  const ListedRow* const row = ListedFrom(region);
  if (row == nullptr) return least;
  for (const auto& [site, metres] : *row) least = std::min(least, metres);
  return least;
}

}  // namespace pasok::match::exact
