// Fair spread as the checker reads it: what offers count more for giving much of what they could.
//
// Where the solver lays pieces side by side, this takes the cost of x quanta as a sum of ramps,
//
//   F(x) = sum over steps j of (s_j - s_(j-1)) * max(0, x - floor(a_j * W)),   s_0 = 0
//
// so that a plan that has an offer give from x to y costs F(y) - F(x); and the most that a quantum price can
// earn on it as the greatest of a concave function, which lies where a ramp begins or at an end.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/recheck/agreements.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/report/rule_report.h"

namespace pasok::match::recheck {

class OfferSpread {
 public:
  OfferSpread(const Policy& policy, const DayOffer& offer);

  // Sen for giving the quanta from `from` to `to`, both of what the offer gives on the day in all.
  Int128 Cost(std::int64_t from, std::int64_t to) const { return Ramps(to) - Ramps(from); }
  // max over x in [from, to] of price * (x - from) - Cost(from, x).
  Int128 Earns(std::int64_t price, std::int64_t from, std::int64_t to) const;
  // What the quantum after so many costs.
  std::int64_t Next(std::int64_t quanta) const { return static_cast<std::int64_t>(Cost(quanta, quanta + 1)); }
  // Where each step's ramp begins.
  const std::vector<std::int64_t>& begins() const { return begins_; }

 private:
  Int128 Ramps(std::int64_t quanta) const;

  std::vector<std::int64_t> begins_, slopes_;  // per step; slopes: added to those before
};

// Of one day's allocations.
struct SpreadCount {
  Int128 cost = 0;
  std::int64_t in_use = 0;           // offers that give anything
  std::vector<SpreadTally> steps{};  // per step of the policy

  void Add(const SpreadCount& day);
};
SpreadCount CountSpread(const Ground& ground, const Allocations& allocations);

}  // namespace pasok::match::recheck
