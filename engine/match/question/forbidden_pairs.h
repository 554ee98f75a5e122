// Which pairs of supplier and demand point may have nothing to do with each other: blocks, and those of one
// owner.
#pragma once

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Fills an instance's blocked and related pairs. What is forbidden to an aggregator is to all that sell
// through it. Logs an error where related parties are too many to be honest. REQUIRES suppliers and
// requirements. O(suppliers + pairs log pairs).
void ForbidPairs(Instance& instance, FindingLog& log);

}  // namespace pasok::match
