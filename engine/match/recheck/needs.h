// Whether what is needed is served or short, quantum by quantum, and short for the reasons that are told.
#pragma once

#include <vector>

#include "engine/match/recheck/bound.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/recheck/recount.h"
#include "engine/register/finding_log.h"

namespace pasok::match::recheck {

// Adds up what is needed and short on the day; a need that doesn't come to what is served and short is a
// finding. O(needs + shortages).
void CountNeeds(const Ground& ground, const Allocations& allocations,
                const std::vector<ShortageClaim>& shortages, DayCount& day, FindingLog& log);

// Each need's rows against those that the bound has for it, in order. Not `explained`, as of a plan that was
// stopped before it looked for reasons: a row may also say just that, of all that is missing. O(shortages).
void CheckReasons(const Ground& ground, const std::vector<ShortageClaim>& claims, const Bound& bound,
                  bool explained, FindingLog& log);

}  // namespace pasok::match::recheck
