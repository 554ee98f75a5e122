// Bounds in place of those that are missing: no optimum is lost by them, and what has none is told.
#include "engine/flow/missing_bounds.h"

#include <gtest/gtest.h>

#include "engine/flow/network_simplex.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

TEST(MissingBounds, PricesLeaveNoArcWithoutBoundAtALoss) {
  Problem problem;
  problem.AddNode(0), problem.AddNode(0), problem.AddNode(0);
  problem.AddArc(0, 1, kNoBound, -3), problem.AddArc(1, 2, kNoBound, 2), problem.AddArc(2, 0, 7, -9);
  std::vector<std::int64_t> price;
  EXPECT_EQ(PriceMissingBounds(problem, {}, price), Status::kOptimal);
  EXPECT_EQ(price, (std::vector<std::int64_t>{0, -3, -1}));
  problem.AddArc(1, 0, kNoBound, 2);
  EXPECT_EQ(PriceMissingBounds(problem, {}, price), Status::kUnbounded);
}

// The last arcs that the loop looks at lead on from the first, so that each pass falls by as many of them.
TEST(MissingBounds, PricesOfLongRowsStayInRange) {
  Problem problem;
  for (int v = 0; v < 6; ++v) problem.AddNode(0);
  const std::int64_t dearest = kMostPrice / 8;
  for (std::int32_t v = 0; v < 5; ++v) problem.AddArc(v, v + 1, kNoBound, -dearest);
  std::vector<std::int64_t> price;
  ASSERT_EQ(CheckRange(problem), std::nullopt);
  EXPECT_EQ(PriceMissingBounds(problem, {}, price), Status::kOptimal);
  EXPECT_EQ(price.back(), -5 * dearest);
  problem.AddArc(5, 0, kNoBound, dearest);
  EXPECT_EQ(PriceMissingBounds(problem, {}, price), Status::kUnbounded);
}

TEST(MissingBounds, AskedToStopTheySaySo) {
  Problem problem;
  problem.AddNode(0);
  problem.AddArc(0, 0, kNoBound, -3);
  StopToken stop;
  stop.Ask();
  EXPECT_EQ(FindMissingBounds(problem, {0}, stop).status, Status::kStopped);
}

TEST(MissingBounds, AreWideEnoughForAnOptimum) {
  int replaced = 0, unbounded = 0;
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    const Problem problem = RandomProblem(seed);
    const Solution solution = SolveNetworkSimplex(problem, {});
    const MissingBounds missing = FindMissingBounds(problem, SuppliesAboveLowerBounds(problem), {});
    if (missing.status == Status::kUnbounded) {
      EXPECT_NE(solution.status, Status::kOptimal) << "seed " << seed;
      ++unbounded;
      continue;
    }
    EXPECT_NE(solution.status, Status::kUnbounded) << "seed " << seed;
    Problem bounded = problem;
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      if (problem.upper[a] != kNoBound) continue;
      bounded.upper[a] = problem.lower[a] + static_cast<std::int64_t>(missing.bound);
      ++replaced;
    }
    const Solution within = SolveNetworkSimplex(bounded, {});
    ASSERT_EQ(within.status, solution.status) << "seed " << seed;
    EXPECT_TRUE(within.cost == solution.cost) << "seed " << seed;
  }
  EXPECT_GT(replaced, 1'000);
  EXPECT_GT(unbounded, 50);
}

}  // namespace
}  // namespace pasok::flow
