// Days on which a kitchen needs none of a food, but may take it for later: rows that need nothing, beside
// those of what may stand in for something (transfers.h).
//
// The kitchen must cook something on the day, so that somebody is there to take it; have room for the food
// overnight; and need some of it on a later planned day on which it is still fresh.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/match/question/asked_day.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Demand point and commodity, dataset indices.
using AheadKeys = std::vector<std::pair<std::int32_t, std::int32_t>>;

// Per day, sorted. O(needs * (nights kept + log n)).
std::vector<AheadKeys> FindAhead(const Dataset& dataset, const Policy& policy,
                                 const std::vector<AskedDay>& days);

}  // namespace pasok::match
