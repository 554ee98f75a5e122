// The vectorised lanes equal the scalar reference to the sen, everywhere on Earth.
#include "engine/match/lanes/lane_kernel.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/match/random_market.h"

namespace pasok::match {
namespace {

// Points that a careless kernel would get wrong, and neighbours of them.
Point AwkwardPoint(std::mt19937_64& random) {
  static constexpr Point kAwkward[] = {{0, 0},           {90, 0},       {-90, 50}, {0, 180},
                                       {0, -180},        {1, 109},      {-1, -71}, {45, 179.99999},
                                       {45, -179.99999}, {89.99999, 10}};
  Point point = kAwkward[random() % std::size(kAwkward)];
  const auto little = [&] { return static_cast<double>(random() % 5) * 1e-6; };
  point.lat = std::clamp(point.lat + little(), -90.0, 90.0);
  point.lng = std::clamp(point.lng + little(), -180.0, 180.0);
  return point;
}

Point RandomPoint(std::mt19937_64& random, double from_lat, double to_lat, double from_lng, double to_lng) {
  std::uniform_real_distribution<double> lat(from_lat, to_lat), lng(from_lng, to_lng);
  return {lat(random), lng(random)};
}

// An instance of one commodity whose offers stand at `from` and requirements at `to`.
Instance BetweenPoints(const Market& market, const std::vector<Point>& from, const std::vector<Point>& to,
                       std::mt19937_64& random) {
  Instance instance;
  instance.dataset = &market.dataset;
  instance.policy = market.policy;
  const auto region = [&] { return static_cast<std::int32_t>(random() % market.dataset.regions.size()); };
  const auto circuity = [&] { return Milli{1000 + static_cast<std::int64_t>(random() % 900)}; };
  instance.suppliers = {{.dataset_supplier = 0, .kind_surcharge_sen_per_kg = 12'345}};
  for (const Point& point : from) {
    instance.offers.push_back({.supplier = 0,
                               .place = static_cast<std::int32_t>(instance.places.size()),
                               .commodity = 0,
                               .capacity = 1,
                               .price_sen_per_kg = static_cast<std::int64_t>(random() % 10'000'000)});
    instance.places.push_back({.point = point, .circuity = circuity(), .region = region()});
  }
  for (const Point& point : to) {
    instance.requirements.push_back({.demand_point = 0,
                                     .place = static_cast<std::int32_t>(instance.places.size()),
                                     .commodity = 0,
                                     .need = 1,
                                     .penalty = 1,
                                     .lane_cap = 1});
    instance.places.push_back({.point = point, .circuity = circuity(), .region = region()});
  }
  instance.commodities = {{.dataset_commodity = 0,
                           .rule = &instance.policy.commodities[0],
                           .end_offer = static_cast<std::int32_t>(from.size()),
                           .end_requirement = static_cast<std::int32_t>(to.size())}};
  return instance;
}

std::int64_t CountDifferences(const Instance& instance) {
  const LaneRule rule(instance);
  const LaneKernel kernel(instance, rule);
  std::int64_t differences = 0;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RoadsTo roads = kernel.FindRoads(instance.requirements[r].place);
    const std::vector<std::int64_t> units = kernel.FindUnits(r, roads);
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost lane = rule.Cost(o, r);
      const std::int64_t expected = lane.ineligible == Ineligible::kNo ? lane.unit() : kNoLane;
      differences += units[o - span.first_offer] != expected;
      differences += roads.road[instance.offers[o].place] != static_cast<double>(lane.road.value);
    }
  }
  return differences;
}

class LaneKernelTest : public testing::Test {
 protected:
  // Rows by columns of pairs between points of two makers, under a policy with this quantum.
  template <class From, class To>
  std::int64_t Differences(int rows, int columns, std::int64_t quantum, From from, To to) {
    Market market = RandomMarket(random_, {});
    market.policy.quantum.value = quantum;
    std::vector<Point> froms, tos;
    for (int i = 0; i < columns; ++i) froms.push_back(from());
    for (int i = 0; i < rows; ++i) tos.push_back(to());
    // Vector capacity is kept by the move, so that the rule's address stays.
    const Instance instance = BetweenPoints(market, froms, tos, random_);
    return CountDifferences(instance);
  }

  std::mt19937_64 random_{20261123};
};

TEST_F(LaneKernelTest, EqualsTheReferenceWithinAProvince) {
  const auto kalbar = [&] { return RandomPoint(random_, -3, 2, 108, 114); };
  EXPECT_EQ(Differences(500, 2000, 1000, kalbar, kalbar), 0);
}

TEST_F(LaneKernelTest, EqualsTheReferenceAcrossTheEarth) {
  const auto anywhere = [&] { return RandomPoint(random_, -90, 90, -180, 180); };
  EXPECT_EQ(Differences(500, 1000, 1000, anywhere, anywhere), 0);
}

TEST_F(LaneKernelTest, EqualsTheReferenceAtPolesDateLineEquatorAndAntipodes) {
  const auto awkward = [&] { return AwkwardPoint(random_); };
  EXPECT_EQ(Differences(300, 1000, 1000, awkward, awkward), 0);
}

TEST_F(LaneKernelTest, EqualsTheReferenceForEveryQuantum) {
  const auto nearby = [&] { return RandomPoint(random_, 0, 0.01, 109, 109.01); };
  for (std::int64_t grams : {1, 500, 999, 3000, 1'000'000}) {
    EXPECT_EQ(Differences(100, 1000, grams, nearby, nearby), 0) << grams << " g";
  }
}

// Prices so high that the arithmetic leaves the 53 bits of a double.
TEST_F(LaneKernelTest, LeavesHugeFiguresToTheReference) {
  Market market = RandomMarket(random_, {});
  market.policy.quantum.value = 1'000'000;
  Instance instance = BetweenPoints(market, {{1, 109}, {2, 110}}, {{0, 109}}, random_);
  for (OfferRow& offer : instance.offers) offer.price_sen_per_kg = 9'999'999'999;
  EXPECT_EQ(CountDifferences(instance), 0);
}

TEST_F(LaneKernelTest, EqualsTheReferenceOnWholeMarkets) {
  for (int i = 0; i < 200; ++i) {
    const Market market = RandomMarket(random_, {});
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    ASSERT_TRUE(reading.instance);
    EXPECT_EQ(CountDifferences(*reading.instance), 0) << i;
  }
}

}  // namespace
}  // namespace pasok::match
