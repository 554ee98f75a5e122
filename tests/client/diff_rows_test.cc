// What of a stored plan is read for a difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/diff/plan_rows.h"
#include "client/diff/policy_keys.h"
#include "client/exit_code.h"

namespace pasok::client {
namespace {

std::vector<ShortageRow> Read(const std::string& csv, Texts& reasons) {
  Texts demands, commodities;
  return ReadShortages(
      csv, [](std::string_view date) { return date == "2026-11-24" ? 0 : DayPairs::kNoPair; }, demands,
      commodities, reasons);
}

TEST(ShortageRowsTest, ARequirementHasOneRowWithItsMainReason) {
  Texts reasons;
  const auto rows = Read(
      "date,demand_id,commodity,kg,reason,detail\n"
      "2026-11-24,D1,beras,1.5,inactive,\"3 offers, 1 of \"\"S1\"\"\nand so on\"\n"
      "2026-11-24,D1,beras,2.125,out_of_range,\r\n"
      "2026-11-24,D1,telur,7,inactive,\n"
      "2026-11-25,D1,telur,9,inactive,\n",
      reasons);
  ASSERT_EQ(rows.size(), 2u) << "the other day isn't compared";
  EXPECT_EQ(rows[0].grams, 3625);
  EXPECT_EQ(reasons[rows[0].reason], "out_of_range");
  EXPECT_EQ(rows[1].grams, 7000);
  EXPECT_EQ(reasons[rows[1].reason], "inactive");
}

TEST(ShortageRowsTest, AFileThatIsNotUnderstoodIsNoFileWithoutShortages) {
  Texts reasons;
  EXPECT_TRUE(Read("", reasons).empty());
  for (const char* csv :
       {"date,demand_id,commodity,weight,reason\n", "date,demand_id,commodity,kg,reason\na,b\n",
        "date,demand_id,commodity,kg,reason\n2026-11-24,D1,beras,much,inactive\n",
        "date,demand_id,commodity,kg,reason\n2026-11-24,D1,beras,1.0005,inactive\n"})
    EXPECT_THROW(Read(csv, reasons), Failure) << csv;
}

TEST(SalesTest, SenPerQuantumAreRoundedFirst) {
  v1::Allocation allocation;
  allocation.set_price_sen_per_kg(1005);
  allocation.set_grams(300);
  EXPECT_EQ(SalesSen(allocation, 100), 3 * 101);
  allocation.set_grams(7000);
  EXPECT_EQ(SalesSen(allocation, 1000), 7 * 1005);
}

TEST(TextsTest, NumbersFollowTheTextsOrder) {
  Texts texts;
  EXPECT_EQ(texts.NumberOf("telur"), 0);
  EXPECT_EQ(texts.NumberOf("ayam"), 1);
  EXPECT_EQ(texts.NumberOf("telur"), 0);
  EXPECT_THAT(texts.Sort(), testing::ElementsAre(1, 0));
  EXPECT_EQ(texts[0], "ayam");
  EXPECT_EQ(texts.NumberOf("telur"), 1);
}

TEST(PolicyKeysTest, OnlyWhatDiffersIsListedInTheFilesWords) {
  const auto keys = DifferentKeys(
      "{quantum_kg: 1, commodities: {beras: {max_distance_km: null, requires: [a, b]}}, stock: on}",
      "{quantum_kg: 1, commodities: {beras: {max_distance_km: 50, requires: [a]}, telur: {name_en: Eggs}}}");
  std::vector<std::string> lines;
  for (const PolicyKey& key : keys) lines.push_back(key.key + ": " + key.before + " > " + key.after);
  EXPECT_THAT(lines, testing::ElementsAre("commodities.beras.max_distance_km: null > 50",
                                          "commodities.beras.requires: [a, b] > [a]",
                                          "commodities.telur.name_en:  > Eggs", "stock: on > "));
  EXPECT_TRUE(DifferentKeys("", "").empty());
  EXPECT_TRUE(DifferentKeys("{a", "[b}").empty());
}

}  // namespace
}  // namespace pasok::client
