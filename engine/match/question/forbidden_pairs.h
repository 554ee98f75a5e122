// Which pairs of supplier and demand point may have nothing to do with each other: blocks, and those of one
// owner.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Fills an instance's blocked and related pairs. What is forbidden to an aggregator is to all that sell
// through it. Logs an error where related parties are too many to be honest. REQUIRES suppliers and
// requirements. O(suppliers + pairs log pairs).
void ForbidPairs(Instance& instance, FindingLog& log);

// Both kinds, as (demand point, supplier row): sorted, each once. O(pairs log pairs).
std::vector<std::pair<std::int32_t, std::int32_t>> ForbiddenByDemandPoint(const Instance& instance);

}  // namespace pasok::match
