// What a lane from a group costs: to the sen the same as LaneRule, offer by offer, at a tenth of its time.
//
// The distance comes from points on the unit sphere, 2 R asin(chord / 2). It differs from the haversine by
// less than 0.1 mm, so both round to the same metre unless the fraction lies within a millimetre of one half,
// or the points are nearly antipodal: then the haversine itself decides. Listed distances are spread over
// pairs of regions once.
//
// Thread-safe: everything only reads.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
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

  bool operator==(const LaneTerms&) const = default;
};

class LaneCosts {
 public:
  using ListedRow =
      std::vector<std::pair<std::int32_t, std::int64_t>>;  // (site of a requirement, metres), by site
  using ListedRoads = std::unordered_map<std::int32_t, ListedRow>;  // by region

  LaneCosts(const Instance& instance, const LaneRule& rule, const Network& network);

  // The cost of the lane above the offer's whole price, sen per quantum, or kNoLane where it is out of range.
  // Forbidden pairs are the network's to know. REQUIRES site among the network's that this was built for, or
  // without a region that distances.csv touches.
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

  // The metres that distances.csv lists from a region to a requirement; -1 where it lists none.
  std::int64_t ListedRoad(std::int32_t region, std::int32_t requirement) const;
  // The shortest that distances.csv lists from the region to any requirement; kUnbounded where it lists none.
  std::int64_t LeastListed(std::int32_t region) const;
  // The minutes that go with that road; -1 where none are listed, or no commodity limits them.
  std::int64_t ListedMinutes(std::int32_t region, std::int32_t requirement) const;
  bool lists_roads_from(std::int32_t region) const { return ListedFrom(region) != nullptr; }

 private:
  std::int64_t TierCostBetween(const Site& from, Rest rest, std::int32_t requirement) const;
  std::int64_t GreatCircleMetres(const Site& a, const Site& b) const;

  const Instance& instance_;
  std::vector<Site> sites_;  // of requirements, distinct
  std::vector<std::int32_t> site_of_requirement_;
  std::vector<LaneTerms> terms_;
  std::array<std::int64_t, kTiers> tier_cost_{};            // without rest
  const ListedRow* ListedFrom(std::int32_t region) const {  // nullptr: none is listed
    return region < 0 || region >= std::ssize(listed_from_) ? nullptr : listed_from_[region];
  }

  std::int64_t At(const ListedRow& row, std::int32_t requirement) const;  // -1: none

  ListedRoads listed_;
  ListedRoads minutes_;  // likewise, where some commodity limits them and they are listed
  std::vector<const ListedRow*> listed_from_;  // by region
};

}  // namespace pasok::match::exact
