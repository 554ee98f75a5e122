#include "benchmarks/markets/growth.h"

#include <gtest/gtest.h>

#include <vector>

namespace pasok::benchmarks {
namespace {

TEST(Growth, IsTheExponentOfAPowerLaw) {
  EXPECT_NEAR(GrowthExponent(std::vector<SizeAndTime>{{1, 3}, {10, 30}, {1000, 3000}}), 1, 1e-9);
  EXPECT_NEAR(GrowthExponent(std::vector<SizeAndTime>{{2, 4}, {3, 9}, {50, 2500}}), 2, 1e-9);
}

// Twice and half of the line at both ends cancel out.
TEST(Growth, GoesBetweenPointsThatLieOffTheLine) {
  EXPECT_NEAR(GrowthExponent(std::vector<SizeAndTime>{{1, 2}, {1, 0.5}, {100, 200}, {100, 50}}), 1, 1e-9);
}

}  // namespace
}  // namespace pasok::benchmarks
