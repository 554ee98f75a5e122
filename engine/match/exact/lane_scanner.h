// Search: the lanes of a group that are worth something at given requirement prices, among all of them.
//
// The value of a lane is  requirement price - lane cost. For every requirement of the commodity a
// single-precision upper bound of it is computed, eight at a time; only where the bound passes the bar is the
// exact cost worked out. So nothing is missed, whatever the rounding:
//
//   bound = price - tier - h * max(circuity) * d~ + slack,   d~ <= (1 + 2^-20) d + err
//
// where d~ is the odd series of asin cut after x^7 (from below, all its terms are positive) over coordinates
// relative to the requirements' centre, err their rounding, h the haulage per metre, and slack = the
// roundings to metres and sen. A pass over 85 million pairs takes 0.05 s with AVX2.
//
// Not thread-safe: one scanner a thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

struct FoundLane {
  std::int32_t requirement = kNone;
  std::int64_t cost = 0;   // exact, sen per quantum above the offer's price
  std::int64_t value = 0;  // requirement price - cost
};

class LaneScanner {
 public:
  // `price` is indexed by requirement and outlives the scanner's use.
  LaneScanner(const LaneCosts& costs, const Network& network, std::int32_t commodity,
              std::span<const std::int64_t> price);

  // Takes up a group of the commodity; the calls below then speak of it. Groups of one region in a row are
  // cheaper.
  void LookFrom(std::int32_t group);

  // The eligible lane of greatest value, the lowest requirement among equals; requirement kNone where there
  // is none.
  FoundLane Best() const;
  // Appends the eligible lanes of value > bar, by requirement.
  void Above(std::int64_t bar, std::vector<FoundLane>& found) const;

 private:
  void PriceTiers(const Site& site);
  FoundLane Exact(std::size_t i) const;
  float Bar(std::int64_t value) const;

  const LaneCosts& costs_;
  const Network& network_;
  const LaneTerms& terms_;
  std::span<const std::int64_t> price_;
  const Group* group_ = nullptr;
  std::int32_t region_ = kNone;
  bool region_known_ = false;

  // Per requirement of the commodity.
  std::vector<float> x_, y_, z_, circuity_;
  std::vector<float> price_up_;  // price - shift, rounded up, slack in
  std::vector<float> priced_;    // price_up - tier, for region_
  std::vector<float> bound_;     // the answer for group_
  std::array<std::vector<std::int32_t>, 4> enclosing_;
  std::array<float, kTiers> tier_{};
  std::array<double, 3> centre_{};
  std::int64_t shift_ = 0;
  float haul_ = 0;   // sen per metre
  float reach_ = 0;  // metres of road beyond which no rounding makes a lane eligible
};

}  // namespace pasok::match::exact
