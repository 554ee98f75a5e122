#include "engine/flow/start_tree.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/flow/certificate.h"
#include "engine/flow/network_simplex.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

TEST(StartTree, RefusesWhatIsNoFlow) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 2);
  const std::vector<std::int64_t> price(2, 0);
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{3}, price));
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{}, price));
  EXPECT_TRUE(GrowStartTree(problem, std::vector<std::int64_t>{4}, price));
}

TEST(StartTree, RefusesACycleBetweenTheBounds) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 2), problem.AddArc(0, 1, 9, 2);
  const std::vector<std::int64_t> price(2, 0);
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{2, 2}, price));
  EXPECT_TRUE(GrowStartTree(problem, std::vector<std::int64_t>{4, 0}, price));
}

TEST(StartTree, FromAnOptimumNothingIsLeftToDo) {
  Problem problem;
  problem.AddNode(9), problem.AddNode(0), problem.AddNode(-9);
  problem.AddArc(0, 1, 5, 1), problem.AddArc(1, 2, 9, 1), problem.AddArc(0, 2, 9, 7);
  const Solution cold = SolveNetworkSimplex(problem, {});
  const Solution warm = SolveNetworkSimplexFrom(problem, cold.flow, cold.price, {});
  EXPECT_EQ(warm.iterations, 0);
  EXPECT_TRUE(warm.cost == cold.cost);
}

// The optimum of other costs, and of other prices, as a start.
TEST(StartTree, EndsAtTheSameCostFromAnyStart) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const Problem problem = RandomProblem(seed);
    std::mt19937_64 random(seed);
    Problem other = problem;
    for (std::int64_t& cost : other.cost) cost = static_cast<std::int64_t>(random() % 20);
    const Solution start = SolveNetworkSimplex(other, {});
    if (start.status != Status::kOptimal) continue;
    const Solution cold = SolveNetworkSimplex(problem, {});
    const Solution warm = SolveNetworkSimplexFrom(problem, start.flow, start.price, {});
    ASSERT_EQ(warm.status, cold.status) << "seed " << seed;
    if (cold.status != Status::kOptimal) continue;
    ++compared;
    EXPECT_TRUE(warm.cost == cold.cost) << "seed " << seed;
    EXPECT_EQ(FindFault(problem, warm), std::nullopt) << "seed " << seed;
    // Every arc between its bounds is in the tree.
    const std::optional<StartTree> tree = GrowStartTree(problem, start.flow, start.price);
    ASSERT_TRUE(tree) << "seed " << seed;
    EXPECT_EQ(std::ssize(tree->order), problem.nodes());
  }
  EXPECT_GT(compared, 1'000);
}

}  // namespace
}  // namespace pasok::flow
