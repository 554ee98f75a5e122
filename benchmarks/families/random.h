// Seeded numbers that are the same with every library: std::uniform_int_distribution's are not.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace pasok::families {

inline constexpr std::int64_t kMostCapacity = 1'000;
inline constexpr std::int64_t kMostCost = 10'000;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  std::int32_t Below(std::int32_t end) { return static_cast<std::int32_t>(Between(0, end - 1)); }
  std::int64_t Capacity() { return Between(1, kMostCapacity); }
  std::int64_t Cost() { return Between(1, kMostCost); }

  void Shuffle(std::vector<std::int32_t>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[Below(static_cast<std::int32_t>(i))]);
    }
  }

  // `total` in `parts` random parts, each at least 1. REQUIRES: total >= parts.
  std::vector<std::int64_t> Split(std::int64_t total, std::int32_t parts) {
    const std::int64_t mean = total / parts;
    std::vector<std::int64_t> split(parts, 0);
    for (std::int32_t i = 0; i < parts; ++i) {
      const std::int64_t kept = Between(1, mean);
      split[i] += kept;
      split[Below(parts)] += mean - kept;
    }
    split[Below(parts)] += total - mean * parts;
    return split;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace pasok::families
