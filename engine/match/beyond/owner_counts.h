// How many owners deliver to each demand point and day, while lanes change a few at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limit_sums.h"

namespace pasok::match::beyond {

class OwnerCounts {
 public:
  // O(lanes log lanes).
  OwnerCounts(const Instance& instance, const Market& market, const MarketAnswer& answer);

  // By how much more the owners that are missing to what the policy asks for would be, in all; 0 where it
  // asks for none. The answer is the one that was counted.
  std::int64_t MissingAfter(std::span<const LaneChange> changes, const MarketAnswer& answer) const;
  // Whether too few deliver where the lane leads.
  bool IsMissing(std::int32_t lane) const;
  // The lane had `quanta` before.
  void Carry(const LaneChange& change, std::int64_t quanta);

 private:
  void Count(std::int32_t pair, std::int32_t lanes);

  std::int64_t asked_ = 0;
  std::vector<std::int32_t> pair_of_lane_;   // demand point, day and owner
  std::vector<std::int32_t> eater_of_pair_;  // demand point and day
  std::vector<std::int32_t> lanes_;          // per pair: in use
  std::vector<std::int32_t> owners_;         // per eater: that deliver
};

}  // namespace pasok::match::beyond
