// Large markets are solved less often: tried here on small ones.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <utility>

#include "engine/match/beyond/deliveries.h"
#include "engine/match/beyond/steer.h"
#include "tests/match/random_market.h"

namespace pasok::match::beyond {
namespace {

TEST(LargeMarket, KeepsLimitsAboutAsWellWhereItIsCutFirst) {
  std::mt19937_64 random(41);
  int cases = 0, moved = 0;
  double excess_of_small = 0, excess_of_large = 0, at_first = 0, cost_of_small = 0, cost_of_large = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    match::Market asked = RandomMarket(random, {.most_suppliers = 16, .aggregators = i % 4 == 0});
    asked.policy.aims = Aims::kWeighted;
    asked.policy.sharing.mode = SharingMode::kReport;
    asked.policy.sharing.most[i % kShareLimits] =
        Millionths{static_cast<std::int32_t>(100'000 + random() % 700'000)};
    if (!BuildInstance(asked.dataset, asked.policy, asked.question).instance) continue;
    const auto solved = SolveFor(asked);
    Instance instance = solved->instance;
    instance.policy.sharing.mode = SharingMode::kAim;
    std::optional<Market> market = ListMarket(instance, solved->lanes, solved->matching,
                                              {.most = 32, .sen_per_kg = 1'000'000'000}, 1, StopToken());
    const MarketAnswer start = AnswerFrom(*market, solved->matching);
    const std::vector<Limits> limits = LimitsOf(instance, *market, start);
    const Judgement first = Judge(instance, *market, limits, start);
    if (first.excess == 0) continue;
    ++cases;
    const Judgement small = Judge(instance, *market, limits, Steer(instance, *market, limits, start, {}));
    market->small_up_to = 0;
    const MarketAnswer answer = Steer(instance, *market, limits, start, {});
    const Judgement large = Judge(instance, *market, limits, answer);
    EXPECT_LE(PenaltyOf(instance, answer), PenaltyOf(instance, start));
    EXPECT_LE(large.excess, first.excess);
    moved += large.excess < first.excess;
    at_first += first.excess, excess_of_small += small.excess, excess_of_large += large.excess;
    cost_of_small += static_cast<double>(small.cost), cost_of_large += static_cast<double>(large.cost);
  }
  EXPECT_GE(cases, 60);
  EXPECT_GE(moved, 30);
  std::cout << cases << " cases, " << moved << " moved; of what is exceeded at first "
            << 100 * excess_of_small / at_first << " % left, cut first " << 100 * excess_of_large / at_first
            << " %, at a cost of " << 100 * cost_of_large / cost_of_small << " % of the other way's\n";
  EXPECT_LE(excess_of_large, 1.05 * excess_of_small);
  EXPECT_LE(cost_of_large, 1.01 * cost_of_small);
}

// With fewer dives and passes, and flows led anew rather than solved.
TEST(LargeMarket, IsMadeWholeForLittleMore) {
  std::mt19937_64 random(43);
  int cases = 0;
  double small = 0, large = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    match::Market asked = RandomMarket(random, {.most_suppliers = 16, .deliveries = true});
    asked.policy.aims = Aims::kWeighted;
    const DeliveryRules deliveries = std::exchange(asked.policy.deliveries, {});
    if (!BuildInstance(asked.dataset, asked.policy, asked.question).instance) continue;
    const auto solved = SolveFor(asked);
    Instance instance = solved->instance;
    instance.policy.deliveries = deliveries;
    std::optional<Market> market = ListMarket(instance, solved->lanes, solved->matching,
                                              {.most = 32, .sen_per_kg = 1'000'000'000}, 1, StopToken());
    const MarketAnswer start = AnswerFrom(*market, solved->matching);
    const WholeLanes lanes = WholeLanesOf(instance, *market, {});
    const auto cost = [&] {
      const MarketAnswer whole = MakeWhole(instance, *market, lanes, start, {}, {});
      for (std::size_t lane = 0; lane < market->lanes.size(); ++lane) {
        EXPECT_TRUE(whole.quanta[lane] == 0 || whole.quanta[lane] >= lanes.size[lane].least);
        EXPECT_EQ(whole.quanta[lane] % lanes.size[lane].lot, 0);
      }
      return static_cast<double>(Judge(instance, *market, {}, whole).cost + PenaltyOf(instance, whole));
    };
    ++cases;
    small += cost();
    market->small_up_to = 0;
    large += cost();
  }
  EXPECT_GE(cases, 100);
  std::cout << cases << " cases, at a cost of " << 100 * large / small << " % of the other way's\n";
  EXPECT_LE(large, 1.01 * small);
}

}  // namespace
}  // namespace pasok::match::beyond
