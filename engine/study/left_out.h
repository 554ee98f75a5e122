// The offers of what is short that a rule keeps from selling, beside which nobody may have anything left.
#pragma once

#include "engine/match/plan.h"
#include "engine/study/bottlenecks.h"
#include "engine/study/report.h"

namespace pasok::study {

struct LeftOut {
  Sentence words;           // empty: nothing is
  bool any_offers = false;  // whole ones, and not only a part that probation holds back
};

// Of the commodity on the bottleneck's days: by the rule, with the nearest of those that are inactive or not
// sold then and would be in range of somebody who is short, and the cheapest of the others; and what
// probation holds back of those that sell. O(offers + excluded offers of it * short requirements).
LeftOut FindLeftOut(const Bottleneck& bottleneck, const match::Solved& solved);

}  // namespace pasok::study
