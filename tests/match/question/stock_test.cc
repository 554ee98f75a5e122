// What demand points have in stock or at hand: cooked in time, also in place of another food; and warned of
// where no day can cook it.
#include <gmock/gmock.h>

#include "engine/match/plan.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Stock, IsCookedFirstAndInTime) {
  Files files = MondayMarket("K,beras,100\n",
                             "version: 1\nstock: on\nstorage: {mode: on}\ncommodities:\n"
                             "  beras: {haul_idr_per_kg_km: 0, shelf_life_days: 30}\n"
                             "  ayam: {haul_idr_per_kg_km: 0, shelf_life_days: 2}\n");
  files["stock.csv"] =
      "demand_id,commodity,kg,use_by\nK,beras,25,2026-11-24\nK,beras,7.5,\nK,ayam,12,2026-11-22\n";
  const Tiny tiny = ReadTiny(files);
  // Of the 25 kg for Monday and Tuesday 20 can be eaten; chicken is over.
  const Plan plan = CheckedPlan(tiny, Week(3));
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), Contains("stock - beras 27 -> 2026-11-23 beras"));
  EXPECT_EQ(plan.totals.allocated, 30 + 3);
}

// K needs rice from Tuesday on.
TEST(Stock, ThatNoDayCanCookIsWarnedOf) {
  Files files = MondayMarket("", "version: 1\nstock: on\ncommodities:\n  beras: {}\n  ayam: {}\n");
  files["requirements.csv"] =
      "demand_id,date,commodity,kg\nK,2026-11-23,beras,0\nK,2026-11-23,ayam,10\nK,,beras,10\n";
  files["stock.csv"] =
      "demand_id,commodity,kg,use_by\nK,beras,1,2026-11-22\nK,beras,2,2026-11-23\nK,beras,3,2026-11-24\n"
      "K,beras,4,2026-12-31\nK,beras,5,\nK,ayam,6,2026-11-23\n";
  Tiny tiny = ReadTiny(files);
  const auto told = [&](const Question& question) {
    std::vector<std::string> rows;
    for (const Finding& row : BuildInstance(tiny.dataset, tiny.policy, question).findings.list)
      rows.push_back(row.code + ": " + row.value + ": " + row.expected);
    return rows;
  };
  EXPECT_THAT(told(Week(2)),
              testing::UnorderedElementsAre(
                  "stock_past_use_by: K beras 2026-11-22: a day from 2026-11-23 on; its 1 kg aren't cooked",
                  "stock_not_needed_in_time: K beras 2026-11-23: a day on which the demand point needs some "
                  "of it; its "
                  "2 kg aren't cooked"));
  tiny.policy.stock = false;
  EXPECT_THAT(told(Week(2)), IsEmpty());
}

TEST(Stock, OfWhatHasSubstitutesIsWarnedOfWhereItCantBeKept) {
  const auto told = [](const std::string& by, const std::string& storage, const std::string& stock,
                       std::int32_t days) {
    Files files = MondayMarket(storage, std::string(kKeeping) + "stock: on\nsubstitutes: {ayam: {by: " + by +
                                            ", surcharge_idr_per_kg: 60000}}\n");
    files["stock.csv"] = "demand_id,commodity,kg,use_by\n" + stock;
    const Tiny tiny = ReadTiny(files);
    return Lines(BuildInstance(tiny.dataset, tiny.policy, Week(days)).findings);
  };
  const std::string stock = "K,ayam,15,\nK,ayam,9,2026-11-30\n";
  EXPECT_THAT(
      told("{telur: 1.2}", "K,ayam,100\n", stock, 2),
      HasSubstr(
          "stock_not_kept: `kg` is '24 of ayam at K', expected no more than its first day needs, since what "
          "has substitutes at other ratios than kg for kg isn't kept; 10 kg that later days need "
          "aren't cooked; leave ayam out of `substitutes`, or plan day by day\n"));
  EXPECT_EQ(told("{telur: 1.2}", "K,ayam,100\n", stock, 1), "");
  EXPECT_EQ(told("[telur]", "K,ayam,100\n", stock, 2), "") << "kg for kg it is kept";
  EXPECT_THAT(told("[telur]", "K,ayam,4\n", stock, 2),
              HasSubstr("storage.csv and its shelf life allow to be kept; 6 kg that later days need"));
  // Of what must be used by Tuesday some might be cooked on Wednesday, were it sent on: so it is Monday's.
  EXPECT_THAT(told("[telur]", "K,ayam,100\n", "K,ayam,14,2026-11-23\nK,ayam,15,2026-11-24\n", 3), "");
}

// K needs 10 kg of chicken a day, for which eggs may do.
Files ShortOfChickenWithEggs(const std::string& stock, const std::string& storage = "") {
  Files files = MondayMarket(storage, std::string(kKeeping) +
                                          "  telur: {haul_idr_per_kg_km: 0, shelf_life_days: 30}\n"
                                          "stock: on\nsubstitutes: {ayam: {by: [telur], "
                                          "surcharge_idr_per_kg: 60000}}\n");
  files["policy.yaml"].erase(files["policy.yaml"].find("  telur: {haul_idr_per_kg_km: 0}\n"), 33);
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,3,30000\nA,telur,100,200000\n";
  files["requirements.csv"] = "demand_id,commodity,kg,date\nK,ayam,10,\n";
  files["stock.csv"] = "demand_id,commodity,kg,use_by\n" + stock;
  return files;
}

