// Things that go together because others couple them, directly or by a row of them: union-find, in which the
// root of a set is its smallest member.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace pasok {

// Each thing points to one that it goes with, the first of those that go together to itself. Not thread-safe:
// FirstOf shortens the ways that it goes.
class Coupling {
 public:
  explicit Coupling(std::int32_t things) : leads_(static_cast<std::size_t>(things)) {
    std::iota(leads_.begin(), leads_.end(), 0);
  }
  // The first of all that go with it. O(log of the things), amortised.
  std::int32_t FirstOf(std::int32_t thing) {
    while (leads_[thing] != thing) thing = leads_[thing] = leads_[leads_[thing]];
    return thing;
  }
  void Couple(std::int32_t a, std::int32_t b) {
    const std::int32_t first_a = FirstOf(a), first_b = FirstOf(b);
    leads_[std::max(first_a, first_b)] = std::min(first_a, first_b);
  }
  std::int32_t count() const { return static_cast<std::int32_t>(leads_.size()); }

 private:
  std::vector<std::int32_t> leads_;
};

}  // namespace pasok
