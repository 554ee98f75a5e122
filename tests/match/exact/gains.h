// What the arcs of a basis gain, looked at one by one.
#pragma once

#include <cstdint>

#include "engine/match/exact/choice.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {

// Of the arcs that an item stands for: 0 where none gains.
std::int64_t BestGain(const Rooms& rooms, const Basis& basis, std::int32_t node);

// What the chosen arc gains in the direction that was chosen; 0 where it can't carry more that way.
std::int64_t GainOf(const Rooms& rooms, const Basis& basis, const Choice& choice);

}  // namespace pasok::match::exact
