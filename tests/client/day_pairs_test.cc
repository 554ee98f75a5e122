// Which days of two plans are compared.
#include "client/diff/day_pairs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pasok::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Plan For(const std::string& date, int days = 0) {
  v1::Plan plan;
  plan.set_date(date);
  plan.set_days(days);
  return plan;
}

std::vector<std::string> Pairs(const DayPairs& days) {
  std::vector<std::string> pairs;
  for (const auto& [before, after] : days.pairs) pairs.push_back(before + ">" + after);
  return pairs;
}

TEST(DayPairsTest, TheSameDaysLieBesideThemselves) {
  const DayPairs days = PairDays(For("2026-11-30", 2), For("2026-11-30", 2));
  EXPECT_THAT(Pairs(days), ElementsAre("2026-11-30>2026-11-30", "2026-12-01>2026-12-01"));
  EXPECT_TRUE(days.are_same());
  EXPECT_TRUE(PairDays(For(""), For("")).are_same());
}

TEST(DayPairsTest, OfRollingPlansTheSharedDaysAreCompared) {
  const DayPairs days = PairDays(For("2026-11-23", 3), For("2026-11-24", 3));
  EXPECT_THAT(Pairs(days), ElementsAre("2026-11-24>2026-11-24", "2026-11-25>2026-11-25"));
  EXPECT_TRUE(days.are_shared);
  EXPECT_FALSE(days.are_all());
  EXPECT_THAT(days.left_out_before, ElementsAre("2026-11-23"));
  EXPECT_THAT(days.left_out_after, ElementsAre("2026-11-26"));
  EXPECT_EQ(days.OfBefore("2026-11-25"), 1);
  EXPECT_EQ(days.OfBefore("2026-11-23"), DayPairs::kNoPair);
  EXPECT_EQ(days.OfAfter("2026-11-26"), DayPairs::kNoPair);
}

TEST(DayPairsTest, WithoutASharedDayTheFirstLiesBesideTheFirst) {
  const DayPairs days = PairDays(For("2026-11-23", 2), For("2026-11-30", 3));
  EXPECT_THAT(Pairs(days), ElementsAre("2026-11-23>2026-11-30", "2026-11-24>2026-12-01"));
  EXPECT_FALSE(days.are_shared);
  EXPECT_THAT(days.left_out_before, IsEmpty());
  EXPECT_THAT(days.left_out_after, ElementsAre("2026-12-02"));
  EXPECT_EQ(days.OfBefore("2026-11-24"), 1);
  EXPECT_EQ(days.OfAfter("2026-12-01"), 1);
}

TEST(DayPairsTest, AnUndatedPlanIsComparedWithADay) {
  const DayPairs days = PairDays(For(""), For("2026-11-24"));
  EXPECT_THAT(Pairs(days), ElementsAre(">2026-11-24"));
  EXPECT_TRUE(days.are_all());
  EXPECT_FALSE(days.are_same());
}

}  // namespace
}  // namespace pasok::client
