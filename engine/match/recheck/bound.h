// The dual value of the claimed prices by a plain loop over every pair of offer and requirement, and with the
// same look at every pair the reasons of the claimed shortages.
#pragma once

#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/matching.h"
#include "engine/match/proof.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

struct Bound {
  DualParts parts;
  std::int64_t lanes_eligible = 0;
  std::vector<std::vector<Shortage>> reasons;  // per need: the rows that its shortage should have
  bool whole = false;                          // false: stopped
};

// O(pairs); one thread per core takes a demand point after the other.
Bound TakeBound(const Ground& ground, const Prices& prices, const Allocations& allocations,
                const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match::recheck
