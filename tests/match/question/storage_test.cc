// What is kept overnight: while it is fresh, as far as there is room and need; and what a full store says.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "engine/match/question/transfers.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Storage, KeepsWhileHoldingIsCheaper) {
  const Tiny tiny = ReadTiny(MondayMarket("K,beras,100\nK,ayam,100\n"));
  const Plan plan = CheckedPlan(tiny, Week());
  // Rp 25 cheaper on Monday: worth keeping for two nights at Rp 10, not for three. Chicken lasts for one.
  EXPECT_THAT(CarriedRows(plan, tiny.dataset),
              ElementsAre("storage 2026-11-23 ayam 10 -> 2026-11-24 ayam",
                          "storage 2026-11-23 beras 20 -> 2026-11-24 beras",
                          "storage 2026-11-24 beras 10 -> 2026-11-25 beras"));
  EXPECT_EQ(plan.totals.carried, 40 * 1'000);
  EXPECT_EQ(plan.certificate.primal, plan.totals.money + plan.totals.preference + 40 * 1'000);
  EXPECT_THAT(DeliveredRows(plan, tiny.dataset), Contains("A beras 2026-11-23 30"));
  const auto report = std::ranges::find(plan.rules, Rule::kStorage, &RuleReport::rule);
  ASSERT_NE(report, plan.rules.end());
  EXPECT_EQ(report->quanta, 40);
}

TEST(Storage, IsAsLargeAsItIs) {
  const Tiny tiny = ReadTiny(MondayMarket("K,beras,7\n"));
  const Plan plan = CheckedPlan(tiny, Week());
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), ElementsAre("storage 2026-11-23 beras 7 -> 2026-11-24 beras"));
}

// "2026-11-24 beras 3 store_full", without those of other reasons.
std::vector<std::string> ShortForStores(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  for (const Shortage& row : plan.shortages) {
    if (row.reason == ShortageReason::kStoreFull)
      rows.push_back(ToIso(*row.date) + " " + dataset.commodities[row.commodity] + " " +
                     std::to_string(row.quanta) + ": " + row.detail);
  }
  return rows;
}

// As MondayMarket, but A alone sells, so much rice each Monday.
Files OnlyMondays(const std::string& capacity, const std::string& storage) {
  Files files = MondayMarket(storage);
  files["offers.csv"] = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras," +
                        capacity + ",10000,1\n";
  files["requirements.csv"] = "demand_id,commodity,kg\nK,beras,10\n";
  return files;
}

TEST(Storage, ThatIsFullIsTheReasonOfAShortage) {
  const Tiny tiny = ReadTiny(OnlyMondays("100", "K,beras,17\n"));
  const Plan plan = CheckedPlan(tiny, Week(4));
  EXPECT_EQ(plan.totals.shortage, 13);
  EXPECT_THAT(
      ShortForStores(plan, tiny.dataset),
      ElementsAre("2026-11-25 beras 3: 1 offer of beras: 1 not available that day (nearest: A, 0 km); 73 "
                  "kg left on earlier days, which would keep, but no more can be stored (nearest: A, 0 km)",
                  "2026-11-26 beras 10: 1 offer of beras: 1 not available that day (nearest: A, 0 km); 73 "
                  "kg left on earlier days, which would keep, but no more can be stored (nearest: A, 0 km)"));
}

TEST(Storage, OfNothingIsTheReasonOfAShortageToo) {
  const Tiny tiny = ReadTiny(OnlyMondays("100", "K,beras,0\nK,,50\n"));
  EXPECT_THAT(
      ShortForStores(CheckedPlan(tiny, Week(2)), tiny.dataset),
      ElementsAre("2026-11-24 beras 10: 1 offer of beras: 1 not available that day (nearest: A, 0 km); 90 "
                  "kg left on earlier days, which would keep, but no more can be stored (nearest: A, 0 km)"));
  const Tiny of_all = ReadTiny(OnlyMondays("100", "K,,0\n"));
  EXPECT_EQ(ShortForStores(CheckedPlan(of_all, Week(2)), of_all.dataset).size(), 1);
  const Tiny none = ReadTiny(OnlyMondays("100", "K,ayam,50\n"));
  EXPECT_THAT(ShortForStores(CheckedPlan(none, Week(2)), none.dataset), IsEmpty()) << "nobody keeps rice";
}

