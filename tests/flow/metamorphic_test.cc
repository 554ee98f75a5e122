// What must stay true when a problem changes, whatever its answer is.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "engine/flow/certificate.h"
#include "tests/flow/random_problem.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

constexpr std::uint64_t kProblems = 300;

class MetamorphicTest : public testing::TestWithParam<Solver> {
 protected:
  Solution Solve(const Problem& problem) const { return GetParam().solve(problem, StopToken()); }
};

TEST_P(MetamorphicTest, ScalingCostsScalesTheOptimum) {
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    const Problem problem = RandomProblem(seed);
    Problem scaled = problem;
    for (std::int64_t& cost : scaled.cost) cost *= 7;
    const Solution before = Solve(problem);
    const Solution after = Solve(scaled);
    EXPECT_EQ(after.status, before.status) << "seed " << seed;
    EXPECT_TRUE(after.cost == 7 * before.cost) << "seed " << seed;
  }
}

// Past 32 bits: solvers that keep small numbers apart must not show it.
TEST_P(MetamorphicTest, LargeQuantitiesAndCostsChangeTheOptimumInProportion) {
  constexpr std::int64_t kTimes = std::int64_t{1} << 33;
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    const Problem problem = RandomProblem(seed);
    Problem dear = problem;
    for (std::int64_t& cost : dear.cost) cost *= kTimes;
    Problem wide = problem;
    for (std::int64_t& supply : wide.supply) supply *= kTimes;
    for (std::int64_t& lower : wide.lower) lower *= kTimes;
    for (std::int64_t& upper : wide.upper) upper = upper == kNoBound ? kNoBound : upper * kTimes;
    const Solution before = Solve(problem);
    for (const Problem& large : {dear, wide}) {
      ASSERT_EQ(CheckRange(large), std::nullopt);
      const Solution after = Solve(large);
      EXPECT_EQ(after.status, before.status) << "seed " << seed;
      EXPECT_TRUE(after.cost == kTimes * before.cost) << "seed " << seed;
      EXPECT_EQ(FindFault(large, after), std::nullopt) << "seed " << seed;
    }
  }
}

TEST_P(MetamorphicTest, NumberingNodesAndArcsOtherwiseChangesNothing) {
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    const Problem problem = RandomProblem(seed);
    std::mt19937_64 random(seed);
    std::vector<std::int32_t> node(problem.nodes()), arc(problem.arcs());
    std::iota(node.begin(), node.end(), 0);
    std::iota(arc.begin(), arc.end(), 0);
    std::shuffle(node.begin(), node.end(), random);
    std::shuffle(arc.begin(), arc.end(), random);
    Problem renumbered;
    renumbered.supply.resize(problem.nodes());
    for (std::int32_t v = 0; v < problem.nodes(); ++v) renumbered.supply[node[v]] = problem.supply[v];
    for (const std::int32_t a : arc) {
      renumbered.AddArc(node[problem.tail[a]], node[problem.head[a]], problem.upper[a], problem.cost[a],
                        problem.lower[a]);
    }
    const Solution before = Solve(problem);
    const Solution after = Solve(renumbered);
    EXPECT_EQ(after.status, before.status) << "seed " << seed;
    EXPECT_TRUE(after.cost == before.cost) << "seed " << seed;
  }
}

TEST_P(MetamorphicTest, MoreCapacityNeverCostsMore) {
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    const Problem problem = RandomProblem(seed);
    Problem wider = problem;
    for (std::int32_t a = 0; a < wider.arcs(); a += 3) {
      if (wider.upper[a] != kNoBound) wider.upper[a] += 2;
    }
    const Solution before = Solve(problem);
    const Solution after = Solve(wider);
    if (before.status == Status::kOptimal) {
      ASSERT_EQ(after.status, Status::kOptimal) << "seed " << seed;
      EXPECT_TRUE(after.cost <= before.cost) << "seed " << seed;
    } else if (before.status == Status::kUnbounded) {
      EXPECT_EQ(after.status, Status::kUnbounded) << "seed " << seed;
    }
  }
}

TEST_P(MetamorphicTest, TheSameProblemHasTheSameAnswer) {
  for (std::uint64_t seed = 0; seed < kProblems; ++seed) {
    const Problem problem = RandomProblem(seed);
    const Solution first = Solve(problem);
    const Solution second = Solve(problem);
    EXPECT_EQ(first.flow, second.flow) << "seed " << seed;
    EXPECT_EQ(first.price, second.price) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Solvers, MetamorphicTest, testing::ValuesIn(kSolvers),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pasok::flow
