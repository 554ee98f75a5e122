#include "engine/register/region_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pasok {
namespace {

using testing::HasSubstr;

TEST(RegionCodesTest, LevelFollowsFromTheShape) {
  EXPECT_EQ(RegionLevel("61"), 0);
  EXPECT_EQ(RegionLevel("61.01"), 1);
  EXPECT_EQ(RegionLevel("61.01.01"), 2);
  EXPECT_EQ(RegionLevel("61.01.01.2001"), 3);
  for (const char* code :
       {"", "6", "6101", "61.1", "61.01.", "61.01.01.201", "61-01", "ab.cd", "61.01.012001.", "61 .1"}) {
    EXPECT_FALSE(RegionLevel(code)) << code;
  }
}

TEST(RegionCodesTest, ParentIsTheCodeWithoutItsLastPart) {
  EXPECT_EQ(ParentCode("61.01.01.2001"), "61.01.01");
  EXPECT_EQ(ParentCode("61.01"), "61");
  EXPECT_EQ(ParentCode("61"), "");
}

TEST(RegionCodesTest, NamesBpsCodesAndTheirKabupaten) {
  EXPECT_TRUE(LooksLikeBps("6102"));
  EXPECT_THAT(MendRegionCode("6102"),
              HasSubstr("BPS 6102 is Bengkayang, in Kemendagri codes 61.07 (61.02 is Mempawah)"));
  EXPECT_THAT(MendRegionCode("6109"), HasSubstr("Sekadau, in Kemendagri codes 61.09;"));
  EXPECT_THAT(MendRegionCode("6105010003"), HasSubstr("Sanggau"));
  EXPECT_THAT(MendRegionCode("3201"), HasSubstr("BPS"));
  EXPECT_THAT(MendRegionCode("6102"), HasSubstr("don't put dots into the digits"));
}

TEST(RegionCodesTest, RestoresWhatASpreadsheetTookAway) {
  EXPECT_THAT(MendRegionCode("61.1"), HasSubstr("61.10"));
  EXPECT_THAT(MendRegionCode("610101"), HasSubstr("61.01.01"));
  EXPECT_THAT(MendRegionCode("6101012001"), HasSubstr("61.01.01.2001"));
  EXPECT_EQ(MendRegionCode("Sambas"), "");
}

}  // namespace
}  // namespace pasok
