// What a plan is refused for, and that nothing it is let pass for leaves the range of the networks behind it.
#include "engine/match/question/total_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

#include "engine/match/beyond/market.h"
#include "engine/match/plan.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::Optional;

// A thousand kitchens and more, whose shortages cost as much as policies and registers allow: 10^15 sen per
// quantum.
Tiny DearAndMany() {
  std::string kitchens = "demand_id,name,kind,region,priority\n";
  std::string requirements = "demand_id,commodity,kg\n";
  for (int i = 0; i < 1'200; ++i) {
    const std::string id = "K" + std::to_string(i);
    kitchens += id + ",Dapur,sppg,61.01.01.2001,100\n";
    requirements += id + ",beras,1000\n";
  }
  Tiny tiny = ReadTiny(
      {{"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,900000,10000\n"},
       {"demand_points.csv", kitchens},
       {"requirements.csv", requirements}});
  tiny.policy.quantum = {1'000'000};
  tiny.policy.shortage_penalty = {10'000'000'000};
  return tiny;
}

void ExpectRefused(const Tiny& tiny) {
  const PlanResult result = MakePlan(tiny.dataset, tiny.policy, {}, {}, StopToken(), nullptr);
  EXPECT_FALSE(result.plan);
  EXPECT_THAT(result.findings.list, ElementsAre(AllOf(Field(&Finding::code, "totals_out_of_range"),
                                                      Field(&Finding::field, "shortage.penalty_idr_per_kg"))))
      << Lines(result.findings);
}

TEST(TotalRange, LetsTheDearestShortagePassWhereNothingIsWeighedInOneNetwork) {
  const Tiny tiny = DearAndMany();
  EXPECT_TRUE(MakePlan(tiny.dataset, tiny.policy, {}, {}, StopToken(), nullptr).plan);
}

TEST(TotalRange, RefusesItUnderEachRuleBeyondTheNetwork) {
  Tiny tiny = DearAndMany();
  const Policy policy = tiny.policy;
  tiny.policy.deliveries.most_suppliers = 1;
  ExpectRefused(tiny);
  tiny.policy = policy, tiny.policy.deliveries.whole = true;
  ExpectRefused(tiny);
  tiny.policy = policy, tiny.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 2};
  ExpectRefused(tiny);
  tiny.policy = policy, tiny.policy.sharing.mode = SharingMode::kAim;
  tiny.policy.sharing.most.fill({100'000});
  ExpectRefused(tiny);
}

TEST(TotalRange, RefusesItUnderStrictAims) {
  Tiny tiny = DearAndMany();
  tiny.policy.aims = Aims::kStrict;
  ExpectRefused(tiny);
}

// Of what all lanes together could carry half of a network's range, since a rank is fixed at both ends; also
// where no other figure is large.
TEST(TotalRange, RefusesQuantaThatARankCouldNotFix) {
  constexpr std::int64_t kMost = std::int64_t{1} << 59;
  Tiny tiny = ReadTiny({});
  const Instance weighted = InstanceOf(tiny);
  tiny.policy.aims = Aims::kStrict;
  Instance strict = InstanceOf(tiny);
  std::int64_t& capacity = strict.offers.front().capacity;
  capacity = 2 * kMost;
  const std::int64_t others = std::stoll(CheckTotals(strict).value_or(Finding()).value) - capacity;
  ASSERT_GT(others, 0);
  capacity = kMost - others;
  EXPECT_EQ(CheckTotals(strict), std::nullopt);
  ++capacity;
  EXPECT_THAT(CheckTotals(strict), Optional(AllOf(Field(&Finding::code, "totals_out_of_range"),
                                                  Field(&Finding::field, "quantum_kg"),
                                                  Field(&Finding::value, std::to_string(kMost + 1)))));
  Instance unranked = weighted;
  unranked.offers.front().capacity = capacity;
  EXPECT_EQ(CheckTotals(unranked), std::nullopt);
}

// All lanes, each with what the market's rules put on top at most, and what they hold it to.
flow::Problem LargestNetwork(const Instance& instance) {
  const LaneRule rule(instance);
  beyond::Market market;
  market.first_of_requirement.push_back(0);
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost cost = rule.Cost(o, r);
      if (cost.ineligible == Ineligible::kNo)
        market.lanes.push_back({.offer = o, .requirement = r, .cost = cost});
    }
    market.first_of_requirement.push_back(static_cast<std::int32_t>(market.lanes.size()));
  }
  ListedNetwork network = beyond::MarketNetwork(instance, market, {});
  const std::int64_t above = beyond::Prohibitive(instance, market);
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const std::size_t arc = network.first_lane_arc + i;
    network.problem.cost[arc] += 2 * above;
    network.problem.lower[arc] = network.problem.upper[arc];
  }
  return network.problem;
}

TEST(TotalRange, LetsPassNothingThatLeavesTheRangeOfALaterNetwork) {
  std::mt19937_64 random(20261130);
  int passed = 0, refused = 0, close = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_suppliers = i % 3 == 0 ? 1'500 : 60,
                                          .most_demand_points = i % 3 == 1 ? 300 : 8,
                                          .commodities = 2,
                                          .horizon = i % 4 == 1,
                                          .rules = true,
                                          .kept = i % 5 == 2,
                                          .aggregators = i % 2 == 0,
                                          .spread = i % 7 == 3,
                                          .ratios = i % 5 == 2});
    market.policy.quantum = {i % 2 == 0 ? 1'000'000 : 1'000};
    market.policy.shortage_penalty = {std::int64_t{1} << (i % 4 < 2 ? 40 : random() % 40)};
    for (CommodityRule& rule : market.policy.commodities) {
      if (i % 4 == 2) rule.haul_per_kg_km = {10'000'000};
    }
    if (i % 8 == 7) market.policy.aims = Aims::kStrict;
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kAim, .suppliers = 2};
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) {
      refused += std::ranges::count(reading.findings.list, "totals_out_of_range", &Finding::code) > 0;
      continue;
    }
    ++passed;
    flow::Problem largest = LargestNetwork(*reading.instance);
    EXPECT_EQ(flow::CheckRange(largest), std::nullopt) << Lines(reading.findings);
    for (std::int64_t& cost : largest.cost) cost *= 64;
    close += flow::CheckRange(largest).has_value();
  }
  EXPECT_GT(passed, 100);
  EXPECT_GT(refused, 10);
  EXPECT_GT(close, 10) << "some must come near the range";
}

}  // namespace
}  // namespace pasok::match
