#include "engine/match/lanes/lane.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/match/question/sphere.h"

namespace pasok::match {
namespace {

std::uint64_t PairKey(std::int32_t from, std::int32_t to) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(from)) << 32 | static_cast<std::uint32_t>(to);
}

bool Names(const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs, std::int32_t supplier,
           std::int32_t demand_point) {
  return std::ranges::binary_search(pairs, std::pair(supplier, demand_point));
}

}  // namespace

Metres GreatCircle(Point a, Point b) {
  constexpr double kRadians = std::numbers::pi / 180;
  const double half_lat = std::sin((a.lat - b.lat) * kRadians / 2);
  const double half_lng = std::sin((a.lng - b.lng) * kRadians / 2);
  const double haversine =
      half_lat * half_lat + std::cos(a.lat * kRadians) * std::cos(b.lat * kRadians) * (half_lng * half_lng);
  const double metres = 2 * kEarthRadiusM * std::asin(std::sqrt(std::min(1.0, haversine)));
  return {static_cast<std::int64_t>(std::floor(metres + 0.5))};
}

LaneRule::LaneRule(const Instance& instance) : instance_(instance) {
  for (const RegionDistance& row : instance.dataset->distances) {
    listed_[PairKey(row.from_region, row.to_region)] = &row;
  }
  // A row serves the other direction where that has no row of its own.
  for (const RegionDistance& row : instance.dataset->distances) {
    listed_.emplace(PairKey(row.to_region, row.from_region), &row);
  }
  const std::vector<Region>& regions = instance.dataset->regions;
  nearest_named_.assign(regions.size(), kNone);
  for (const RegionDistance& row : instance.dataset->distances) {
    for (const std::int32_t region : {row.from_region, row.to_region}) nearest_named_[region] = region;
  }
  // Ancestors stand before what they enclose.
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (nearest_named_[i] == kNone && regions[i].parent != kNone)
      nearest_named_[i] = nearest_named_[regions[i].parent];
  }
}

const RegionDistance* LaneRule::FindListed(std::int32_t offer_region, std::int32_t requirement_region) const {
  const std::vector<Region>& regions = instance_.dataset->regions;
  const auto next = [&](std::int32_t named) {
    return regions[named].parent == kNone ? kNone : nearest_named_[regions[named].parent];
  };
  const RegionDistance* best = nullptr;
  std::pair<int, int> best_depth;
  for (std::int32_t a = nearest_named_[offer_region]; a != kNone; a = next(a)) {
    for (std::int32_t b = nearest_named_[requirement_region]; b != kNone; b = next(b)) {
      const auto listed = listed_.find(PairKey(a, b));
      if (listed == listed_.end()) continue;
      const std::pair depth(regions[a].level + regions[b].level, static_cast<int>(regions[a].level));
      if (!best || depth > best_depth) best = listed->second, best_depth = depth;
    }
  }
  return best;
}

std::optional<Metres> LaneRule::Listed(std::int32_t offer_region, std::int32_t requirement_region) const {
  const RegionDistance* listed = FindListed(offer_region, requirement_region);
  return listed ? std::optional(listed->road) : std::nullopt;
}

std::optional<std::int32_t> LaneRule::ListedMinutes(std::int32_t offer_region,
                                                    std::int32_t requirement_region) const {
  const RegionDistance* listed = FindListed(offer_region, requirement_region);
  return listed ? listed->minutes : std::nullopt;
}

Metres LaneRule::Road(std::int32_t offer_place, std::int32_t requirement_place) const {
  return RoadBetween(instance_.places[offer_place], instance_.places[requirement_place]);
}

Metres LaneRule::RoadBetween(const Place& a, const Place& b) const {
  if (const RegionDistance* listed = FindListed(a.region, b.region)) return listed->road;
  const Int128 metres = GreatCircle(a.point, b.point).value;
  return {RoundHalfUp(metres * std::max(a.circuity, b.circuity).value, 1000)};
}

LaneCost LaneRule::Cost(std::int32_t offer, std::int32_t requirement) const {
  const OfferRow& o = instance_.offers[offer];
  const RequirementRow& r = instance_.requirements[requirement];
  const Policy& policy = instance_.policy;
  const CommodityRule& rule = *instance_.commodities[o.commodity].rule;
  const SupplierRow& supplier = instance_.suppliers[o.supplier];

  LaneCost lane;
  lane.tier =
      instance_.dataset->TierBetween(instance_.places[o.place].tier_region, instance_.places[r.place].region);
  lane.road = Road(o.place, r.place);
  lane.first_leg = o.first_leg;
  const Int128 quantum = policy.quantum.value;
  const Int128 asked = Int128{o.price_sen_per_kg} + o.fee_sen_per_kg;
  const Int128 road = lane.first_leg.value + lane.road.value;
  lane.money = RoundHalfUp(quantum * (asked * 10'000 + rule.haul_per_kg_km.value * road), 10'000'000);
  const SenPerKg tier_surcharge = policy.tier_surcharge[static_cast<std::size_t>(lane.tier)];
  lane.preference = RoundHalfUp(quantum * (tier_surcharge.value + supplier.kind_surcharge_sen_per_kg), 1000);
  if (Names(instance_.blocked, o.supplier, r.demand_point)) {
    lane.ineligible = Ineligible::kBlocked;
  } else if (Names(instance_.related, o.supplier, r.demand_point)) {
    lane.ineligible = Ineligible::kRelatedParty;
  } else if (rule.max_distance && lane.road > *rule.max_distance) {
    lane.ineligible = Ineligible::kOutOfRange;
  } else if (rule.max_travel_minutes &&
             ListedMinutes(instance_.places[o.place].region, instance_.places[r.place].region) >
                 rule.max_travel_minutes) {
    lane.ineligible = Ineligible::kTooSlow;
  }
  return lane;
}

}  // namespace pasok::match
