// What limits are passed by while lanes change a few at a time.
//
// A lane that carries more raises its whole, and with it the limits of all parts of that whole: so what these
// are passed by is kept, and only those parts that carry anything are looked at.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

struct LaneChange {
  std::int32_t lane = kNone;
  std::int64_t quanta = 0;  // so many more
};

class LimitSums {
 public:
  // REQUIRES that the first two outlive it. O(rules * lanes).
  LimitSums(const Market& market, std::span<const Limits> limits, const MarketAnswer& answer);

  // By how much more all limits together would be passed, in sen as Judge has it. At most four changes, of
  // different lanes. O(rules * parts that carry something of a whole), and much less where no whole changes.
  double MoreAfter(std::span<const LaneChange> changes) const;
  void Carry(const LaneChange& change);
  bool IsPartPassed(std::int32_t lane) const;  // any of those that the lane is of
  // Whether the lane's part, or another one of its whole, passes its limit.
  bool IsPassed(std::int32_t lane) const;

 private:
  struct Whole {
    std::int64_t amount = 0, passed = 0;  // by its parts together
    std::vector<std::int64_t> above;      // of each part that carries something: its amount less its most
    std::vector<std::int32_t> part;       // likewise: which
  };
  struct Rule {
    std::vector<std::int64_t> above;   // per part: its amount less its most
    std::vector<std::int32_t> listed;  // per part: where in its whole; kNone
    std::vector<Whole> wholes;
    double worth = 1;  // sen in one of its weight
  };

  std::int64_t MoreUnder(const Limits& limits, const Rule& rule, std::span<const LaneChange> changes) const;

  const Market& market_;
  const std::span<const Limits> limits_;
  std::vector<Rule> rules_;
};

}  // namespace pasok::match::beyond
