#include <gtest/gtest.h>

#include "engine/register/dataset.h"

namespace pasok {
namespace {

TEST(DateTest, CountsDaysFrom1970) {
  EXPECT_EQ(ParseDate("1970-01-01")->days, 0);
  EXPECT_EQ(ParseDate("1970-01-02")->days, 1);
  EXPECT_EQ(ParseDate("2000-03-01")->days - ParseDate("2000-02-28")->days, 2);
}

TEST(DateTest, RefusesWhatIsNoCalendarDay) {
  for (const char* text : {"", "2026-2-3", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10",
                           "23-11-2026", "2026/11/23", "2026-11-2x", "2026-11-23 ", "-026-11-23"}) {
    EXPECT_FALSE(ParseDate(text)) << text;
  }
}

TEST(DateTest, WritesWhatItReads) {
  for (std::int32_t days = -1'000; days < 60'000; days += 13) {
    EXPECT_EQ(ParseDate(ToIso(Date{days})), Date{days});
  }
}

TEST(DateTest, KnowsTheWeekday) {
  EXPECT_EQ(Weekday(*ParseDate("2026-11-23")), 1);
  EXPECT_EQ(Weekday(*ParseDate("2026-11-29")), 7);
  EXPECT_EQ(Weekday(*ParseDate("1969-12-31")), 3);
}

}  // namespace
}  // namespace pasok
