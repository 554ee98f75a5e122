// What the food of each demand point's day may cost.
#pragma once

#include "engine/match/question/instance.h"

namespace pasok::match {

// Fills an instance's budgets:
//   sum over groups of recipients * what a portion may cost * the calendar's factor, rounded down to the sen.
// Who has recipients has a budget, also of 0; who has none has none.
// REQUIRES days and requirements. O(requirements log requirements + calendar).
void AddBudgets(Instance& instance);

}  // namespace pasok::match
