// Whole shares of a whole.
#pragma once

#include <cstdint>
#include <vector>

namespace pasok::sample {

// How many of `total` each weight gets, in proportion, by largest remainders (between equals the earlier):
// they add up to `total`. REQUIRES weights >= 0 with a positive sum, and total * weight within 64 bits.
std::vector<std::int64_t> Apportion(std::int64_t total, const std::vector<std::int64_t>& weights);

}  // namespace pasok::sample
