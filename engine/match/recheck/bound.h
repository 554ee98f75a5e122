// The dual value of the claimed prices by a plain loop over every pair of offer and requirement, and the
// reasons of the claimed shortages by another over every offer of theirs.
//
// A lane counts in the dual value by its gain = pi_r - pi_o - money - preference where that is above 0. With
// the reach and slack of outlook.h and the haulage h in sen per quantum and metre,
//   money + preference >= quantum (price + kind surcharge + tier surcharge) + h (reach - slack) - 1
// (the 1 for two roundings), so no gain is above 0 unless room > 0 and room^2 > (h reach)^2, where
//   room = pi_r - pi_o - quantum (price + kind surcharge + tier surcharge) + h slack + 1.
// Where offers spread fairly (spread.h), what an offer earns is the most of its price times its quanta less
// what they count, and what is kept of contracts has its part of that. What the plan keeps of its contracts
// counts at its landed cost, and is taken off the needs, caps and capacities: so the value bounds every plan
// that keeps as much of each. Doubles take that bound; each term first moves away from 0 or towards it by
// 1e-14 of itself, whichever lets more through, which outweighs their rounding. What is let through, and what
// is near the edge of its range, the rules of rules.h settle to the sen.
#pragma once

#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/dual_parts.h"
#include "engine/match/matching.h"
#include "engine/match/recheck/agreements.h"
#include "engine/match/recheck/behind_stores.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

struct Bound {
  DualParts parts;
  std::int64_t lanes_eligible = 0;
  std::vector<std::vector<Shortage>> reasons;  // per need: the rows that its shortage should have
  bool whole = false;                          // false: stopped
};

// Fills in what is left on the day behind stores that are full; it must be so of the days before. O(pairs), a
// few nanoseconds each; each of the threads (0: one per core) takes a demand point after the
// other.
Bound TakeBound(const Ground& ground, const Prices& prices, const Allocations& allocations,
                const Agreements& agreements, std::size_t day, BehindStores& behind, int threads,
                const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match::recheck
