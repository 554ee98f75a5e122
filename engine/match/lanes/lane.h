// The rule of one lane: may this offer serve this requirement, and at what landed cost? Exact, scalar, the
// reference that every faster path must equal to the sen.
//
//   metres     = round_half_up(1000 * haversine in km, R = 6371.0088)
//   road_m     = round_half_up(metres * circuity), the larger circuity of the two ends; or the listed km of
//                the deepest pair of distances.csv (between equals the one deeper on the supplier's side)
//   money      = round_half_up(100 * quantum_kg * (price + haul * road_m / 1000))      sen per quantum
//   and through an aggregator, with its fee and the road_m of both legs, farm to aggregator and on:
//   money      = round_half_up(100 * quantum_kg * (price + fee + haul * (leg1_m + leg2_m) / 1000))
//   preference = round_half_up(100 * quantum_kg * (tier surcharge + kind surcharge))   sen per quantum
//
// The haversine is the only floating-point step. Thread-safe: everything here only reads.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/match/question/instance.h"

namespace pasok::match {

enum class Ineligible : std::uint8_t {
  kNo,
  kBlocked,
  kRelatedParty,
  kOutOfRange,
  kTooSlow
};  // kNo: the lane is eligible

struct LaneCost {
  Ineligible ineligible = Ineligible::kNo;
  Tier tier = Tier::kLuar;
  Metres road;             // from the offer's place; set also where out of range
  Metres first_leg;        // to the offer's place; 0 where the supplier sells by itself
  std::int64_t money = 0;  // sen per quantum
  std::int64_t preference = 0;

  std::int64_t unit() const { return money + preference; }
};

// In place of the cost of a pair that is not eligible.
inline constexpr std::int64_t kNoLane = std::numeric_limits<std::int64_t>::max();

// Great-circle metres, rounded half up. Symmetric to the bit.
Metres GreatCircle(Point a, Point b);

// Answers for one instance, which must outlive it. Building it spreads distances.csv: O(distances + regions).
class LaneRule {
 public:
  explicit LaneRule(const Instance& instance);
  LaneCost Cost(std::int32_t offer, std::int32_t requirement) const;
  Metres Road(std::int32_t offer_place, std::int32_t requirement_place) const;
  // Between any two places of the dataset; `from` is on the supplier's side.
  Metres RoadBetween(const Place& from, const Place& to) const;
  // The road that distances.csv lists for two regions: of all listed pairs of the regions or ancestors of
  // them, the one whose levels add up to most; between equals the one deeper on the supplier's side. nullopt
  // where none is listed.
  std::optional<Metres> Listed(std::int32_t offer_region, std::int32_t requirement_region) const;
  // The minutes of that same pair; nullopt where it has none, or none is listed.
  std::optional<std::int32_t> ListedMinutes(std::int32_t offer_region, std::int32_t requirement_region) const;
  // The row of that pair; nullptr where none is listed. O(levels^2), at most, of regions that stand in
  // distances.csv.
  const RegionDistance* FindListed(std::int32_t offer_region, std::int32_t requirement_region) const;
  // The region, or else its nearest ancestor, that stands in distances.csv; kNone where none does. Regions
  // that share it have the same listed roads.
  std::int32_t NearestNamed(std::int32_t region) const { return nearest_named_[region]; }

 private:
  const Instance& instance_;
  std::unordered_map<std::uint64_t, const RegionDistance*> listed_;  // (from region, to region), both ways
  std::vector<std::int32_t> nearest_named_;                          // per region
};

}  // namespace pasok::match
