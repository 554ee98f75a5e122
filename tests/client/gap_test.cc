#include "client/gap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;

TEST(ReadGapPercent, TakesPercentagesAndShares) {
  EXPECT_DOUBLE_EQ(ReadGapPercent("0.1%"), 0.1);
  EXPECT_DOUBLE_EQ(ReadGapPercent("0.1 %"), 0.1);
  EXPECT_DOUBLE_EQ(ReadGapPercent("0.001"), 0.1);
  EXPECT_DOUBLE_EQ(ReadGapPercent(".5%"), 0.5);
  EXPECT_EQ(ReadGapPercent("0"), 0);
  EXPECT_EQ(ReadGapPercent("0%"), 0);
  EXPECT_EQ(ReadGapPercent("100%"), 100);
}

std::string HintFor(std::string_view text) {
  try {
    ReadGapPercent(text);
    ADD_FAILURE() << "'" << text << "' was taken for a gap";
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), ExitCode::kUsage);
    EXPECT_THAT(failure.what(), HasSubstr("'" + std::string(text) + "'"));
    return failure.hint();
  }
}

class NotAGap : public testing::TestWithParam<const char*> {};

TEST_P(NotAGap, IsAUsageErrorThatShowsHowToWriteOne) { EXPECT_THAT(HintFor(GetParam()), HasSubstr("0.1%")); }

INSTANTIATE_TEST_SUITE_P(Gaps, NotAGap,
                         testing::Values("", "%", "-0.1%", "+1%", "0,1%", "nan", "inf", "1e-3", "0x1",
                                         "0.1%%", "0.1 percent", ".", "1.2.3", "100.5%", "101"));

TEST(ReadGapPercent, AsksWhetherThePercentSignWasForgotten) {
  EXPECT_THAT(HintFor("5"), HasSubstr("write 5% for 5 percent"));
  EXPECT_THAT(HintFor("1"), HasSubstr("write 1% for 1 percent"));
}

}  // namespace
}  // namespace pasok::client
