// What later steps leave of limits that earlier ones have reached: lanes whose part has next to no room left
// carry no more than they do.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

enum class HeldWhere : bool {
  kAtLimit,   // where a quantum more would pass a limit
  kNearLimit  // where a limit leaves less than a tenth; budgets, whose part is all that a kitchen buys, hold
              // nothing
};

// Per lane: what it carries in the answer, where its part is held; else its cap. O(lanes * rules).
std::vector<std::int64_t> CapsOf(const Instance& instance, const Market& market,
                                 std::span<const Limits> limits, const MarketAnswer& answer, HeldWhere held);

// Whether a lane that carries that much more would exceed a limit, in place of one of another part, or bring
// a demand point a new supplier of a risky commodity (steady.h).
class Breaker {
 public:
  // REQUIRES that all outlive it. O(lanes * rules).
  Breaker(const Instance& instance, const Market& market, std::span<const Limits> limits,
          const MarketAnswer& answer);

  bool Breaks(std::size_t lane, std::int64_t more) const;

 private:
  bool IsRiskyChange(const ListedLane& lane) const;

  const Instance& instance_;
  const Market& market_;
  const std::span<const Limits> limits_;
  std::vector<std::vector<double>> excess_;  // per rule and part
};

}  // namespace pasok::match::beyond
