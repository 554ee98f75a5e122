// Suppliers that sell through an aggregator: what a lane then costs, what an aggregator can handle, and whose
// rules hold.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "engine/match/lanes/lane_kernel.h"
#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kOn = "version: 1\naggregators: on\ncommodities:\n  beras: {haul_idr_per_kg_km: 1}\n";

// Farms F and G sell through the cooperative C, which handles `handling` kg for Rp 200 a kg.
Files TwoFarms(const std::string& handling, const std::string& policy = kOn) {
  return {{"policy.yaml", policy},
          {"suppliers.csv",
           "supplier_id,name,kind,region,via,handling_kg_per_day,handling_fee_idr_per_kg,licences\n"
           "C,Koperasi C,koperasi,61.01.01.2002,," +
               handling +
               ",200,halal\n"
               "F,Petani F,perorangan,61.01.01.2001,C,,,\nG,Petani G,perorangan,61.01.01.2001,C,,,\n"},
          {"offers.csv",
           "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nC,beras,2,15000\nF,beras,6,10000\n"
           "G,beras,6,11000\n"}};
}

Plan Checked(const Tiny& tiny, const Question& question = {}) {
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
  ExpectProven(plan, tiny);
  return plan;
}

TEST(Aggregators, HandleOnlySoMuch) {
  const Tiny tiny = ReadTiny(TwoFarms("7"));
  const Plan plan = Checked(tiny);
  EXPECT_THAT(SoldRows(plan, tiny.dataset), ElementsAre("C 2", "F 6", "G 1"))
      << "what it sells itself doesn't count";
  EXPECT_EQ(plan.totals.shortage, 1);
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kAggregatorFull);
  EXPECT_NE(plan.shortages[0].detail.find("1 whose aggregator can handle no more that day"),
            std::string::npos)
      << plan.shortages[0].detail;
  ASSERT_EQ(plan.rules.size(), 1);
  EXPECT_EQ(plan.rules[0].cases, 2);
}