TEST(Storage, ThatIsFullExplainsNoMoreThanIsLeft) {
  const Tiny tiny = ReadTiny(OnlyMondays("29", "K,beras,17\n"));
  const Plan plan = CheckedPlan(tiny, Week(3));
  EXPECT_EQ(plan.totals.shortage, 3);
  ASSERT_EQ(plan.shortages.size(), 2);
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kNotAvailable);
  EXPECT_EQ(plan.shortages[0].quanta, 1);
  EXPECT_EQ(plan.shortages[1].reason, ShortageReason::kStoreFull);
  EXPECT_EQ(plan.shortages[1].quanta, 2);
}

TEST(Storage, ThatIsFullIsNoReasonWhereFoodWouldSpoilOrNobodyHasAny) {
  Files spoils = OnlyMondays("100", "K,beras,5\n");
  spoils["policy.yaml"] =
      "version: 1\nstorage: {mode: on}\ncommodities:\n  beras: {haul_idr_per_kg_km: 0, shelf_life_days: 2}\n";
  const Tiny fresh = ReadTiny(spoils);
  const Plan plan = CheckedPlan(fresh, Week(3));
  EXPECT_EQ(plan.totals.shortage, 15);
  EXPECT_EQ(ShortForStores(plan, fresh.dataset).size(), 1)
      << "Tuesday's; Monday's rice is no good on Wednesday";
  const Tiny sold = ReadTiny(OnlyMondays("27", "K,beras,17\n"));
  EXPECT_THAT(ShortForStores(CheckedPlan(sold, Week(3)), sold.dataset), IsEmpty());
}

TEST(Storage, ThatIsFullIsAReasonOfWhatSharesItToo) {
  Files files = MondayMarket("K,,12\n");
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,1\nA,ayam,100,"
      "30000,1\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = CheckedPlan(tiny, Week(2));
  EXPECT_EQ(plan.totals.shortage, 8);
  std::int64_t full = 0;
  for (const Shortage& row : plan.shortages)
    full += row.reason == ShortageReason::kStoreFull ? row.quanta : 0;
  EXPECT_EQ(full, 8);
}

TEST(Storage, IsSharedByWhatHasNoRoomOfItsOwn) {
  const Tiny tiny = ReadTiny(MondayMarket("K,,25\n"));
  // Kept chicken saves far more a kg than kept rice, which gets what is left.
  const Plan plan = CheckedPlan(tiny, Week());
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), ElementsAre("storage 2026-11-23 ayam 10 -> 2026-11-24 ayam",
                                                           "storage 2026-11-23 beras 15 -> 2026-11-24 beras",
                                                           "storage 2026-11-24 beras 5 -> 2026-11-25 beras"));
  const Tiny enough = ReadTiny(MondayMarket("K,,50\n"));
  EXPECT_THAT(CarriedRows(CheckedPlan(enough, Week()), enough.dataset),
              Contains("storage 2026-11-23 ayam 10 -> 2026-11-24 ayam"));
}

// A sells cheaper rice on Mondays; K cooks chicken each day, and rice from Wednesday on.
Files RiceFromWednesdayOn(const std::string& storage = "K,beras,100\n") {
  Files files = MondayMarket(storage);
  files["requirements.csv"] =
      "demand_id,commodity,kg,date\nK,ayam,10,\nK,beras,10,2026-11-25\nK,beras,10,2026-11-26\n";
  files["policy.yaml"].replace(files["policy.yaml"].find("day: 10"), 7, "day: 5 ");
  return files;
}

TEST(Storage, TakesWhatOnlyLaterDaysNeed) {
  const Tiny tiny = ReadTiny(RiceFromWednesdayOn());
  const Plan plan = CheckedPlan(tiny, Week(4));
  EXPECT_THAT(DeliveredRows(plan, tiny.dataset), Contains("A beras 2026-11-23 20"));
  EXPECT_THAT(CarriedRows(plan, tiny.dataset),
              ElementsAre("storage 2026-11-23 beras 20 -> 2026-11-24 beras",
                          "storage 2026-11-24 beras 20 -> 2026-11-25 beras",
                          "storage 2026-11-25 beras 10 -> 2026-11-26 beras"));
  EXPECT_EQ(plan.totals.demand, 40 + 20);
  EXPECT_EQ(plan.totals.shortage, 0);
}

