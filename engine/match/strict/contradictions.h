// Every eligible lane that contradicts prices by rank: one whose reduced cost is below zero.
//
// A plain loop over all pairs (lane_sweep.h) compares sums of money, not ranks. So the ranks between penalty
// and money are weighed into one number: prices differ there by a few units only, so that weights of a
// moderate size let no lower rank outweigh one unit of a higher one, in any one lane; and weights are just
// what surcharges of nearness are. The penalty, of which offers have but a few prices, takes a loop for each
// of them. Where the weights would not fit, every pair is compared by itself, slowly.
#pragma once

#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/strict/ranks.h"

namespace pasok::match {

struct RankedLane {
  std::int32_t offer = kNone, requirement = kNone;
  LaneCost cost;
  Ranks reduced{};  // cost + pi_o - pi_r
};

struct Contradictions {
  std::vector<RankedLane> lanes;  // by requirement, offer
  bool whole = false;             // false: stopped
};

// Lanes that carry all they may are named too. At most that many threads; 0: one per core. O(penalties of
// offers * pairs), about a nanosecond a pair.
Contradictions FindContradictions(const Instance& instance, const LaneRule& rule, const RankPrices& prices,
                                  int threads, const StopToken& stop);

}  // namespace pasok::match
