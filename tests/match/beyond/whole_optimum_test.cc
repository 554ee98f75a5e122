// How near plans of whole deliveries come to the true optimum of small markets: bound <= the true optimum <=
// the plan, and in the mean the plan is near it.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <utility>

#include "engine/match/plan.h"
#include "tests/match/beyond/whole_oracle.h"
#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

// It sees the offers that are too small for the plan as well.
WholeOptimum OptimumOf(const Market& market) {
  Policy without = market.policy;
  without.deliveries = {};
  Instance instance = BuildInstance(market.dataset, without, market.question).instance.value();
  instance.policy.deliveries = market.policy.deliveries;
  return SolveWhole(instance, LaneRule(instance));
}

struct Compared {
  std::unique_ptr<const Solved> solved;
  WholeOptimum best;
  const Matching& plan() const { return solved->matching; }
  double excess() const {
    if (best.cost == 0) return 0;
    return static_cast<double>(plan().objective - best.cost) / static_cast<double>(best.cost);
  }
};

// nullopt: nothing is delivered.
std::optional<Compared> PlanAndOptimum(const Market& market) {
  SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
  if (!result.solved || result.solved->matching.flows.empty()) return std::nullopt;
  Compared compared{.solved = std::move(result.solved), .best = OptimumOf(market)};
  EXPECT_LE(compared.plan().bound, compared.best.cost);
  EXPECT_GE(compared.plan().objective, compared.best.cost);
  return compared;
}

TEST(Deliveries, AreNearTheTrueOptimum) {
  std::mt19937_64 random(815);
  int cases = 0, optimal = 0;
  double excess = 0, worst = 0, network_excess = 0;
  std::int64_t short_of_plans = 0, short_of_optima = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_suppliers = 9,
                                          .most_demand_points = 4,
                                          .commodities = 2,
                                          .contracts = i % 6 == 0,
                                          .aggregators = i % 5 == 0,
                                          .deliveries = true});
    market.policy.quantum = Grams{1000};
    // Four times a price or less, so that prices count too; or the usual one.
    market.policy.shortage_penalty = SenPerKg{i % 2 == 0 ? 4'000'000 : 100'000'000};
    const std::optional<Compared> compared = PlanAndOptimum(market);
    ASSERT_FALSE(testing::Test::HasFailure());
    if (!compared) continue;
    const Matching& plan = compared->plan();
    const WholeOptimum& best = compared->best;
    ++cases;
    optimal += plan.objective == best.cost;
    excess += compared->excess();
    worst = std::max(worst, compared->excess());
    network_excess += static_cast<double>(best.cost - plan.bound) / static_cast<double>(best.cost);
    short_of_plans = std::accumulate(plan.shortage.begin(), plan.shortage.end(), short_of_plans);
    short_of_optima += best.shortage;
  }
  ASSERT_GE(cases, 100);
  std::cout << cases << " cases, " << optimal << " optimal; excess over the optimum in the mean "
            << 100 * excess / cases << " %, at worst " << 100 * worst << " %; kg short " << short_of_plans
            << " against " << short_of_optima << "; the bound below the optimum in the mean "
            << 100 * network_excess / cases << " %\n";
  EXPECT_LE(excess / cases, 0.005);
  EXPECT_LE(static_cast<double>(short_of_plans), 1.01 * static_cast<double>(short_of_optima));
}

TEST(Deliveries, AreNearTheTrueOptimumWhereFoodIsKept) {
  std::mt19937_64 random(816);
  int cases = 0, unneeded = 0;
  double excess = 0;
  for (int i = 0; i < 700; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_suppliers = 6,
                                          .most_demand_points = 2,
                                          .commodities = 2,
                                          .horizon = true,
                                          .rules = true,
                                          .kept = true,
                                          .deliveries = true});
    GiveEachItsStore(market);
    market.question.days = std::min(market.question.days, 3);
    market.policy.quantum = Grams{1000};
    const std::optional<Compared> compared = PlanAndOptimum(market);
    ASSERT_FALSE(testing::Test::HasFailure());
    if (!compared) continue;
    ++cases;
    excess += compared->excess();
    for (const LaneFlow& flow : compared->plan().flows)
      unneeded += compared->solved->instance.requirements[flow.requirement].need == 0;
  }
  ASSERT_GE(cases, 120);
  std::cout << cases << " cases of several days; excess over the optimum in the mean " << 100 * excess / cases
            << " %; " << unneeded << " deliveries of what isn't needed that day\n";
  EXPECT_LE(excess / cases, 0.005);
  EXPECT_GT(unneeded, 10);
}

}  // namespace
}  // namespace pasok::match
