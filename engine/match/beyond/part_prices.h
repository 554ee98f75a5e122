// The prices of the parts that exceed a limit (steer.h), each found by halving: dearer as long as its part is
// above, cheaper once it isn't.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/beyond/limits.h"

namespace pasok::match::beyond {

class PartPrices {
 public:
  // All 0 at first. REQUIRES that both outlive it.
  PartPrices(const Market& market, std::span<const Limits> limits);

  // Whether any price moves after that answer. O(rules * lanes).
  bool Move(const MarketAnswer& answer);
  // What a quantum on each lane counts on top of that.
  std::vector<std::int64_t> OnTopOf(std::vector<std::int64_t> units) const;

 private:
  // The price of a part, in its weight, and the two between which it is looked for.
  struct Priced {
    double price = 0, too_low = 0, enough = 0;
    bool was_enough = false;

    void Raise();
    void Lower();
  };

  const Market& market_;
  const std::span<const Limits> limits_;
  const double mean_unit_;
  std::vector<std::vector<Priced>> priced_;  // by limits, part
};

}  // namespace pasok::match::beyond
