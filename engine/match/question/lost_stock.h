// Stock that no day of the plan can cook, of which a planner should know.
#pragma once

#include <vector>

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Adds to `log` a warning for each row of stock.csv of the asked demand points whose last day is before the
// first planned one, or before the demand point needs any of it, though the plan reaches that day; and for
// what is more than the first day of need takes of a commodity that isn't kept because it has substitutes
// (transfers.h), though it is needed later too. Not on an undated plan, nor where the policy has no stock.
// REQUIRES requirements. `asked` is per demand point of the dataset. O(requirements + stock log
// requirements).
void WarnOfLostStock(const Instance& instance, const std::vector<bool>& asked, FindingLog& log);

}  // namespace pasok::match
