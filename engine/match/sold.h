// What the flows of a matching take of each offer, and so of each supplier and aggregator.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Per offer of the instance. O(offers + flows).
std::vector<std::int64_t> QuantaOfOffers(const Instance& instance, const std::vector<LaneFlow>& flows);

// Quanta, per row of the instance.
struct Sold {
  std::vector<std::int64_t> of_offer;
  std::vector<std::int64_t> of_supplier;    // over all its offers of the day
  std::vector<std::int64_t> of_aggregator;  // over all that sell through it
};
Sold SoldBy(const Instance& instance, const std::vector<LaneFlow>& flows);  // O(offers + suppliers + flows)

}  // namespace pasok::match
