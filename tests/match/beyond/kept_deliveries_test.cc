// Whole deliveries where food is kept, taken from stock or stands in for another: they needn't fit the need
// of their own day.
#include <gmock/gmock.h>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;

constexpr char kPolicy[] =
    "version: 1\ndeliveries: {whole: true}\nstorage: {mode: on}\nstock: on\ncommodities:\n"
    "  ayam: {}\n  beras: {shelf_life_days: 30}\n";

// Rice in lots of so many kg.
std::string Lots(const std::string& kg) {
  return "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\nA,beras,100,10000," + kg + "\n";
}

std::vector<std::string> Delivered(const Files& files, std::int32_t days) {
  const Tiny tiny = ReadTiny(files);
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, Week(days));
  ExpectVerified(plan, tiny);
  return DeliveredRows(plan, tiny.dataset);
}

TEST(KeptDeliveries, OneServesTwoDays) {
  EXPECT_THAT(Delivered({{"offers.csv", Lots("12")},
                         {"requirements.csv", "demand_id,commodity,kg\nK,beras,6\n"},
                         {"storage.csv", "demand_id,commodity,kg\nK,beras,50\n"},
                         {"policy.yaml", kPolicy}},
                        2),
              ElementsAre("A beras 2026-11-23 12"));
}

TEST(KeptDeliveries, StockIsLeftWhereWithAllOfItNoLotsFit) {
  EXPECT_THAT(Delivered({{"offers.csv", Lots("5")},
                         {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"},
                         {"stock.csv", "demand_id,commodity,kg,use_by\nK,beras,3,\n"},
                         {"policy.yaml", kPolicy}},
                        1),
              ElementsAre("A beras 2026-11-23 10"));
}

TEST(KeptDeliveries, WhatStandsInComesInLotsToo) {
  EXPECT_THAT(
      Delivered({{"offers.csv",
                  "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\nA,telur,20,28000,5\n"},
                 {"requirements.csv", "demand_id,commodity,kg\nK,ayam,23\n"},
                 {"stock.csv", "demand_id,commodity,kg,use_by\nK,ayam,5,\n"},
                 {"policy.yaml", std::string(kPolicy) + "  telur: {}\nsubstitutes: {ayam: {by: [telur]}}\n"}},
                1),
      ElementsAre("A telur 2026-11-23 20"));
}

}  // namespace
}  // namespace pasok::match
