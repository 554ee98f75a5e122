#include "engine/match/beyond/whole_need.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace pasok::match::beyond {
namespace {

// By trying everything, from the lane on.
std::int64_t LeastCost(const WholeNeed& wanted, std::size_t lane, std::int64_t need, std::int64_t lanes) {
  if (lane == wanted.lanes.size()) return wanted.penalty * need;
  std::int64_t least = LeastCost(wanted, lane + 1, need, lanes);
  const WholeLane& row = wanted.lanes[lane];
  if (row.counts && lanes == 0) return least;
  for (std::int64_t quanta = row.least; quanta <= std::min(row.most, need); quanta += row.lot) {
    least = std::min(
        least, row.unit * quanta + LeastCost(wanted, lane + 1, need - quanta, lanes - (row.counts ? 1 : 0)));
  }
  return least;
}

std::int64_t CostOf(const WholeNeed& wanted, const std::vector<std::int64_t>& quanta) {
  std::int64_t cost = 0, left = wanted.need, lanes = 0;
  for (std::size_t i = 0; i < quanta.size(); ++i) {
    const WholeLane& lane = wanted.lanes[i];
    cost += lane.unit * quanta[i];
    left -= quanta[i];
    lanes += quanta[i] > 0 && lane.counts;
    EXPECT_TRUE(quanta[i] == 0 ||
                (quanta[i] >= lane.least && quanta[i] <= lane.most && quanta[i] % lane.lot == 0));
  }
  EXPECT_GE(left, 0);
  EXPECT_LE(lanes, wanted.most_lanes);
  return cost + wanted.penalty * left;
}

TEST(WholeNeed, IsFilledAtTheLeastCost) {
  std::mt19937_64 random(3);
  WholeNeedFiller filler;
  for (int i = 0; i < 2'000; ++i) {
    SCOPED_TRACE(i);
    WholeNeed wanted{.need = static_cast<std::int64_t>(random() % 16), .penalty = 60};
    if (random() % 3 != 0) wanted.most_lanes = static_cast<std::int64_t>(random() % 4);
    for (std::size_t n = random() % 8; n > 0; --n) {
      const auto lot = static_cast<std::int64_t>(random() % 3 == 0 ? 1 + random() % 4 : 1);
      wanted.lanes.push_back({.unit = static_cast<std::int64_t>(random() % 70),
                              .lot = lot,
                              .least = lot * static_cast<std::int64_t>(1 + random() % 3),
                              .most = static_cast<std::int64_t>(random() % 12),
                              .counts = random() % 6 != 0});
    }
    EXPECT_EQ(CostOf(wanted, filler.Fill(wanted)), LeastCost(wanted, 0, wanted.need, wanted.most_lanes));
    const std::vector<std::int64_t> costs = filler.CostsUpTo(wanted, 0);
    ASSERT_EQ(std::ssize(costs), wanted.need + 1);
    for (std::int64_t need = 0; need <= wanted.need; ++need)
      EXPECT_EQ(costs[need], LeastCost(wanted, 0, need, wanted.most_lanes)) << need;
  }
}

TEST(WholeNeed, CostsFromANeedOnWhatItDoesFromNothingOn) {
  std::mt19937_64 random(4);
  WholeNeedFiller filler;
  // Some are so large that they are looked at in steps.
  for (const std::int64_t most : {20LL, 20LL, 20LL, 20LL, 5'000'000LL, 5'000'000LL}) {
    WholeNeed wanted{.need = most - static_cast<std::int64_t>(random() % 20), .penalty = 60};
    for (std::int64_t unit = 1; unit < 4; ++unit)
      wanted.lanes.push_back({.unit = 10 * unit, .lot = 3, .least = 6, .most = most / 4});
    const std::vector<std::int64_t> all = filler.CostsUpTo(wanted, 0);
    for (const std::int64_t first : {std::int64_t{1}, wanted.need / 2, wanted.need - 1, wanted.need}) {
      if (first < 0 || first > wanted.need) continue;
      const std::vector<std::int64_t> costs = filler.CostsUpTo(wanted, first);
      EXPECT_EQ(costs, std::vector<std::int64_t>(all.begin() + first, all.end()));
    }
  }
}

TEST(WholeNeed, OfAnySizeCostsNoMoreRoomThanIsAskedFor) {
  WholeNeedFiller filler;
  constexpr std::int64_t kStep = 5'000, kServed = 1'000'000 * kStep;
  const WholeNeed wanted{
      .need = kStep * WholeNeedFiller::kMostCells, .penalty = 60, .lanes = {{.unit = 7, .most = kServed}}};
  const std::int64_t cost = 7 * kServed + 60 * (wanted.need - kServed);
  EXPECT_THAT(filler.CostsUpTo(wanted, wanted.need - 1), testing::ElementsAre(cost - 60, cost));
}

}  // namespace
}  // namespace pasok::match::beyond
