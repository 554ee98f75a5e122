// How many pairs of who sells and who needs on a day blocks and related parties keep apart, read from the
// dataset.
#pragma once

#include <cstdint>

#include "engine/match/recheck/rules.h"

namespace pasok::match::recheck {

struct ForbiddenPairs {
  std::int64_t blocked = 0, related = 0;
};

// Of the suppliers with an offer that isn't ruled out and the demand points with a need. What is forbidden to
// an aggregator is to all that sell through it. O((offers + needs + blocked pairs) log of them).
ForbiddenPairs CountForbidden(const Dataset& dataset, const Policy& policy, const DayRules& rules);

}  // namespace pasok::match::recheck
