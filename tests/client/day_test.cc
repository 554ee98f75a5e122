#include "client/day.h"

#include <gtest/gtest.h>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::year_month_day kLastOfFebruary = 2028y / 2 / 29;

TEST(ReadDay, TakesIsoDaysAsTheyAre) { EXPECT_EQ(ReadDay("2026-11-24", kLastOfFebruary), "2026-11-24"); }

TEST(ReadDay, CountsFromTodayOverTheEndOfAMonth) {
  EXPECT_EQ(ReadDay("today", kLastOfFebruary), "2028-02-29");
  EXPECT_EQ(ReadDay("tomorrow", kLastOfFebruary), "2028-03-01");
}

class NotADay : public testing::TestWithParam<const char*> {};

TEST_P(NotADay, IsAUsageErrorThatShowsHowToWriteOne) {
  try {
    ReadDay(GetParam(), kLastOfFebruary);
    FAIL() << "'" << GetParam() << "' was taken for a day";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kUsage);
    EXPECT_NE(std::string(failure.what()).find(GetParam()), std::string::npos);
    EXPECT_NE(failure.hint().find("2026-11-24"), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(Days, NotADay,
                         testing::Values("", "24-11-2026", "2026-02-30", "2026-13-01", "2026-1-1",
                                         "2026/11/24", "2026-11-24T00:00", "yesterday", "-026-11-24",
                                         "20261-1-24"));

TEST(ReadFirstDay, IsOneDayOrTheFirstOfSeveral) {
  EXPECT_EQ(ReadFirstDay("", "", 1), "");
  EXPECT_EQ(ReadFirstDay("", "", 3), "");
  EXPECT_EQ(ReadFirstDay("2026-11-24", "", 1), "2026-11-24");
  EXPECT_EQ(ReadFirstDay("", "2026-11-24", 3), "2026-11-24");
  EXPECT_EQ(ReadFirstDay("", "2026-11-24", 1), "2026-11-24");
  EXPECT_THROW(ReadFirstDay("2026-11-24", "2026-11-24", 1), Failure);
  EXPECT_THROW(ReadFirstDay("2026-11-24", "", 3), Failure);
}

}  // namespace
}  // namespace pasok::client