TEST(Storage, TakesNothingForLaterWhereNobodyCooksOrNothingKeeps) {
  const auto delivered = [](Tiny tiny, const std::function<void(Tiny&)>& change) {
    change(tiny);
    const Plan plan = CheckedPlan(tiny, Week(4));
    EXPECT_THAT(plan.carried, IsEmpty());
    return DeliveredRows(plan, tiny.dataset);
  };
  const auto rice_of_others = testing::IsSupersetOf({"B beras 2026-11-25 10", "B beras 2026-11-26 10"});
  Files files = RiceFromWednesdayOn();
  files["calendar.csv"] = "date,region,demand_id,serves\n2026-11-23,,K,no\n2026-11-24,,K,no\n";
  EXPECT_THAT(delivered(ReadTiny(files), [](Tiny&) {}), rice_of_others) << "closed";
  EXPECT_THAT(delivered(ReadTiny(RiceFromWednesdayOn("K,ayam,0\n")), [](Tiny&) {}), rice_of_others);
  EXPECT_THAT(delivered(ReadTiny(RiceFromWednesdayOn()),
                        [](Tiny& tiny) {
                          ASSERT_EQ(tiny.policy.commodities[1].code, "beras");
                          tiny.policy.commodities[1].shelf_life_days = 1;
                        }),
              rice_of_others);
  EXPECT_EQ(InstanceOf(ReadTiny(RiceFromWednesdayOn("")), Week(4)).requirements.size(), 6);
  EXPECT_EQ(InstanceOf(ReadTiny(RiceFromWednesdayOn()), Week(4)).requirements.size(), 8);
}

// Monday's rice lasts until Wednesday; what it leaves to the stock is cooked that day too, or later.
TEST(Storage, TakesForLaterWhatTheStockLeavesToBeCookedInTime) {
  const auto carried = [](const std::string& use_by) {
    Files files = RiceFromWednesdayOn();
    std::string& policy = files["policy.yaml"];
    policy.replace(policy.find("shelf_life_days: 30"), 19, "shelf_life_days: 3");
    policy += "stock: on\n";
    files["stock.csv"] = "demand_id,commodity,kg,use_by\nK,beras,4," + use_by + "\n";
    const Tiny tiny = ReadTiny(files);
    return CarriedRows(CheckedPlan(tiny, Week(4)), tiny.dataset);
  };
  EXPECT_THAT(carried("2026-11-25"), ElementsAre("stock - beras 4 -> 2026-11-25 beras",
                                                 "storage 2026-11-23 beras 6 -> 2026-11-24 beras",
                                                 "storage 2026-11-24 beras 6 -> 2026-11-25 beras"));
  EXPECT_THAT(carried("2026-11-26"), ElementsAre("stock - beras 4 -> 2026-11-25 beras",
                                                 "storage 2026-11-23 beras 10 -> 2026-11-24 beras",
                                                 "storage 2026-11-24 beras 10 -> 2026-11-25 beras",
                                                 "storage 2026-11-25 beras 4 -> 2026-11-26 beras"));
}

TEST(Storage, ShelfLifeRunsOverTheWeekendToo) {
  Tiny tiny = ReadTiny(MondayMarket("K,beras,100\nK,ayam,100\n"));
  tiny.policy.service_weekdays = 0b0010001;  // Monday and Friday
  tiny.policy.storage.holding_per_day = {};
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week()), tiny.dataset),
              ElementsAre("storage 2026-11-23 beras 10 -> 2026-11-27 beras"));
  tiny.policy.commodities[1].shelf_life_days = 4;
  ASSERT_EQ(tiny.policy.commodities[1].code, "beras");
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week()), tiny.dataset), IsEmpty());
  tiny.policy.commodities[1].shelf_life_days = 5;
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week()), tiny.dataset), testing::SizeIs(1));
  tiny.policy.storage.min_shelf_left_days = 1;
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week()), tiny.dataset), IsEmpty());
}

TEST(Storage, WithoutItNothingChanges) {
  Tiny tiny = ReadTiny(MondayMarket("K,beras,100\n"));
  const Tiny without = ReadTiny(MondayMarket(""));
  const Plan none = CheckedPlan(without, Week());
  EXPECT_THAT(none.carried, IsEmpty());
  tiny.policy.storage = {};
  const Plan off = CheckedPlan(tiny, Week());
  EXPECT_EQ(off.certificate.primal, none.certificate.primal);
  EXPECT_EQ(off.rules.size(), none.rules.size());
  for (const RegisterFile& file : FilesOf(off, tiny.dataset, tiny.policy, "id")) {
    EXPECT_NE(file.name, "carried.csv");
    EXPECT_THAT(file.content, testing::Not(HasSubstr("carried")));
  }
}

}  // namespace
}  // namespace pasok::match
