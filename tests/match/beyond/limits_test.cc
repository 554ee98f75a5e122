// Plans that keep limits of shares, or bring each kitchen enough suppliers, against the true optimum among
// those that do.
#include "engine/match/beyond/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "engine/match/plan.h"
#include "engine/match/sharing.h"
#include "tests/match/beyond/limits_oracle.h"
#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

Market SmallMarket(std::mt19937_64& random, int i) {
  Market market = RandomMarket(random, {.most_suppliers = 16,
                                        .most_demand_points = 4,
                                        .commodities = 2,
                                        .contracts = i % 6 == 0,
                                        .aggregators = i % 5 == 0});
  market.policy.aims = Aims::kWeighted;
  market.policy.quantum = Grams{1000};
  market.policy.shortage_penalty = SenPerKg{4'000'000};  // four times a price or less
  return market;
}

std::int64_t PenaltyOf(const Instance& instance, const Matching& matching) {
  std::int64_t penalty = 0;
  for (std::size_t r = 0; r < matching.shortage.size(); ++r)
    penalty += instance.requirements[r].penalty * matching.shortage[r];
  return penalty;
}

// How the plans that keep the rule compare with the optima.
struct Score {
  int kept = 0, moved = 0, optimal = 0, missed = 0, impossible = 0;
  double excess = 0, worst = 0;

  void Add(const Matching& plan, const LimitedOptimum& best) {
    ASSERT_LE(plan.bound, best.cost) << "the bound holds for every plan";
    ASSERT_LE(best.cost, plan.objective) << "the plan is one of those that the oracle chooses from";
    ++kept;
    moved += plan.objective > plan.bound;
    optimal += plan.objective == best.cost;
    const double over =
        best.cost == 0 ? 0 : static_cast<double>(plan.objective - best.cost) / static_cast<double>(best.cost);
    excess += over;
    worst = std::max(worst, over);
  }
  void Tell(const char* rule) const {
    std::cout << rule << ": " << kept << " plans keep it, " << moved << " moved for it, " << optimal
              << " optimal; excess over the optimum in the mean " << 100 * excess / kept << " %, at worst "
              << 100 * worst << " %; " << missed << " others don't though they could, " << impossible
              << " can't\n";
  }
};

TEST(Limits, OfSharesAreKeptNearTheTrueOptimum) {
  std::mt19937_64 random(816);
  Score of_weight, of_money;
  for (int i = 0; i < 700; ++i) {
    SCOPED_TRACE(i);
    Market market = SmallMarket(random, i);
    Sharing& sharing = market.policy.sharing;
    sharing.mode = SharingMode::kAim;
    const auto share = [&] { return Millionths{static_cast<std::int64_t>(400'000 + random() % 500'000)}; };
    const auto limit = static_cast<ShareLimit>(i % kShareLimits);
    sharing.most[static_cast<std::size_t>(limit)] = share();
    if (i % 3 == 0) sharing.most[random() % kShareLimits] = share();
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved || result.solved->matching.flows.empty()) continue;
    const Instance& instance = result.solved->instance;
    const Matching& plan = result.solved->matching;
    Policy off = market.policy;
    off.sharing.mode = SharingMode::kReport;
    const SolveResult network = Solve(market.dataset, off, market.question, {.threads = 1}, {}, {});
    const std::int64_t penalty = PenaltyOf(network.solved->instance, network.solved->matching);
    ASSERT_LE(PenaltyOf(instance, plan), penalty) << "nobody goes without for an aim";
    const std::optional<LimitedOptimum> best = SolveShared(instance, result.solved->lanes, penalty);
    const bool keeps = TallyShares(instance, AllocationsOf(*result.solved)).broken.empty();
    Score& score = IsOfMoney(RuleOf(limit)) ? of_money : of_weight;
    ASSERT_TRUE(best || !keeps) << "the plan itself is an example";
    if (keeps) {
      ASSERT_NO_FATAL_FAILURE(score.Add(plan, *best));
    }
    score.missed += !keeps && best;
    score.impossible += !best;
  }
  of_weight.Tell("shares of weight");
  of_money.Tell("shares of money");
  ASSERT_GE(of_weight.kept, 100);
  ASSERT_GE(of_money.kept, 40);
  EXPECT_GE(of_weight.moved, 30);
  EXPECT_GE(of_money.moved, 15);
  EXPECT_LE(of_weight.excess / of_weight.kept, 0.02);
  EXPECT_LE(of_money.excess / of_money.kept, 0.02);
}

TEST(Limits, EnoughSuppliersComeNearTheTrueOptimum) {
  std::mt19937_64 random(817);
  Score score;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = SmallMarket(random, i);
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 2 + i % 2};
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved || result.solved->matching.flows.empty()) continue;
    const Instance& instance = result.solved->instance;
    const std::optional<LimitedOptimum> best = SolveServedByMany(instance, result.solved->lanes);
    const bool keeps = TallyShares(instance, AllocationsOf(*result.solved)).broken.empty();
    ASSERT_TRUE(best || !keeps) << "the plan itself is an example";
    if (keeps) {
      ASSERT_NO_FATAL_FAILURE(score.Add(result.solved->matching, *best));
    }
    score.missed += !keeps && best;
    score.impossible += !best;
  }
  score.Tell("enough suppliers");
  ASSERT_GE(score.kept, 60);
  EXPECT_GE(score.moved, 15);
  EXPECT_LE(score.excess / score.kept, 0.05);
}

}  // namespace
}  // namespace pasok::match
