// A plan's rows of what serves besides the day and the commodity that it was delivered for.
#pragma once

#include <vector>

#include "engine/match/matching.h"
#include "engine/match/plan.h"

namespace pasok::match {

// By date, demand point, commodity, to_date, to_commodity. O(n log n).
std::vector<Carried> ToCarried(const Instance& instance, const Matching& matching);

}  // namespace pasok::match
