// Whether contracts that can't all be kept give way where that costs least.
//
// All ways to keep as much as a plan does are flows over the contracts' lanes, within what they share. One of
// them costs least exactly where no cycle of its residual network costs less than nothing (Klein, 1967). So
// the checker solves nothing here either, it only looks for such a cycle, in passes over the steps (Bellman
// and Ford).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/recheck/agreements.h"

namespace pasok::match::recheck {

// What would be as much and cost less: so many quanta less of each of the one, and more of each of the other.
struct CheaperPromises {
  std::vector<const Agreement*> less, more;  // in the order of `due`
  std::int64_t quanta = 0;
  Int128 saved = 0;  // sen, > 0: money and preference of the lanes
};

// Of each set of contracts that what is scarce holds together one, where there is any. REQUIRES `due` of the
// ground's day, and that no more of them could be kept. O(n log n) where all are kept; of a set that isn't,
// contracts times passes, which are few but for long chains of contracts. Deterministic.
std::vector<CheaperPromises> FindCheaperPromises(const Ground& ground, const std::vector<Agreement>& due);

}  // namespace pasok::match::recheck
