// What a plan says of the network's optimum, from which whole deliveries moved it: how much less is short
// there, and how much less it costs.
//
// Which of several optima it was only the solver knows, but by the prices' complementary slackness a need
// whose price is below its penalty is served in each of them, one above it is short, and only one whose price
// is the penalty may be partly short. And each of them comes to the bound.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/match/recheck/agreements.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/report/rule_report.h"

namespace pasok::match::recheck {

class Summary;
struct Recount;

// What is short at an optimum of the prices.
class OptimumShortage {
 public:
  // One more day. What is kept of contracts is no question of prices.
  void Add(const Ground& ground, const Prices& prices, const Agreements& agreements);

  std::int64_t least() const { return least_; }  // quanta
  std::int64_t most() const { return most_; }
  // The least and the most that so many quanta short count, in sen. O(needs log needs). REQUIRES that they
  // are from least() to most().
  std::pair<Int128, Int128> PenaltyOf(std::int64_t quanta) const;

 private:
  struct Tied {
    std::int64_t penalty = 0, quanta = 0;
  };
  std::vector<Tied> tied_;  // that may be short, in part
  std::int64_t least_ = 0, most_ = 0;
  Int128 least_penalty_ = 0;
};

// The rule's report, with what the plan claims: faulted unless it is that of an optimum. Where the plan was
// stopped early, food may stand in at other ratios than kg for kg, or commodities share a store, none was
// found, and it need only be possible.
RuleReport CheckOptimum(const Summary& summary, const Policy& policy, const Recount& recount);

}  // namespace pasok::match::recheck
