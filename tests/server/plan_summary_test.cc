// What a plan's summary says of why it is short.
#include <gtest/gtest.h>

#include <string>

#include "server/convert.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::server {
namespace {

// K and L, which is farther off, need food of A, who has 1 kg of each.
v1::PlanSummary SummaryOf(const std::string& requirements, const match::Question& question = {}) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,1,10000\nA,telur,1,10000\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2002\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\n" + requirements},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n  telur: {}\n"}});
  return Summarise(match::PlanOf(tiny.dataset, tiny.policy, question), tiny.dataset, tiny.policy, "v");
}

TEST(PlanSummary, SaysWhoseTheExampleIsAndTakesTheLargest) {
  const v1::PlanSummary summary = SummaryOf("K,beras,6,\nL,beras,20,\n");
  ASSERT_EQ(summary.shortage_reasons_size(), 1);
  EXPECT_EQ(summary.shortage_reasons(0).example(),
            "20 kg at L: 1 offer of beras: 1 sold out (nearest: A, 12.2 km)");
}

TEST(PlanSummary, SaysTheDayOfTheExampleOfSeveral) {
  const v1::PlanSummary summary =
      SummaryOf("K,beras,6,2026-11-23\nK,beras,9,2026-11-24\n",
                {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2});
  EXPECT_EQ(summary.shortage_reasons(0).example(),
            "8 kg at K on 2026-11-24: 1 offer of beras: 1 sold out (nearest: A, 0 km)");
}

// A single row of rice is larger than each of eggs, of which more is short.
TEST(PlanSummary, TakesTheExampleOfTheCommodityOfWhichMostIsShort) {
  const v1::PlanSummary summary = SummaryOf("K,beras,12,\nK,telur,10,\nL,telur,8,\n");
  EXPECT_EQ(summary.shortage_reasons(0).example(),
            "telur, 17 kg in all, 9 kg of them at K: 1 offer of telur: 1 sold out (nearest: A, 0 km)");
}

}  // namespace
}  // namespace pasok::server
