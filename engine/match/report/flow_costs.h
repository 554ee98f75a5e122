// What the flows of a matching cost, and which of them serve which requirement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"

namespace pasok::match {

// A flow's lane, and who delivers on it.
struct FlowCost {
  LaneCost lane;
  SenPerKg price;                 // the offer's
  std::int32_t supplier = kNone;  // dataset indices
  std::int32_t offer = kNone;
};

// Of each flow, in the order of the flows. O(flows + offers).
std::vector<FlowCost> CostsOf(const Instance& instance, const LaneRule& lanes,
                              std::span<const LaneFlow> flows);

// The half-open range of the flows of each requirement. REQUIRES flows by requirement, as a matching has
// them; they may be gone afterwards. O(flows + requirements).
class FlowsOfRequirements {
 public:
  FlowsOfRequirements(const Instance& instance, std::span<const LaneFlow> flows);

  std::size_t first(std::int32_t requirement) const { return first_[requirement]; }
  std::size_t end(std::int32_t requirement) const { return first_[requirement + 1]; }

 private:
  std::vector<std::size_t> first_;
};

}  // namespace pasok::match
