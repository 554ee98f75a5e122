// What a lane from a group costs: to the sen the same as LaneRule, offer by offer, at a tenth of its time.
//
// The distance comes from points on the unit sphere, 2 R asin(chord / 2). It differs from the haversine by
// less than 0.1 mm, so both round to the same metre unless the fraction lies within a millimetre of one half,
// or the points are nearly antipodal: then the haversine itself decides. Listed distances are looked up when
// they are asked for, by those of the regions' ancestors that distances.csv names: spread over pairs of
// places, a row between two provinces would fill gigabytes.
//
// Thread-safe: everything only reads.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/match/exact/network.h"
#include "engine/match/lanes/lane.h"

namespace pasok::match::exact {

// What lanes of one commodity share.
struct LaneTerms {
  std::int32_t first_requirement = 0, end_requirement = 0;
  std::int64_t haul =
      0;  // quantum grams x thousandths of a rupiah per kg and km: 10^7 of it and a metre cost a sen
  std::int64_t most_road_m = 0;
  std::int64_t narrow_road_m = 0;  // up to here the product fits 64 bits
  std::int64_t most_minutes = 0;   // on listed roads that say how many they take

  // Whether a listed road is too long, or takes too long, for any lane on it.
  bool Exclude(const RegionDistance& listed) const {
    return listed.road.value > most_road_m || listed.minutes.value_or(0) > most_minutes;
  }

  bool operator==(const LaneTerms&) const = default;
};

class LaneCosts {
 public:
  // REQUIRES the rule, of an instance of the same dataset, to outlive it. O(requirements + distances +
  // regions).
  LaneCosts(const Instance& instance, const LaneRule& rule);

  // The cost of the lane above the offer's whole price, sen per quantum, or kNoLane where it is out of range.
  // Forbidden pairs are the network's to know.
  std::int64_t Cost(const Site& from, Rest rest, std::int32_t commodity, std::int32_t requirement) const;

  // No lane of these costs less, in range or not: what it would without any haulage. Where haulage costs
  // nothing it is what one in range costs.
  std::int64_t LeastCost(const Site& from, Rest rest, std::int32_t commodity,
                         std::int32_t requirement) const {
    return Haulage(terms_[commodity], rest, 0) + TierCostBetween(from, rest, requirement);
  }

  const LaneTerms& Terms(std::int32_t commodity) const { return terms_[commodity]; }
  const Site& RequirementSite(std::int32_t requirement) const {
    return sites_[site_of_requirement_[requirement]];
  }
  Tier TierBetween(const Site& from, std::int32_t requirement) const;
  std::int64_t TierCost(Tier tier, Rest rest) const;
  // Sen per quantum for the metres, the rest of the price rounded in.
  std::int64_t Haulage(const LaneTerms& terms, Rest rest, std::int64_t road_m) const;

  // The row of distances.csv that holds from a region to a requirement; nullptr where it lists none.
  const RegionDistance* Listed(std::int32_t region, std::int32_t requirement) const {
    return lists_roads_from(region) ? rule_.FindListed(region, RequirementSite(requirement).region) : nullptr;
  }
  // None that it lists from the region to any requirement is shorter; kUnbounded: it lists none.
  std::int64_t LeastListed(std::int32_t region) const {
    return region < 0 || region >= std::ssize(least_listed_) ? kUnbounded : least_listed_[region];
  }
  bool lists_roads_from(std::int32_t region) const { return LeastListed(region) != kUnbounded; }
  // Regions with the same answer have the same listed roads; kNone: none.
  std::int32_t ListedAs(std::int32_t region) const {
    return lists_roads_from(region) ? rule_.NearestNamed(region) : kNone;
  }

 private:
  std::int64_t TierCostBetween(const Site& from, Rest rest, std::int32_t requirement) const;
  std::int64_t GreatCircleMetres(const Site& a, const Site& b) const;

  const Instance& instance_;
  const LaneRule& rule_;
  std::vector<Site> sites_;  // of requirements, distinct
  std::vector<std::int32_t> site_of_requirement_;
  std::vector<LaneTerms> terms_;
  std::array<std::int64_t, kTiers> tier_cost_{};  // without rest
  std::vector<std::int64_t> least_listed_;        // by region; empty: distances.csv has no rows
};

}  // namespace pasok::match::exact
