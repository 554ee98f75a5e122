// Random markets whose kitchens each have one small store for all that they keep.
#pragma once

#include <random>

#include "tests/match/random_market.h"

namespace pasok::match {

// In place of what the market's kitchens can store: 1 to 12 quanta, shared by all commodities.
inline void ShareAllStores(std::mt19937_64& random, Market& market) {
  market.dataset.storage.clear();
  for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d) {
    const auto quanta = std::uniform_int_distribution<std::int64_t>(1, 12)(random);
    market.dataset.storage.push_back({.demand_point = d, .capacity = {quanta * market.policy.quantum.value}});
  }
}

}  // namespace pasok::match