TEST(Aggregators, LanesCostBothLegsAndTheFeeRoundedOnce) {
  const Tiny tiny = ReadTiny(TwoFarms("7"));
  const Plan plan = Checked(tiny);
  const Allocation& f = plan.allocations[1];
  const Instance instance = InstanceOf(tiny);
  const LaneRule rule(instance);
  const Metres leg = rule.RoadBetween({.point = {1.36, 109.30}, .circuity = {1400}, .region = 3},
                                      {.point = {1.30, 109.25}, .circuity = {1400}, .region = 4});
  EXPECT_EQ(f.first_leg, leg);
  EXPECT_EQ(f.road.value, 2 * leg.value) << "there and back: the kitchen is in the farm's village";
  EXPECT_EQ(f.unit_money, 1'020'000 + RoundHalfUp(Int128{1000} * 2 * leg.value, 10'000));
  EXPECT_EQ(f.tier, Tier::kDesa) << "the farm's";
  const std::string csv = FilesOf(plan, tiny.dataset, tiny.policy, "id")[0].content;
  EXPECT_THAT(csv, HasSubstr("preference_idr,via,leg1_km\n"));
  EXPECT_THAT(csv, HasSubstr(",C,"));
}

TEST(Aggregators, AreNoneWhereTheRuleIsOff) {
  const Tiny tiny = ReadTiny(TwoFarms("7", "version: 1\ncommodities:\n  beras: {haul_idr_per_kg_km: 1}\n"));
  const Plan plan = Checked(tiny);
  EXPECT_THAT(SoldRows(plan, tiny.dataset), ElementsAre("F 6", "G 4"));
  EXPECT_THAT(plan.rules, IsEmpty());
}

TEST(Aggregators, BringTheLicence) {
  const Tiny tiny =
      ReadTiny(TwoFarms("7",
                        "version: 1\naggregators: on\ncommodities:\n  beras: {haul_idr_per_kg_km: 1, "
                        "requires: [halal]}\n"));
  EXPECT_EQ(Checked(tiny).totals.allocated, 9);
}

TEST(Aggregators, BlocksAndOwnersHoldForBoth) {
  Files files = TwoFarms("7");
  files["blocks.csv"] = "supplier_id,demand_id,reason\nC,K,terlambat\n";
  EXPECT_EQ(Checked(ReadTiny(files)).totals.allocated, 0);
  files["blocks.csv"] = "supplier_id,demand_id,reason\nF,K,terlambat\n";
  const Tiny tiny = ReadTiny(files);
  EXPECT_THAT(SoldRows(Checked(tiny), tiny.dataset), ElementsAre("C 2", "G 6"));
}

TEST(Aggregators, EachLegIsInRange) {
  Files files = TwoFarms("70",
                         "version: 1\naggregators: on\ncommodities:\n  beras: {haul_idr_per_kg_km: 1, "
                         "max_distance_km: 15}\n");
  EXPECT_EQ(Checked(ReadTiny(files)).totals.shortage, 0) << "12 km each";
  files["policy.yaml"] =
      "version: 1\naggregators: on\ncommodities:\n  beras: {haul_idr_per_kg_km: 1, max_distance_km: 11}\n";
  const Plan plan = Checked(ReadTiny(files));
  EXPECT_EQ(plan.totals.allocated, 0);
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kOutOfRange);
}

TEST(Aggregators, WhatOthersTookThroughThemIsHandledAlready) {
  const Tiny tiny = ReadTiny(TwoFarms("7"));
  const Plan plan = Checked(
      tiny,
      {.date = {}, .regions = {}, .taken = {{.supplier_id = "G", .commodity = "beras", .weight = {4'000}}}});
  EXPECT_THAT(SoldRows(plan, tiny.dataset), ElementsAre("C 2", "F 3"));
}

TEST(Aggregators, ContractsOfTheirFarmsShareWhatTheyHandle) {
  Files files = TwoFarms("7");
  files["contracts.csv"] =
      "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nF,K,beras,,,4,\nG,K,beras,,,5,\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = Checked(tiny);
  EXPECT_EQ(plan.contracts[0].due.kept + plan.contracts[1].due.kept, 7);
  EXPECT_THAT(
      plan.rules[0].example,
      "contracts of F and G, which sell through C, promise 9 kg a day, it can handle 7 kg: 2 kg broken");
}

TEST(Aggregators, ThatHandleTooMuchAreFound) {
  const Tiny more = ReadTiny(TwoFarms("9")), less = ReadTiny(TwoFarms("7"));
  const auto files = FilesOf(PlanOf(more.dataset, more.policy), more.dataset, more.policy, "id");
  EXPECT_THAT(Lines(Verify(less.dataset, "id", files).findings), HasSubstr("handling_capacity_exceeded"));
}

// The vectorised costs are the rule's, to the sen.
TEST(Aggregators, KernelAgreesWithTheRule) {
  std::mt19937_64 random(67);
  for (int i = 0; i < 100; ++i) {
    const Market market = RandomMarket(random, {.rules = true, .aggregators = true});
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    ASSERT_TRUE(reading.instance);
    const Instance& instance = *reading.instance;
    const LaneRule rule(instance);
    const LaneKernel kernel(instance, rule);
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const auto units = kernel.FindUnits(r, kernel.FindRoads(instance.requirements[r].place));
      const std::int32_t first = instance.commodities[instance.requirements[r].commodity].first_offer;
      for (std::size_t o = 0; o < units.size(); ++o) {
        const LaneCost lane = rule.Cost(first + static_cast<std::int32_t>(o), r);
        ASSERT_EQ(units[o], lane.ineligible == Ineligible::kNo ? lane.unit() : kNoLane);
      }
    }
  }
}

}  // namespace
}  // namespace pasok::match
