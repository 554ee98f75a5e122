// Stock that no day of the plan can cook, of which a planner should know.
#pragma once

#include <vector>

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Adds to `log` a warning for each row of stock, or of what is at hand, of the asked demand points whose last
// day is before the first planned one, or before the demand point needs any of it, though the plan reaches
// that day; and for what is more than the first day of need takes and can be kept for later ones that need it
// too (transfers.h), with what is in the way. Not on an undated plan. REQUIRES requirements, stock and
// transfers. `asked` is per demand point of the dataset. O((requirements + transfers + stock) log
// requirements).
void WarnOfLostStock(const Instance& instance, const std::vector<bool>& asked, FindingLog& log);

}  // namespace pasok::match
