#include "engine/flow/in_order.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/flow/successive_shortest_paths.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

using Costs = std::vector<std::vector<std::int64_t>>;

TEST(InOrder, TheFirstRankGoesBeforeAnyAmountOfTheSecond) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 0), problem.AddArc(0, 1, 9, 0);
  const RankedSolution solution = SolveInOrder(problem, Costs{{1, 2}, {1'000'000, 0}}, {});
  ASSERT_EQ(solution.status, Status::kOptimal);
  EXPECT_EQ(solution.flow, (std::vector<std::int64_t>{4, 0}));
  EXPECT_EQ(solution.ranks[0].cost, 4);
  EXPECT_EQ(solution.ranks[1].cost, 4'000'000);
}

TEST(InOrder, TheSecondRankDecidesAmongEquals) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 3, 0), problem.AddArc(0, 1, 9, 0), problem.AddArc(0, 1, 9, 0, 1);
  const RankedSolution solution = SolveInOrder(problem, Costs{{1, 1, 5}, {7, 2, 0}}, {});
  ASSERT_EQ(solution.status, Status::kOptimal);
  EXPECT_EQ(solution.flow, (std::vector<std::int64_t>{0, 3, 1}));
}

TEST(InOrder, WithoutAFlowThereIsNone) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  const RankedSolution solution = SolveInOrder(problem, Costs{{}, {}}, {});
  EXPECT_EQ(solution.status, Status::kInfeasible);
  EXPECT_TRUE(solution.flow.empty());
}

TEST(InOrder, ARankWithoutALeastTotalIsUnbounded) {
  Problem problem;
  problem.AddNode(0), problem.AddNode(0);
  problem.AddArc(0, 1, kNoBound, 0), problem.AddArc(1, 0, kNoBound, 0);
  EXPECT_EQ(SolveInOrder(problem, Costs{{0, 0}, {-1, 0}}, {}).status, Status::kUnbounded);
  EXPECT_EQ(SolveInOrder(problem, Costs{{1, 0}, {-1, 0}}, {}).status, Status::kOptimal);
}

// Weights that outgrow everything below them, which small problems allow, and the reference solver.
TEST(InOrder, AgreesWithOverwhelmingWeights) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const Problem problem = RandomProblem(seed);
    std::mt19937_64 random(seed);
    Costs costs(3, std::vector<std::int64_t>(problem.arcs()));
    for (std::vector<std::int64_t>& rank : costs) {
      for (std::int64_t& cost : rank) cost = static_cast<std::int64_t>(random() % 4);
    }
    const RankedSolution solution = SolveInOrder(problem, costs, {});

    Problem weighted = problem;
    constexpr std::int64_t kWeight = 20'000;  // no simple cycle changes a lower rank by that much
    for (std::int32_t a = 0; a < problem.arcs(); ++a)
      weighted.cost[a] = (costs[0][a] * kWeight + costs[1][a]) * kWeight + costs[2][a];
    const Solution reference = SolveSuccessiveShortestPaths(weighted, {});
    ASSERT_EQ(solution.status, reference.status) << "seed " << seed;
    if (solution.status != Status::kOptimal) continue;
    ++compared;
    EXPECT_EQ(FindFaultInOrder(problem, costs, solution), std::nullopt) << "seed " << seed;
    const Int128 total =
        (solution.ranks[0].cost * kWeight + solution.ranks[1].cost) * kWeight + solution.ranks[2].cost;
    EXPECT_TRUE(total == reference.cost) << "seed " << seed;
  }
  EXPECT_GT(compared, 1'000);
}

TEST(InOrder, TheProofNoticesAnotherFlow) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 0), problem.AddArc(0, 1, 9, 0);
  const Costs costs{{1, 1}, {1, 2}};
  RankedSolution solution = SolveInOrder(problem, costs, {});
  ASSERT_EQ(FindFaultInOrder(problem, costs, solution), std::nullopt);
  solution.flow = {3, 1};
  EXPECT_NE(FindFaultInOrder(problem, costs, solution), std::nullopt);
  solution.flow = {4, 1};
  EXPECT_NE(FindFaultInOrder(problem, costs, solution), std::nullopt);
}

// An arc without a bound has no most that it could carry.
TEST(InOrder, TheProofNoticesAGainWithoutBound) {
  Problem problem;
  problem.AddNode(0);
  problem.AddArc(0, 0, kNoBound, 0);
  const RankedSolution forged{
      .status = Status::kOptimal, .flow = {kNoBound}, .ranks = {{.price = {0}, .cost = -Int128{kNoBound}}}};
  EXPECT_EQ(FindFaultInOrder(problem, Costs{{-1}}, forged), "arc 0 would gain without bound");
}

TEST(InOrder, TheProofNoticesWhatIsMissing) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 0);
  const Costs costs{{1}, {2}};
  const RankedSolution solution = SolveInOrder(problem, costs, {});
  RankedSolution forged = solution;
  forged.ranks[1].price.pop_back();
  EXPECT_EQ(FindFaultInOrder(problem, costs, forged), "sizes differ");
  EXPECT_EQ(FindFaultInOrder(problem, Costs{{1}, {}}, solution), "sizes differ");
  forged = solution;
  forged.status = Status::kInfeasible;
  EXPECT_EQ(FindFaultInOrder(problem, costs, forged), "flow or prices without an optimum");
  EXPECT_EQ(FindFaultInOrder(problem, costs, {.status = Status::kInfeasible}), std::nullopt);
}

}  // namespace
}  // namespace pasok::flow
