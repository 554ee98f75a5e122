// The swept lanes equal the scalar reference, lane by lane, where a bound on the wrong side would show: at
// the radius, at equal cost, across circuities, the date line and antipodes, on listed roads and forbidden
// pairs.
#include "engine/match/lanes/lane_sweep.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <numeric>
#include <random>

#include "engine/match/lanes/visit_gains.h"
#include "tests/match/exact/random_instance.h"
#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

// Prices at which each requirement gains a sen, nothing, or almost a sen on some lane of it.
Matching PricesAtTheEdge(const Instance& instance, const LaneRule& rule, std::mt19937_64& random) {
  Matching matching;
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    matching.offer_price.push_back(static_cast<std::int64_t>(random() % 5'000) - 1'000);
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    std::int64_t& price = matching.requirement_price.emplace_back(0);
    if (span.first_offer == span.end_offer) continue;
    const auto o =
        static_cast<std::int32_t>(span.first_offer + random() % (span.end_offer - span.first_offer));
    price = rule.Cost(o, r).unit() + matching.offer_price[o] + static_cast<std::int64_t>(random() % 3) - 1;
  }
  return matching;
}

LaneGains OneByOne(const Instance& instance, const LaneRule& rule, const Matching& matching, std::int32_t r) {
  const RequirementRow& row = instance.requirements[r];
  const CommoditySpan& span = instance.commodities[row.commodity];
  LaneGains gains;
  for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
    const LaneCost lane = rule.Cost(o, r);
    if (lane.ineligible != Ineligible::kNo) continue;
    ++gains.eligible;
    const Int128 gain = Int128{matching.requirement_price[r]} - matching.offer_price[o] - lane.unit();
    if (gain > 0) gains.value += gain * row.lane_cap;
  }
  return gains;
}

using Gains = std::map<std::pair<std::int32_t, std::int32_t>, Int128>;  // by requirement and offer

// Whoever asks for no less than the best so far hears of each that is the best of its requirement.
void ExpectTheBestAreHeardOf(const Instance& instance, const LaneRule& rule, const Matching& matching,
                             const std::vector<std::int32_t>& requirements, const Gains& gain_of) {
  std::mutex adding;
  Gains heard;
  const GainerSink add = [&](const Gainer& lane) {
    const std::lock_guard lock(adding);
    const std::pair key(lane.requirement, lane.offer);
    heard.emplace(key, gain_of.at(key));
    return static_cast<std::int64_t>(gain_of.at(key));
  };
  ASSERT_TRUE(VisitGains(instance, rule, matching, requirements, 2, StopToken(), add));
  std::vector<Int128> best(requirements.size());
  for (const auto& [key, gain] : gain_of) best[key.first] = std::max(best[key.first], gain);
  for (const auto& [key, gain] : gain_of) {
    if (gain == best[key.first]) {
      EXPECT_TRUE(heard.contains(key)) << "requirement " << key.first;
    }
  }
}

void ExpectSweptAsOneByOne(const Instance& instance, const LaneRule& rule, std::mt19937_64& random) {
  const Matching matching = PricesAtTheEdge(instance, rule, random);
  std::vector<std::int32_t> requirements(instance.requirements.size());
  std::iota(requirements.begin(), requirements.end(), 0);
  std::vector<LaneGains> gains(requirements.size());
  LaneSweep(instance, rule, matching, 2).Take(requirements, gains);
  for (const std::int32_t r : requirements) {
    const LaneGains expected = OneByOne(instance, rule, matching, r);
    ASSERT_EQ(gains[r].eligible, expected.eligible) << "requirement " << r;
    ASSERT_TRUE(gains[r].value == expected.value) << "requirement " << r;
  }
  // One by one, what was visited adds up to the same.
  std::mutex adding;
  std::vector<Int128> visited(requirements.size());
  Gains gain_of;
  const GainerSink add = [&](const Gainer& lane) -> std::int64_t {
    const std::lock_guard lock(adding);
    const Int128 gain =
        Int128{matching.requirement_price[lane.requirement]} - matching.offer_price[lane.offer] - lane.unit;
    EXPECT_TRUE(gain_of.emplace(std::pair(lane.requirement, lane.offer), gain).second);
    visited[lane.requirement] += gain * instance.requirements[lane.requirement].lane_cap;
    return 0;
  };
  ASSERT_TRUE(VisitGains(instance, rule, matching, requirements, 2, StopToken(), add));
  for (const std::int32_t r : requirements) ASSERT_TRUE(visited[r] == gains[r].value) << "requirement " << r;
  ExpectTheBestAreHeardOf(instance, rule, matching, requirements, gain_of);
}

TEST(LaneSweepTest, EqualsTheReferenceOnHardInstances) {
  std::mt19937_64 random(20261124);
  for (int flavour = 0; flavour < exact::kFlavours; ++flavour) {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
      SCOPED_TRACE(testing::Message() << "flavour " << flavour << ", seed " << seed);
      const exact::Case made = exact::RandomCase(static_cast<exact::Flavour>(flavour), seed);
      ASSERT_NO_FATAL_FAILURE(ExpectSweptAsOneByOne(*made.instance, *made.rule, random));
    }
  }
}

TEST(LaneSweepTest, EqualsTheReferenceOnWholeMarkets) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        RandomMarket(random, {.most_suppliers = 60, .most_demand_points = 12, .aggregators = i % 2 == 1});
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    ASSERT_TRUE(reading.instance);
    ASSERT_NO_FATAL_FAILURE(ExpectSweptAsOneByOne(*reading.instance, LaneRule(*reading.instance), random));
  }
}

// A whole kabupaten at the edge: the radius is the road of some lane, give or take a metre, among 2,000
// places.
TEST(LaneSweepTest, CountsLanesToTheMetreAtTheRadius) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> lat(-60, 60), width(-1, 1);
  for (int i = 0; i < 30; ++i) {
    SCOPED_TRACE(i);
    Market market =
        RandomMarket(random, {.most_suppliers = 2000, .most_demand_points = 20, .commodities = 1});
    const double centre = lat(random), spread = i % 3 == 0 ? 0.001 : i % 3 == 1 ? 1 : 20;
    const auto at = [&] { return Point{centre + spread * width(random), 110 + spread * width(random)}; };
    for (Supplier& supplier : market.dataset.suppliers) supplier.point = at();
    for (DemandPoint& point : market.dataset.demand_points) point.point = at();
    InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    ASSERT_TRUE(reading.instance);
    Instance& instance = *reading.instance;
    if (instance.offers.empty() || instance.requirements.empty()) continue;
    const LaneRule rule(instance);
    const OfferRow& offer = instance.offers[random() % instance.offers.size()];
    const std::int64_t road = rule.Road(offer.place, instance.requirements.front().place).value;
    instance.policy.commodities[0].max_distance =
        Metres{std::max<std::int64_t>(0, road + static_cast<std::int64_t>(random() % 3) - 1)};
    ASSERT_EQ(instance.commodities[0].rule, &instance.policy.commodities[0]);
    ASSERT_NO_FATAL_FAILURE(ExpectSweptAsOneByOne(instance, rule, random));
  }
}

}  // namespace
}  // namespace pasok::match
