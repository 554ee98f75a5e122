// Plans of whole deliveries that also keep limits, or bring each kitchen enough suppliers: counted against
// the true optimum (CBC), how many could keep both and don't.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <random>

#include "engine/match/plan.h"
#include "tests/match/beyond/limits_oracle.h"
#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

std::int64_t PenaltyOf(const Solved& solved) {
  std::int64_t penalty = 0;
  for (std::size_t r = 0; r < solved.matching.shortage.size(); ++r)
    penalty += solved.instance.requirements[r].penalty * solved.matching.shortage[r];
  return penalty;
}

// Few kitchens, two foods, up to 16 suppliers of 5 to 30 kg, half of them in lots, half with minimums.
Market KitchensOfWholeDeliveries(std::mt19937_64& random) {
  const auto between = [&](int least, int most) {
    return least + static_cast<int>(random() % static_cast<std::uint64_t>(most - least + 1));
  };
  Market market = RandomMarket(random, {.most_suppliers = 16, .most_demand_points = 4, .commodities = 2});
  market.policy.aims = Aims::kWeighted;
  market.policy.quantum = Grams{1000};
  market.policy.deliveries.whole = true;
  for (Offer& offer : market.dataset.offers) {
    offer.capacity_per_day = Grams{between(5, 30) * 1000};
    offer.lot.reset(), offer.min_delivery.reset();
    if (random() % 2 == 0) offer.lot = Grams{between(1, 5) * 1000};
    if (random() % 2 == 0) offer.min_delivery = Grams{between(4, 8) * 1000};
  }
  return market;
}

struct Count {
  int could = 0, lost = 0, shorter = 0;
  double excess = 0;

  void Tell(const char* aim) const {
    std::cout << aim << ": " << could << " could keep it, " << lost << " of them don't; the others cost "
              << 100 * excess / std::max(1, could - lost) << " % more than the optimum in the mean; "
              << shorter << " leave more short than without\n";
  }
};

// Plans that keep both, against the optimum of those that leave no more short; with `must`, of all.
template <class Change>
Count CountPlans(std::uint64_t seed, int markets, const Change& change) {
  constexpr std::int64_t kAnyPenalty = 1'000'000'000'000'000, kRounding = 1000;
  std::mt19937_64 random(seed);
  Count count;
  for (int i = 0; i < markets; ++i) {
    SCOPED_TRACE(i);
    Market market = KitchensOfWholeDeliveries(random);
    const SolveResult without = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    change(random, market.policy);
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved || result.solved->matching.flows.empty()) continue;
    const Solved& solved = *result.solved;
    const std::int64_t penalty = PenaltyOf(solved);
    count.shorter += penalty > PenaltyOf(*without.solved);
    const bool must = market.policy.min_suppliers.mode == MinSuppliersMode::kMust;
    const std::optional<LimitedOptimum> best =
        SolveWholeWithAims(solved.instance, solved.lanes, must ? kAnyPenalty : penalty + kRounding);
    const bool keeps = KeepsLimits(solved);
    EXPECT_TRUE(best || !keeps) << "the plan itself is an example";
    if (!best) continue;
    ++count.could;
    count.lost += !keeps;
    if (!keeps) continue;
    const std::int64_t cost = solved.matching.objective;
    EXPECT_LE(best->cost, cost);
    count.excess += static_cast<double>(cost - best->cost) / static_cast<double>(best->cost);
  }
  return count;
}

TEST(WholeAims, SharesOfWhatKitchensPayAreKeptWithWholeDeliveries) {
  const Count count = CountPlans(820, 400, [](std::mt19937_64& random, Policy& policy) {
    policy.sharing.mode = SharingMode::kAim;
    const auto limit = random() % 2 == 0 ? ShareLimit::kSupplierOfSpend : ShareLimit::kOwnerOfSpend;
    policy.sharing.most[static_cast<std::size_t>(limit)] = Millionths{random() % 2 == 0 ? 500'000 : 600'000};
  });
  count.Tell("shares of spend");
  EXPECT_GE(count.could, 100);
  EXPECT_LE(count.lost, count.could / 10);
  EXPECT_EQ(count.shorter, 0) << "nobody goes without for an aim";
}

TEST(WholeAims, EnoughSuppliersBringWholeDeliveriesWhereTheyMust) {
  const Count count = CountPlans(821, 400, [](std::mt19937_64& random, Policy& policy) {
    policy.min_suppliers = {.mode = MinSuppliersMode::kMust,
                            .suppliers = static_cast<std::int32_t>(2 + random() % 2)};
  });
  count.Tell("enough suppliers");
  EXPECT_GE(count.could, 100);
  EXPECT_LE(count.lost, count.could * 3 / 100);
}

}  // namespace
}  // namespace pasok::match
