// Every supplier as one demand point sees it, at a glance: bounds that settle nearly every pair of offer and
// need at once, so that the rules' own arithmetic (rules.h) runs only where they leave a doubt.
//
// With u and v the unit vectors of two points and `circuity` the larger of their ends', let
//   reach = R |u - v| circuity,   or the listed metres where distances.csv names the pair.
// A chord is never longer than its arc, and a road is off circuity times the arc by less than 2 circuity + 1
// metres: half a metre by its own rounding, half a metre of the great circle by its, and less than one of it
// by the haversine and the vectors, which next to the antipodes tell a chord of 2 R from one 1e-9 m shorter
// no more; elsewhere they are good to a micrometre. So, with `slack` that bound for the largest circuity
// there is,
//   (1)  road_m >= reach - slack.
// For a limit L on the road, an arc of (L - slack) / circuity has the chord 2 R sin((L - slack) / 2 R
// circuity), and that chord times circuity grows with circuity. So, with the smallest circuity there is,
//   (2)  reach <= 2 R circuity sin(min(pi / 2, (L - slack) / (2 R circuity)))  implies  road_m <= L.
// Squares are compared in place of roots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

struct Glance {
  double reach_squared = 0;  // m^2. NaN: only the rules know (blocked, of the same owner, or without a point)
  double surcharge = 0;      // of the tier, sen per quantum, not rounded
};

// Between `inner_squared` and `outer_squared` a lane may be in range or not. NaN compares false with both.
struct Reach {
  double inner_squared = 0;  // up to here it is surely in range
  double outer_squared = 0;  // beyond, surely not
};

// Thread-safe once built. The ground outlives it.
class Outlook {
 public:
  explicit Outlook(const Ground& ground);  // O(suppliers + regions + blocked pairs)

  // A glance for each supplier of the dataset. O(suppliers + regions).
  void Take(std::int32_t demand_point, std::vector<Glance>& glances) const;
  // The listed minutes from each region to that one; -1 where none are listed. O(regions).
  std::vector<std::int32_t> MinutesFromRegions(std::int32_t demand_region) const;
  Reach ReachOf(std::int32_t commodity) const { return reach_[commodity]; }
  double slack() const { return slack_; }  // of the road, metres

 private:
  struct End {
    double x = 0, y = 0, z = 0;  // NaN: it has no point
    double circuity = 0;
    std::int32_t region = kNone, tier_region = kNone;  // for listed roads, and for the surcharge
  };
  // What the suppliers of one region share in a demand point's eyes.
  struct RegionGlance {
    double listed_squared = -1;  // -1: the roads aren't listed
    double surcharge = 0;
  };

  End EndOf(std::int32_t region, const std::optional<Point>& own) const;
  std::vector<RegionGlance> GlanceAtRegions(std::int32_t demand_region) const;
  void ListForbidden();

  const Ground& ground_;
  std::vector<End> suppliers_;
  std::vector<End> demand_points_;
  std::vector<Reach> reach_;  // per commodity
  double slack_ = 0;
  std::vector<std::vector<std::int32_t>> blocked_;  // per demand point: suppliers
  // Per demand point the owner whose suppliers it may not have, and per owner these: an owner of many of both
  // has too many pairs to list.
  std::vector<std::optional<std::size_t>> owner_of_;
  std::vector<std::vector<std::int32_t>> related_;
};

}  // namespace pasok::match::recheck
