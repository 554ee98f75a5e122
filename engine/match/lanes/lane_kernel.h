// Roads and landed costs of all offers against one requirement at once, vectorised, and equal to lane.h to
// the sen.
//
// Points are unit vectors u, v, so the haversine is |u - v|^2 / 4 and the great circle 2 R asin of its root:
// sums and products only, by a power series that is good to 1e-5 m for pairs within 6,671 km (haversine at
// most 1/4). Where the metres lie within 1e-3 m of a rounding boundary, or the pair is farther apart, the
// scalar reference decides. All further steps are integers held in doubles: exact below 2^53, which the
// constructor checks per commodity; beyond it the scalar reference decides every pair.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// From every place of the instance to one of them.
struct RoadsTo {
  Eigen::ArrayXd road;  // metres, whole
  std::vector<Tier> tier;
  std::vector<std::int32_t> minutes;  // -1: not listed. Empty where no commodity limits them
};

// Thread-safe once built; it and its arguments are only read. The instance and the rule outlive it.
class LaneKernel {
 public:
  LaneKernel(const Instance& instance, const LaneRule& rule);

  RoadsTo FindRoads(std::int32_t place) const;  // O(places)
  // Landed costs (money + preference, sen per quantum, or kNoLane) of the requirement with each offer of its
  // commodity, in order. REQUIRES roads to the requirement's place. O(offers of the commodity).
  std::vector<std::int64_t> FindUnits(std::int32_t requirement, const RoadsTo& roads) const;

 private:
  struct CommodityArrays {
    Eigen::ArrayXd price;  // per offer: the cost's numerator without haulage, in 1e-7 sen
    double haul_per_metre = 0;
    bool exact = true;  // all numerators stay below 2^53
  };

  void ForbidPairs(std::int32_t requirement, std::vector<std::int64_t>& units) const;

  const Instance& instance_;
  const LaneRule& rule_;
  Eigen::ArrayXd x_, y_, z_, circuity_;  // per place
  bool limits_minutes_ = false;          // some commodity does
  std::vector<CommodityArrays> commodities_;
  std::vector<std::array<std::int64_t, kTiers>> preference_;      // per supplier
  std::vector<std::pair<std::int32_t, std::int32_t>> forbidden_;  // demand point, supplier; sorted, distinct
};

// Calls `visit` once for each of `requirements` (in no fixed order, from several threads at a time for
// different ones) with its roads and units; leaves early when `stop` asks. `fraction`, where given, hears how
// much is done. Returns whether all were visited. Roads are found once per place.
bool VisitLanes(const Instance& instance, const LaneKernel& kernel,
                std::span<const std::int32_t> requirements, int threads, const StopToken& stop,
                const std::function<void(double)>& fraction,
                const std::function<void(std::int32_t requirement, const RoadsTo& roads,
                                         std::span<const std::int64_t> units)>& visit);

}  // namespace pasok::match
