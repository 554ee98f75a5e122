// Kitchens that exchange sellers: all that a seller sells and a kitchen gets stays, and less is over.
#include "engine/match/beyond/swap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/match/random_market.h"

namespace pasok::match::beyond {
namespace {

double SumOver(const Market& market, const Limits& budgets, const MarketAnswer& answer) {
  double sum = 0;
  for (const double excess : ExcessOf(market, budgets, answer)) sum += std::max(0.0, excess);
  return sum;
}

TEST(Swaps, LeaveWhatIsSoldAndWhatArrivesAndLessOver) {
  std::mt19937_64 random(62);
  int over = 0, helped = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    match::Market asked =
        RandomMarket(random, {.most_suppliers = 16, .contracts = i % 3 == 0, .aggregators = i % 4 == 0});
    for (DemandPoint& point : asked.dataset.demand_points)
      point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    asked.policy.aims = Aims::kWeighted;
    asked.policy.budget.per_portion.fill(Sen{300'000});
    asked.policy.budget.mode = BudgetMode::kReport;
    if (!BuildInstance(asked.dataset, asked.policy, asked.question).instance) continue;
    const auto solved = SolveFor(asked);
    Instance instance = solved->instance;
    instance.policy.budget.mode = BudgetMode::kAim;
    const auto market = ListMarket(instance, solved->lanes, solved->matching,
                                   {.most = 32, .sen_per_kg = 1'000'000'000}, 1, StopToken());
    const std::vector<Limits> limits = LimitsOf(instance, *market);
    if (limits.empty()) continue;
    const Limits& budgets = limits.front();
    const MarketAnswer before = AnswerFrom(*market, solved->matching);
    const MarketAnswer after = WithSwaps(instance, *market, budgets, before);
    std::vector<std::int64_t> sold(instance.offers.size()), arrives(instance.requirements.size());
    for (std::size_t lane = 0; lane < market->lanes.size(); ++lane) {
      const auto& [offer, requirement, cost] = market->lanes[lane];
      ASSERT_GE(after.quanta[lane], instance.Reserved(offer, requirement));
      ASSERT_LE(after.quanta[lane], instance.LaneCap(offer, requirement));
      sold[offer] += after.quanta[lane] - before.quanta[lane];
      arrives[requirement] += after.quanta[lane] - before.quanta[lane];
    }
    EXPECT_EQ(std::ranges::count(sold, 0), std::ssize(sold));
    EXPECT_EQ(std::ranges::count(arrives, 0), std::ssize(arrives));
    over += SumOver(*market, budgets, before) > 0;
    helped += after.quanta != before.quanta;
    if (after.quanta != before.quanta) {
      EXPECT_LT(SumOver(*market, budgets, after), SumOver(*market, budgets, before));
    } else {
      EXPECT_EQ(after.shortage, before.shortage);
    }
  }
  EXPECT_GE(over, 20);
  EXPECT_GE(helped, 5);
}

}  // namespace
}  // namespace pasok::match::beyond
