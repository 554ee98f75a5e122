#include "client/regions.h"

#include <gtest/gtest.h>

namespace pasok::client {
namespace {

RegionCodes Codes(std::initializer_list<const char*> codes) { return {codes.begin(), codes.end()}; }

TEST(SameRegions, LooksPastOrderRepeatsAndWhatIsCovered) {
  EXPECT_TRUE(SameRegions(Codes({"61.01", "61.02"}), Codes({"61.02", "61.01", "61.01.01"})));
  EXPECT_TRUE(SameRegions(Codes({}), Codes({})));
  EXPECT_FALSE(SameRegions(Codes({"61.01"}), Codes({"61.01", "61.02"})));
  EXPECT_FALSE(SameRegions(Codes({}), Codes({"61"})));
}

TEST(Overlap, IsARegionInBoth) {
  EXPECT_TRUE(Overlap(Codes({"61.01"}), Codes({"61.01.01.2001"})));
  EXPECT_TRUE(Overlap(Codes({"61.01"}), Codes({})));
  EXPECT_FALSE(Overlap(Codes({"61.01"}), Codes({"61.02"})));
  EXPECT_FALSE(Overlap(Codes({"61.1"}), Codes({"61.10"})));
}

}  // namespace
}  // namespace pasok::client
