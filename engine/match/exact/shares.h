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
// lane. `given`: per capped offer what it gets beforehand, within those limits; empty: nothing.
inline constexpr std::int64_t kNoValue = -kUnbounded;
std::vector<std::int64_t> ShareOut(const Network& network, std::span<const std::int64_t> value,
                                   std::span<const std::int64_t> given = {});

// Halfway from one sharing to another, each share rounded down, so that totals stay kept. What suppliers
// would choose at some prices overshoots: where all of a place turn to what is dear there, it becomes cheap.
// Steps of half the way settle down (the method of successive averages of traffic assignment).
std::vector<std::int64_t> Halfway(std::span<const std::int64_t> from, std::span<const std::int64_t> to);

// Before anything is known of values: each offer's capacity in proportion, rounded down.
std::vector<std::int64_t> ShareEvenly(const Network& network);

}  // namespace pasok::match::exact