TEST(Stock, StandsInThoughItIsntNeededItself) {
  const Tiny tiny = ReadTiny(ShortOfChickenWithEggs("K,telur,40,\nK,telur,5,2026-11-22\n"));
  const Plan plan = CheckedPlan(tiny, Week(1));
  EXPECT_THAT(DeliveredRows(plan, tiny.dataset), ElementsAre("A ayam 2026-11-23 3"));
  EXPECT_THAT(
      CarriedRows(plan, tiny.dataset),
      ElementsAre("stock - telur 7 -> 2026-11-23 telur", "substitute 2026-11-23 telur 7 -> 2026-11-23 ayam"));
}

TEST(Stock, StandsInBeyondWhatIsNeededOfItself) {
  Files files = ShortOfChickenWithEggs("K,telur,9,2026-11-23\nK,telur,20,2026-11-30\n", "K,telur,100\n");
  files["requirements.csv"] += "K,telur,4,\n";
  const Tiny tiny = ReadTiny(files);
  // 4 kg of the older eggs and 4 kg for Tuesday are cooked; of the others 7 kg stand in. The older ones that
  // are over don't, for they might be kept for Tuesday in place of the newer.
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week(2)), tiny.dataset),
              testing::IsSupersetOf({"stock - telur 15 -> 2026-11-23 telur",
                                     "substitute 2026-11-23 telur 7 -> 2026-11-23 ayam",
                                     "storage 2026-11-23 telur 4 -> 2026-11-24 telur"}));
}

TEST(Stock, ThatCantBeKeptForTheDaysThatNeedItIsWarnedOf) {
  const auto told = [](const std::string& policy, const std::string& storage, const std::string& stock) {
    Files files = MondayMarket(storage, policy + "stock: on\n");
    files["stock.csv"] = "demand_id,commodity,kg,use_by\n" + stock;
    const Tiny tiny = ReadTiny(files);
    return Lines(BuildInstance(tiny.dataset, tiny.policy, Week(3)).findings);
  };
  const std::string off =
      "version: 1\ncommodities: {beras: {shelf_life_days: 30}, ayam: {shelf_life_days: 2}}\n";
  EXPECT_THAT(told(off, "K,beras,100\n", "K,beras,500,\n"),
              HasSubstr("the policy keeps nothing overnight; 20 kg that later days need aren't cooked"));
  EXPECT_THAT(told(kKeeping, "K,ayam,100\n", "K,beras,16,2026-11-24\nK,beras,500,\n"),
              HasSubstr("storage.csv has no room for it; 20 kg that later"));
  EXPECT_THAT(told(kKeeping, "K,beras,4\n", "K,beras,16,2026-11-24\nK,beras,500,\n"),
              HasSubstr("storage.csv and its shelf life allow to be kept; 16 kg that later"));
  EXPECT_THAT(told("version: 1\nstorage: {mode: on}\ncommodities: {beras: {}, ayam: {}}\n", "K,,100\n",
                   "K,beras,11,\n"),
              HasSubstr("by its shelf_life_days it isn't kept overnight; 1 kg that later"));
  EXPECT_EQ(told(kKeeping, "K,beras,100\n", "K,beras,500,\nK,ayam,10,\n"), "")
      << "30 kg are cooked; chicken is used up";
}

TEST(Stock, AtHandThatNoDayCanCookIsWarnedOfToo) {
  Files files = MondayMarket("K,ayam,100\n");
  files["requirements.csv"] = "demand_id,commodity,kg,date\nK,beras,10,\nK,ayam,10,2026-11-24\n";
  const Tiny tiny = ReadTiny(files);
  Question question = Week(2);
  question.at_hand = {
      {.demand_id = "K", .commodity = "ayam", .weight = Grams{4'000}, .use_by = ParseDate("2026-11-23")},
      {.demand_id = "K", .commodity = "beras", .weight = Grams{15'000}, .use_by = ParseDate("2026-12-20")}};
  const std::string told = Lines(BuildInstance(tiny.dataset, tiny.policy, question).findings);
  EXPECT_THAT(told,
              HasSubstr("at_hand.csv: warning: stock_not_needed_in_time: `use_by` is 'K ayam 2026-11-23'"));
  EXPECT_THAT(told, HasSubstr("at_hand.csv: warning: stock_not_kept: `kg` is '15 of beras at K'"));
  EXPECT_THAT(told, HasSubstr("5 kg that later days need aren't cooked"));
}

TEST(Stock, StandingInIsNotWarnedOf) {
  const Tiny tiny = ReadTiny(ShortOfChickenWithEggs("K,telur,7,2026-11-23\n"));
  EXPECT_EQ(Lines(BuildInstance(tiny.dataset, tiny.policy, Week(2)).findings), "");
}

TEST(Stock, CountsOnAnUndatedDay) {
  Files files = MondayMarket("", "version: 1\nstock: on\n");
  files["stock.csv"] = "demand_id,commodity,kg,use_by\nK,beras,4,2020-01-01\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = CheckedPlan(tiny, {});
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), ElementsAre("stock - beras 4 -> - beras"));
}

}  // namespace
}  // namespace pasok::match
