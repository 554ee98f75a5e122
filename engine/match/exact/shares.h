// How a supplier of a limited total shares it out among its offers: a greedy knapsack at given values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"

namespace pasok::match::exact {

// Per capped offer, the capacity that its supplier gives it: offers in order of margin = value of the offer's
// group less its price, greatest first, between equals the first; offers of no positive margin get what is
// left over. Shares of one supplier add up to at most its capacity. `value` is indexed by group; kNoValue: no
// lane.
inline constexpr std::int64_t kNoValue = -kUnbounded;
std::vector<std::int64_t> ShareOut(const Network& network, std::span<const std::int64_t> value);

// Before anything is known of values: each offer's capacity in proportion, rounded down.
std::vector<std::int64_t> ShareEvenly(const Network& network);

}  // namespace pasok::match::exact
