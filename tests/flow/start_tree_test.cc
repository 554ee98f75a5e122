#include "engine/flow/start_tree.h"

#include <gtest/gtest.h>

#include <limits>
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
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{3}, price, {}));
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{}, price, {}));
  EXPECT_TRUE(GrowStartTree(problem, std::vector<std::int64_t>{4}, price, {}));
}

TEST(StartTree, RefusesACycleBetweenTheBounds) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 9, 2), problem.AddArc(0, 1, 9, 2);
  const std::vector<std::int64_t> price(2, 0);
  EXPECT_FALSE(GrowStartTree(problem, std::vector<std::int64_t>{2, 2}, price, {}));
  EXPECT_TRUE(GrowStartTree(problem, std::vector<std::int64_t>{4, 0}, price, {}));
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

// Prices are a hint, and no reason to overflow: of two arcs to the same node the cheaper hangs it.
TEST(StartTree, TakesPricesOfAnySize) {
  constexpr std::int64_t kFar = std::int64_t{1} << 62;
  Problem problem;
  problem.AddNode(0), problem.AddNode(0);
  problem.AddArc(1, 0, 9, 5), problem.AddArc(1, 0, 9, 0);
  const std::vector<std::int64_t> flow(2, 0);
  const std::vector<std::int64_t> price = {-kFar, kFar - 5};
  const std::optional<StartTree> tree = GrowStartTree(problem, flow, price, {});
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->arc, (std::vector<std::int32_t>{-1, 1}));
  for (const std::int64_t of_first : {std::numeric_limits<std::int64_t>::min(), std::int64_t{0}, kFar}) {
    const std::vector<std::int64_t> wild = {of_first, std::numeric_limits<std::int64_t>::max()};
    const Solution warm = SolveNetworkSimplexFrom(problem, flow, wild, {});
    EXPECT_EQ(warm.status, Status::kOptimal);
    EXPECT_EQ(FindFault(problem, warm), std::nullopt);
  }
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
    const std::optional<StartTree> tree = GrowStartTree(problem, start.flow, start.price, {});
    ASSERT_TRUE(tree) << "seed " << seed;
    EXPECT_EQ(std::ssize(tree->order), problem.nodes());
  }
  EXPECT_GT(compared, 1'000);
}

}  // namespace
}  // namespace pasok::flow
