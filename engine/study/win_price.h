// How cheap an offer must be for a lane of it to be worth so much: the cost of a lane, turned round.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::study {

// The highest price of the offer, in sen per kg, at which the lane's unit (money and preference, lane.h) is
// at most `unit`; nullopt where not even 0 is low enough. Exact to the sen: one sen more per kg, and the unit
// is above. The price at hand doesn't matter.
std::optional<std::int64_t> PriceForUnit(const match::Instance& instance, const match::LaneRule& lanes,
                                         std::int32_t offer, std::int32_t requirement, std::int64_t unit);

}  // namespace pasok::study
