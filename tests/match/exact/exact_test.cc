// The whole engine against LEMON's network simplex on all lanes, listed one by one.
#include "engine/match/exact/exact.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

void ExpectOptimal(const Case& made, const MatchResult& result) {
  ASSERT_TRUE(result.matching);
  const Matching& matching = *result.matching;
  ASSERT_EQ(CostOfFeasible(made, matching), matching.objective);
  ASSERT_EQ(matching.objective, CheapestByListing(made));
  ASSERT_EQ(matching.bound, matching.objective);
  ASSERT_EQ(DualValue(made, matching), matching.objective);
  ASSERT_FALSE(matching.stopped);
}

class AgainstListing : public testing::TestWithParam<Flavour> {};

TEST_P(AgainstListing, CostsTheSameAndProvesIt) {
  const std::uint64_t seeds = Seeds(1600);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectOptimal(made, MatchExactly(*made.instance, *made.rule, {.threads = 1}, StopToken(), nullptr));
  }
}

TEST_P(AgainstListing, CostsTheSameWithAnyIdeaLeftOut) {
  const std::uint64_t seeds = Seeds(60);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    const Case made = RandomCase(GetParam(), 100'000 + seed);
    for (const NamedIdea& left : kIdeas) {
      SCOPED_TRACE("seed " + std::to_string(100'000 + seed) + " without " + left.name);
      Ideas ideas;
      ideas.*left.idea = false;
      ExpectOptimal(made, Solve(*made.instance, *made.rule, {.threads = 1}, ideas, StopToken(), nullptr));
    }
    SCOPED_TRACE("seed " + std::to_string(100'000 + seed) + " without any idea");
    Ideas none;
    for (const NamedIdea& left : kIdeas) none.*left.idea = false;
    ExpectOptimal(made, Solve(*made.instance, *made.rule, {.threads = 1}, none, StopToken(), nullptr));
  }
}

TEST_P(AgainstListing, CostsTheSameWithTransfers) {
  const std::uint64_t seeds = Seeds(1200);
  std::int64_t sent = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomTransfers(GetParam(), seed);
    const MatchResult one = MatchExactly(*made.instance, *made.rule, {.threads = 1}, StopToken(), nullptr);
    ExpectOptimal(made, one);
    for (const std::int64_t quanta : one.matching->transfers) sent += quanta > 0;
    if (seed % 10 != 0) continue;
    const MatchResult two = MatchExactly(*made.instance, *made.rule, {.threads = 2}, StopToken(), nullptr);
    ASSERT_EQ(one.matching->transfers, two.matching->transfers);
    ASSERT_EQ(one.matching->requirement_price, two.matching->requirement_price);
  }
  EXPECT_GT(sent, static_cast<std::int64_t>(seeds) / 4);
}

TEST_P(AgainstListing, CostsTheSameWithTransfersAndAnyIdeaLeftOut) {
  const std::uint64_t seeds = Seeds(40);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    const Case made = RandomTransfers(GetParam(), 200'000 + seed);
    for (const NamedIdea& left : kIdeas) {
      SCOPED_TRACE("seed " + std::to_string(200'000 + seed) + " without " + left.name);
      Ideas ideas;
      ideas.*left.idea = false;
      ExpectOptimal(made, Solve(*made.instance, *made.rule, {.threads = 1}, ideas, StopToken(), nullptr));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Flavours, AgainstListing, testing::ValuesIn(kEveryFlavour));

// A few hundred suppliers: every step has something to do, in every commodity.
TEST(Market, CostsTheSameWithAnyIdeaLeftOut) {
  const Case made = MarketCase({.suppliers = 300, .kitchens = 20}, 1);
  const std::int64_t cheapest = CheapestByListing(made);
  for (const NamedIdea& left : kIdeas) {
    SCOPED_TRACE(std::string("without ") + left.name);
    Ideas ideas;
    ideas.*left.idea = false;
    const MatchResult result = Solve(*made.instance, *made.rule, {.threads = 2}, ideas, StopToken(), nullptr);
    ASSERT_TRUE(result.matching);
    EXPECT_EQ(CostOfFeasible(made, *result.matching), cheapest);
    EXPECT_EQ(DualValue(made, *result.matching), cheapest);
    EXPECT_EQ(result.matching->bound, cheapest);
  }
}

// Where haulage costs nothing the lanes of one tier are worth the same. Were each group to hold the same few
// of them it would end with all.
TEST(Market, HoldsFewLanesWhereAllCostTheSame) {
  Policy policy = BuiltInPolicy();
  for (CommodityRule& rule : policy.commodities) rule.haul_per_kg_km = {0};
  const Case made = CaseOf(families::MakeMarket({.suppliers = 400, .kitchens = 150}, 1), policy);
  const MatchResult result = MatchExactly(*made.instance, *made.rule, {.threads = 2}, StopToken(), nullptr);
  ExpectOptimal(made, result);
  EXPECT_LT(result.matching->lanes_in_network, std::ssize(made.instance->offers) * 40);
}

// Cold and run to the end, the matching is the instance's alone.
void ExpectTheSameOnAnyThreads(const Case& made) {
  const MatchResult one = MatchExactly(*made.instance, *made.rule, {.threads = 1}, StopToken(), nullptr);
  ASSERT_TRUE(one.matching);
  for (const int threads : {1, 2, 5}) {
    SCOPED_TRACE(std::to_string(threads) + " threads");
    const MatchResult more =
        MatchExactly(*made.instance, *made.rule, {.threads = threads}, StopToken(), nullptr);
    ASSERT_TRUE(more.matching);
    ASSERT_EQ(more.matching->flows.size(), one.matching->flows.size());
    for (std::size_t i = 0; i < one.matching->flows.size(); ++i) {
      const LaneFlow &a = one.matching->flows[i], &b = more.matching->flows[i];
      ASSERT_EQ(std::tie(a.offer, a.requirement, a.quanta), std::tie(b.offer, b.requirement, b.quanta));
    }
    EXPECT_EQ(more.matching->shortage, one.matching->shortage);
    EXPECT_EQ(more.matching->requirement_price, one.matching->requirement_price);
    EXPECT_EQ(more.matching->offer_price, one.matching->offer_price);
    EXPECT_EQ(more.matching->supplier_price, one.matching->supplier_price);
    EXPECT_EQ(more.matching->iterations, one.matching->iterations);
    EXPECT_EQ(more.matching->lanes_in_network, one.matching->lanes_in_network);
  }
}

TEST(Determinism, OnMarkets) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ExpectTheSameOnAnyThreads(MarketCase({.suppliers = 400, .kitchens = 30}, seed));
  }
}

TEST(Determinism, OnTheSmallSample) { ExpectTheSameOnAnyThreads(SmallSample(1)); }

}  // namespace
}  // namespace pasok::match::exact
