// Requirements that exchange sellers one for one: nothing is passed by more, and what is short is served.
#include "engine/match/beyond/exchanges.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/match/random_market.h"

namespace pasok::match::beyond {
namespace {

TEST(Exchanges, ServeWhatIsShortAndPassNoLimitForIt) {
  std::mt19937_64 random(29);
  int served = 0, asked_to_stop = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    match::Market asked =
        RandomMarket(random, {.most_suppliers = 16, .contracts = i % 3 == 0, .aggregators = i % 4 == 0});
    asked.policy.aims = Aims::kWeighted;
    asked.policy.sharing.mode = SharingMode::kReport;
    asked.policy.sharing.most[i % kShareLimits] =
        Millionths{static_cast<std::int32_t>(100'000 + random() % 700'000)};
    if (!BuildInstance(asked.dataset, asked.policy, asked.question).instance) continue;
    const auto solved = SolveFor(asked);
    Instance instance = solved->instance;
    instance.policy.sharing.mode = SharingMode::kAim;
    const auto market = ListMarket(instance, solved->lanes, solved->matching,
                                   {.most = 32, .sen_per_kg = 1'000'000'000}, 1, StopToken());
    MarketAnswer before = AnswerFrom(*market, solved->matching);
    const std::vector<Limits> limits = LimitsOf(instance, *market, before);
    // Every third lane lets go of what it needn't carry.
    for (std::size_t lane = 0; lane < market->lanes.size(); lane += 3) {
      const auto& [offer, requirement, cost] = market->lanes[lane];
      const std::int64_t more = before.quanta[lane] - instance.Reserved(offer, requirement);
      before.quanta[lane] -= more, before.shortage[requirement] += more;
    }
    StopToken stop;
    stop.Ask();
    EXPECT_EQ(WithExchanges(instance, *market, limits, before, stop).quanta, before.quanta);
    ++asked_to_stop;
    const MarketAnswer after = WithExchanges(instance, *market, limits, before, StopToken());
    std::vector<std::int64_t> sold(instance.offers.size()), arrives = before.shortage;
    for (std::size_t lane = 0; lane < market->lanes.size(); ++lane) {
      const auto& [offer, requirement, cost] = market->lanes[lane];
      ASSERT_GE(after.quanta[lane], instance.Reserved(offer, requirement));
      ASSERT_LE(after.quanta[lane], instance.LaneCap(offer, requirement));
      sold[offer] += after.quanta[lane];
      arrives[requirement] += before.quanta[lane] - after.quanta[lane];
    }
    for (std::size_t o = 0; o < sold.size(); ++o) ASSERT_LE(sold[o], instance.offers[o].capacity);
    EXPECT_EQ(arrives, after.shortage);
    EXPECT_LE(Judge(instance, *market, limits, after).excess,
              Judge(instance, *market, limits, before).excess);
    const Int128 penalty_before = PenaltyOf(instance, before), penalty_after = PenaltyOf(instance, after);
    EXPECT_LE(penalty_after, penalty_before);
    served += penalty_after < penalty_before;
  }
  EXPECT_GE(asked_to_stop, 100);
  EXPECT_GE(served, 50);
}

}  // namespace
}  // namespace pasok::match::beyond
