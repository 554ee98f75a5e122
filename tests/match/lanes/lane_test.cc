#include "engine/match/lanes/lane.h"

#include <gmock/gmock.h>

#include "tests/match/tiny.h"

namespace pasok::match {
namespace {

TEST(GreatCircle, KnowsTheEarth) {
  EXPECT_EQ(GreatCircle({0, 0}, {0, 0}).value, 0);
  EXPECT_EQ(GreatCircle({0, 0}, {0, 180}).value, 20'015'114);      // half of it: pi * 6,371,008.8
  EXPECT_EQ(GreatCircle({90, 0}, {-90, 77}).value, 20'015'114);    // pole to pole
  EXPECT_EQ(GreatCircle({0, 0}, {1, 0}).value, 111'195);           // a degree
  EXPECT_EQ(GreatCircle({0, 179.5}, {0, -179.5}).value, 111'195);  // across the date line
  EXPECT_EQ(GreatCircle({90, 10}, {90, -120}).value, 0);           // one pole under two names
  // Pontianak to Jakarta
  EXPECT_EQ(GreatCircle({-0.0263, 109.3425}, {-6.2088, 106.8456}).value, 741'207);
}

TEST(GreatCircle, IsSymmetricToTheBit) {
  const Point a{1.2345678, 109.8765432}, b{-3.3333333, 101.1111111};
  EXPECT_EQ(GreatCircle(a, b), GreatCircle(b, a));
}

constexpr char kFar[] = "demand_id,name,kind,region\nK,Dapur K,sppg,61.02.01.2001\n";

// A in Satu, K in Tiga of another kabupaten: 122.495 km by air.
TEST(LaneCost, IsAsTheFormulaSays) {
  Tiny tiny = ReadTiny({{"demand_points.csv", kFar},
                        {"policy.yaml",
                         "version: 1\n"
                         "commodities: {beras: {name_id: Beras, name_en: Rice, haul_idr_per_kg_km: 1.4}}\n"
                         "supplier_kind: {surcharge_idr_per_kg: {koperasi: 12.34}}\n"}});
  const Instance instance = InstanceOf(tiny);
  const LaneCost lane = LaneRule(instance).Cost(0, 0);
  const std::int64_t metres = GreatCircle({1.36, 109.30}, {0.30, 109.00}).value;
  EXPECT_EQ(metres, 122'495);
  EXPECT_EQ(lane.road.value, 171'493);  // 122,495 * 1.4
  EXPECT_EQ(lane.money, 1'024'009);     // 10,000 + 1.4 * 171.493 = 10,240.0902 rupiah
  EXPECT_EQ(lane.preference, 201'234);  // 2,000 + 12.34
  EXPECT_EQ(lane.tier, Tier::kProvinsi);
  EXPECT_EQ(lane.ineligible, Ineligible::kNo);
}

TEST(LaneCost, RoundsPerQuantumAndHalfUp) {
  // Half a kg at 10,000.01: 5,000.005 rupiah are 500,001 sen, since half a sen rises.
  const Tiny tiny = ReadTiny({{"policy.yaml", "version: 1\nquantum_kg: 0.5\n"},
                              {"offers.csv",
                               "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                               "A,beras,100,10000.01\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_EQ(LaneRule(instance).Cost(0, 0).money, 500'001);
}

TEST(LaneCost, TakesTheLargerCircuityOfTheTwoEnds) {
  const Tiny tiny =
      ReadTiny({{"demand_points.csv", kFar},
                {"regions.csv",
                 "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,1.1\n61.01.01,Sambas,,,\n"
                 "61.01.01.2001,Satu,1.36,109.30,\n61.02,Mempawah,,,1.8\n61.02.01,Hilir,,,\n"
                 "61.02.01.2001,Tiga,0.30,109.00,\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_EQ(LaneRule(instance).Cost(0, 0).road.value, 220'491);  // 122,495 * 1.8
}

TEST(LaneCost, IsOutOfRangeBeyondTheLimitAndNotAtIt) {
  Tiny tiny = ReadTiny({{"demand_points.csv", kFar}});
  const auto at_limit = [&](std::int64_t metres) {
    for (CommodityRule& rule : tiny.policy.commodities) rule.max_distance = Metres{metres};
    const Instance instance = InstanceOf(tiny);
    return LaneRule(instance).Cost(0, 0).ineligible;
  };
  EXPECT_EQ(at_limit(171'493), Ineligible::kNo);
  EXPECT_EQ(at_limit(171'492), Ineligible::kOutOfRange);
}

// distances.csv: A stands in 61.01.01.2001, K in 61.02.01.2001.
Metres ListedRoad(const std::string& rows) {
  const Tiny tiny =
      ReadTiny({{"demand_points.csv", kFar}, {"distances.csv", "from_region,to_region,km\n" + rows}});
  const Instance instance = InstanceOf(tiny);
  return LaneRule(instance).Cost(0, 0).road;
}

TEST(ListedDistance, HoldsForTheRegionsAndWhatLiesInThem) {
  EXPECT_EQ(ListedRoad("61.01.01.2001,61.02.01.2001,200.5\n").value, 200'500);
  EXPECT_EQ(ListedRoad("61.01,61.02,210\n").value, 210'000);
}

TEST(ListedDistance, HoldsBothWays) { EXPECT_EQ(ListedRoad("61.02,61.01,210\n").value, 210'000); }

TEST(ListedDistance, OfTheDeepestPairWins) {
  EXPECT_EQ(ListedRoad("61.01,61.02,210\n61.01.01,61.02,220\n").value, 220'000);
  EXPECT_EQ(ListedRoad("61.01,61.02.01.2001,230\n61.01.01,61.02,220\n").value, 230'000);
}

TEST(ListedDistance, BetweenEquallyDeepPairsIsTheOneDeeperAtTheSupplier) {
  EXPECT_EQ(ListedRoad("61.01.01,61.02,220\n61.01,61.02.01,230\n").value, 220'000);
  EXPECT_EQ(ListedRoad("61.02,61.01.01,220\n61.02.01,61.01,230\n").value, 220'000);
}

TEST(ListedDistance, OfARegionToItselfHoldsWithin) {
  const Tiny tiny = ReadTiny({{"distances.csv", "from_region,to_region,km\n61.01.01,61.01.01,7\n"}});
  const Instance instance = InstanceOf(tiny);
  EXPECT_EQ(LaneRule(instance).Cost(0, 0).road.value, 7'000);
}

}  // namespace
}  // namespace pasok::match
