// The dual value of a matching's prices over every eligible lane, taken by a plain loop apart from the
// solver.
//
//   sum need * min(pi_r, penalty) - sum over lanes cap * max(0, pi_r - pi_o - unit)
//   - sum over offers capacity * max(0, pi_o - pi_s) - sum over suppliers capacity * max(0, pi_s - pi_a)
//   - sum over aggregators capacity * max(0, pi_a)
//   - sum over transfers capacity * max(0, pi_to - pi_from - cost)      (pi_from is 0 of a stock)
//   - sum over stand-ins capacity * max(0, pi_to - cost - ratio * max(0, pi_from))      (stand_ins.h)
//   + sum over lanes unit * reserved,   with needs, caps and capacities less what is reserved of them, of
//   needs at the whole pi_r: what is reserved may stand in, and its own need go short
//   (of an offer in pieces, spread.h: sum quanta * max(0, pi_o - pi_s - surcharge), those reserved off first
//   and their surcharges added)
//
// By weak duality it bounds every matching's objective from below, whatever the prices are.
//
// Lanes are costed, and the sums above taken, by code of its own; but the pieces of an offer (spread.h), the
// most that transfers could earn (shared_stores.h) and the stand-ins' part (stand_ins.h) are the solvers'
// too. The checker of plan files (recheck/) shares none of it.
#pragma once

#include <cstdint>
#include <functional>

#include "engine/flow/stop.h"
#include "engine/match/dual_parts.h"
#include "engine/match/matching.h"

namespace pasok::match {

struct Proof {
  DualParts parts;
  std::int64_t lanes_eligible = 0;
  bool whole = false;  // false: stopped, and the parts mean nothing
};

// REQUIRES: an unlimited supplier's price is at most its aggregator's, one of those and of suppliers without
// at most 0. O(pairs of offer and requirement of a commodity),
// about a nanosecond each. `fraction`, where given, hears on the caller's thread how much is done.
Proof ProveOverAllLanes(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads,
                        const StopToken& stop, const std::function<void(double)>& fraction);

}  // namespace pasok::match
