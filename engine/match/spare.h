// What is left to sell.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// What of offers, suppliers and aggregators nobody has taken yet. An offer belongs to one supplier and that
// to one aggregator at most, so that what is left of an offer is the least of the three.
class Spare {
 public:
  // What the flows leave. The instance outlives it.
  explicit Spare(const Instance& instance, std::span<const LaneFlow> flows = {});

  // Quanta; where the supplier `instead`, a row, sells as much less.
  std::int64_t Of(std::int32_t offer, std::int32_t instead = kNone) const;
  // Whatever its aggregator can still handle.
  std::int64_t OwnOf(std::int32_t offer) const;
  void Take(std::int32_t offer, std::int64_t quanta);  // gives back what is below 0

 private:
  const Instance& instance_;
  std::vector<std::int64_t> offer_, supplier_, aggregator_;
};

}  // namespace pasok::match
