// The checker's own roads: as long as the sphere says, and to the metre what the planner's are.
#include "engine/match/recheck/roads.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/match/lanes/lane.h"

namespace pasok::match::recheck {
namespace {

class RoadsOfOneRegion : public testing::Test {
 protected:
  // Straight, of two suppliers with points of their own.
  std::int64_t Between(Point a, Point b) const {
    Dataset dataset;
    dataset.regions.resize(1);
    Policy policy;
    policy.circuity = {1'000};
    return Roads(dataset, policy).Between(0, a, 0, b)->value;
  }
};

TEST_F(RoadsOfOneRegion, AreAsLongAsTheSphereSays) {
  EXPECT_EQ(Between({.lat = 0, .lng = 109}, {.lat = 0, .lng = 110}), 111'195);    // R * pi / 180
  EXPECT_EQ(Between({.lat = -1, .lng = 109}, {.lat = 1, .lng = 109}), 222'390);   // twice that
  EXPECT_EQ(Between({.lat = 60, .lng = 0}, {.lat = 60, .lng = 180}), 6'671'705);  // over the pole
  EXPECT_EQ(Between({.lat = 0, .lng = 179.5}, {.lat = 0, .lng = -179.5}), 111'195);
}

TEST_F(RoadsOfOneRegion, AreThePlannersToTheMetre) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> lat(-90, 90), lng(-180, 180);
  for (int i = 0; i < 2'000; ++i) {
    const Point a{.lat = lat(random), .lng = lng(random)}, b{.lat = lat(random), .lng = lng(random)};
    EXPECT_EQ(Between(a, b), GreatCircle(a, b).value);
  }
}

}  // namespace
}  // namespace pasok::match::recheck
