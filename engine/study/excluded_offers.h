// The offers that could not sell at all, and what kept each from it: the other half of who got no order.
#pragma once

#include <vector>

#include "engine/match/question/instance.h"
#include "engine/study/report.h"

namespace pasok::study {

// Offers that could not sell on any day, each with the day on which it came farthest through the rules.
// O(offers).
std::vector<match::ExcludedOffer> ExcludedOn(const match::Instance& instance);

// One row each: its reason, and the figure that it rests on.
Table ExcludedTable(const match::Instance& instance, const std::vector<match::ExcludedOffer>& list);

}  // namespace pasok::study
