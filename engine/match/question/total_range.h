// The proof, before anything is solved, that every figure of a plan fits 64 bits.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/match/question/instance.h"

namespace pasok::match {

// No total may pass this: a quarter of the 64-bit range, so that sums and differences of two stay inside.
inline constexpr std::int64_t kMostTotal = std::int64_t{1} << 61;

// The dearest that one quantum of the commodity can be on any lane, in sen, money and preference. Bounds the
// road by half the Earth's circumference times the largest circuity, and by the longest listed one.
Int128 DearestUnit(const Instance& instance, const CommoditySpan& commodity);

// Proves that needs in grams, landed costs per quantum and the cost of every need, unserved or served on its
// dearest lane, sum up to at most kMostTotal, and that contracts can be weighed against each other
// (contracts.h). Otherwise an error that names the policy's key and the figures. O(offers + requirements +
// contracts).
std::optional<Finding> CheckSums(const Instance& instance);

// The same, and where aims are strict or rules beyond the network are in use (beyond/beyond.h), that every
// network of listed lanes (listed_network.h), at the instance's costs and with what outweighs them
// (beyond::Prohibitive) twice on any lane, keeps flow::CheckRange.
std::optional<Finding> CheckTotals(const Instance& instance);

}  // namespace pasok::match
