// The two ends of the optimal prices are what a quantum less and more needed change, and prove the plan.
#include "engine/study/price_range.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/match/proof.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

// The objective of the instance with one need changed, lane caps as they are unless they are as wide as it;
// solved from nothing.
std::int64_t ObjectiveWith(const match::Market& market, std::int32_t r, std::int64_t more) {
  match::Instance instance = *match::BuildInstance(market.dataset, market.policy, market.question).instance;
  match::RequirementRow& row = instance.requirements[r];
  row.need += more;
  if (row.lane_cap >= row.most_in() - more)
    row.lane_cap = std::max<std::int64_t>(row.lane_cap, row.most_in());
  const match::LaneRule lanes(instance);
  return match::Match(instance, lanes, {.threads = 1}, StopToken(), nullptr).matching->objective;
}

bool Proves(const match::Solved& solved, const Prices& prices) {
  match::Matching matching = solved.matching;
  matching.requirement_price = prices.requirement;
  matching.offer_price = prices.offer;
  matching.supplier_price = prices.supplier;
  matching.aggregator_price = prices.aggregator;
  const match::Proof proof =
      match::ProveOverAllLanes(solved.instance, solved.lanes, matching, 1, StopToken(), nullptr);
  return proof.whole && proof.parts.value() == solved.matching.objective;
}

void Check(const match::Market& market, std::int64_t& different) {
  const match::SolveResult answer =
      match::Solve(market.dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr);
  ASSERT_TRUE(answer.solved);
  const match::Solved& solved = *answer.solved;
  const auto least = LeastPrices(solved, 1, StopToken());
  const auto most = MostPrices(solved, 1, StopToken());
  ASSERT_TRUE(least && most);
  ASSERT_TRUE(Proves(solved, *least));
  ASSERT_TRUE(Proves(solved, *most));
  const std::int64_t objective = solved.matching.objective;
  for (std::int32_t r = 0; r < std::ssize(solved.instance.requirements); ++r) {
    // What needs nothing itself can't need less.
    if (solved.instance.requirements[r].need > 0) {
      ASSERT_EQ(least->requirement[r], objective - ObjectiveWith(market, r, -1)) << r;
    }
    ASSERT_EQ(most->requirement[r], ObjectiveWith(market, r, 1) - objective) << r;
    different += least->requirement[r] != most->requirement[r];
  }
}

TEST(PriceRange, ProvesAPlanWithContracts) {
  std::mt19937_64 random(92);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const match::Market market =
        match::RandomMarket(random, {.contracts = true, .aggregators = i % 2 == 1, .spread = i % 3 == 1});
    const match::SolveResult answer =
        match::Solve(market.dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    const auto least = LeastPrices(*answer.solved, 1, StopToken());
    const auto most = MostPrices(*answer.solved, 1, StopToken());
    ASSERT_TRUE(least && most);
    ASSERT_TRUE(Proves(*answer.solved, *least));
    ASSERT_TRUE(Proves(*answer.solved, *most));
  }
}

TEST(PriceRange, IsWhatAQuantumLessAndMoreChange) {
  std::mt19937_64 random(91);
  std::int64_t different = 0;
  for (int i = 0; i < 400 && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(i);
    Check(match::RandomMarket(random, {.aggregators = i % 2 == 1, .spread = i % 3 == 1}), different);
  }
  EXPECT_GT(different, 30) << "prices must tie often enough to mean something";
}

TEST(PriceRange, HoldsWhereFoodIsKeptOrStandsInForOther) {
  std::mt19937_64 random(93);
  std::int64_t different = 0;
  for (int i = 0; i < 300 && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(i);
    match::Market market = match::RandomMarket(
        random, {.horizon = i % 2 == 1, .rules = i % 2 == 1, .kept = true, .aggregators = i % 3 == 1});
    match::GiveEachItsStore(market);
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    Check(market, different);
  }
  EXPECT_GT(different, 30);
}

TEST(PriceRange, HoldsWhereOneSupplierSellsManyThings) {
  std::mt19937_64 random(92);
  std::int64_t different = 0;
  for (int i = 0; i < 150 && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(i);
    match::Market market = match::RandomMarket(
        random, {.most_suppliers = 20, .most_demand_points = 6, .commodities = 2, .aggregators = i % 2 == 1});
    for (Supplier& supplier : market.dataset.suppliers)
      supplier.capacity_per_day = Grams{3'000 + static_cast<std::int64_t>(random() % 4) * 1'000};
    for (Offer& offer : market.dataset.offers) offer.capacity_per_day = {4'000};
    for (Requirement& row : market.dataset.requirements)
      row.need = Grams{static_cast<std::int64_t>(random() % 8) * 1'000};
    Check(market, different);
  }
  EXPECT_GT(different, 50);
}

TEST(PriceRange, SaysNothingOfAMatchingThatIsNotProven) {
  const match::Toy toy = match::ReadToy();
  const match::SolveResult answer =
      match::Solve(toy.dataset, toy.policy, {}, {.threads = 1}, StopToken(), nullptr);
  StopToken stop;
  stop.Ask();
  EXPECT_FALSE(MostPrices(*answer.solved, 1, stop));
  answer.solved->matching.bound -= 1;
  EXPECT_FALSE(LeastPrices(*answer.solved, 1, StopToken()));
}

}  // namespace
}  // namespace pasok::study
