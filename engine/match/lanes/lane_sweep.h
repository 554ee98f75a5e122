// Every lane of a requirement counted, with the gains of those that have one; at a few flops a lane and equal
// to lane.h to the sen.
//
//   gain = pi_r - pi_o - unit;  a lane adds (cap - reserved) * max(0, gain)
//
// The offers of a commodity stand by region as columns of floats, so that a stretch of them shares the tier
// and the listed road, and a plain loop over it vectorises. With u and v the unit vectors of two points and c
// the larger circuity of their ends, let b = R c |u - v|.
//   Out of range: a chord is never longer than its arc, so road_m >= b - slack.
//   In range: road_m <= L where b <= 2 R c sin(min(pi / 2, (L - slack) / (2 R c))); this grows with c, so
//     that the least circuity bounds it for all.
//   Without gain: unit >= costs without haulage + haul (b - slack) - 1, so there is none where
//     room <= 0 or room^2 <= (haul b)^2, room = pi_r - pi_o - those costs + haul slack + 1.
// The slack holds half a metre of the road's own rounding and, each times the most circuity, half a metre of
// the great circle's and one of the haversine and the vectors: next to antipodes; elsewhere next to nothing.
// Coordinates held as floats are off by at most 2^-25, so |u - v| by less than 1.1e-7; all bounds give way by
// that. What floats round later is below 1e-6 of the squares compared, and the bounds give way by 4e-6 more.
// What no bound settles, LaneRule does, one lane at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"

namespace pasok::match {

struct LaneGains {
  Int128 value = 0;  // sen
  std::int64_t eligible = 0;
};

// An eligible lane with a gain above zero.
struct Gainer {
  std::int32_t offer = kNone, requirement = kNone;
  std::int64_t unit = 0;  // sen per quantum
};
// Hears of them, and says what gain others of the same requirement must have to be heard of from there on,
// at least; 0: any.
using GainerSink = std::function<std::int64_t(const Gainer&)>;
using LaneFilter = std::function<bool(std::int32_t offer, std::int32_t requirement)>;

// Thread-safe once built; its arguments are only read, and outlive it.
class LaneSweep {
 public:
  // REQUIRES: offers of one commodity stand by supplier. O(offers + zones * commodities + places log zones),
  // zones being regions and what is sold of one through aggregators of another; some 30 bytes an offer. At
  // most that many threads.
  LaneSweep(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads);

  // Into gains[requirement] for each of them; `each`, where given, hears of every lane with a gain, in no
  // fixed order, of one requirement after another; gains then count those alone. `wanted`, where given: of
  // all others the gains count nothing, and may leave out that they are eligible. O(places of theirs *
  // regions + lanes), cheapest for all requirements of a few places at once.
  void Take(std::span<const std::int32_t> requirements, std::vector<LaneGains>& gains,
            const GainerSink* each = nullptr, const LaneFilter* wanted = nullptr) const;

 private:
  // The offers of one commodity, sorted by zone.
  struct Columns {
    std::vector<float> x, y, z, circuity_squared;
    std::vector<float> cost;  // pi_o, price and kind surcharge, sen per quantum; rounded down
    std::vector<std::int32_t> offer;
    std::vector<std::int32_t> first_of_zone;  // and the end
    float inner = 0, outer = 0;               // of (b / R)^2: up to here surely in range; beyond, surely not
    double haul = 0;                          // sen per quantum and metre
  };
  // The places of one region, with one region for the tier: each region itself, in order; then the others.
  struct Zone {
    std::int32_t region = kNone, tier_region = kNone;
  };
  // Zones [first, end) with the same tier and listed road.
  struct Stretch {
    std::int32_t first = 0, end = 0;
    Tier tier = Tier::kLuar;
    std::optional<Metres> listed;
    std::optional<std::int32_t> minutes;  // of the listed road
  };

  Columns ColumnsOf(const CommoditySpan& span, const Matching& matching) const;
  void SetRange(const CommoditySpan& span, Columns& columns) const;
  std::vector<Stretch> StretchesFrom(std::int32_t region) const;
  // What is found of one requirement, and who hears of it.
  struct Found {
    LaneGains gains;
    const GainerSink* each = nullptr;
    const LaneFilter* wanted = nullptr;
    std::int64_t least_gain = 1;
  };
  LaneGains TakeOne(std::int32_t requirement, const std::vector<Stretch>& stretches, const GainerSink* each,
                    const LaneFilter* wanted) const;
  void TakeByPoints(std::int32_t requirement, const Stretch& stretch, double room, Found& found) const;
  void TakeListed(std::int32_t requirement, const Stretch& stretch, double room, Found& found) const;
  void Settle(std::int32_t offer, std::int32_t requirement, bool counted, Found& found) const;
  void LeaveOutForbidden(std::int32_t requirement, LaneGains& gains) const;
  bool IsInRange(Metres road, std::optional<std::int32_t> minutes, std::int32_t commodity) const;

  const Instance& instance_;
  const LaneRule& rule_;
  const std::vector<std::int64_t>& requirement_price_;
  const std::vector<std::int64_t>& offer_price_;
  std::vector<Zone> zones_;
  std::vector<std::int32_t> zone_of_place_;
  double least_circuity_ = 1;
  double slack_ = 0;                                              // metres of road
  double blur_ = 0;                                               // of b / R, by floats
  std::vector<Columns> columns_;                                  // per commodity
  std::vector<std::pair<std::int32_t, std::int32_t>> forbidden_;  // demand point, supplier; sorted, distinct
};

}  // namespace pasok::match
