#include "engine/flow/ways_to_consumers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/flow/missing_bounds.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

using ::testing::ElementsAre;

constexpr std::int32_t kRoot = -1;

TEST(WaysToConsumers, EveryNodeHangsOnItsCheapestWay) {
  Problem problem;
  for (const std::int64_t supply : {5, 0, 0, -5, 0}) problem.AddNode(supply);
  problem.AddArc(0, 1, 9, 1);                            // 0: of a supplier, which hangs on the root
  const std::int32_t dear = problem.AddArc(1, 3, 9, 8);  // 1
  problem.AddArc(1, 2, 9, 2);                            // 2
  problem.AddArc(2, 3, 9, 3);                            // 3
  problem.AddArc(4, 3, 0, 1);                            // 4: without room
  EXPECT_THAT(GrowWaysToConsumers(problem, problem.supply).arc, ElementsAre(kRoot, 2, 3, kRoot, kRoot));
  problem.cost[dear] = 4;
  EXPECT_THAT(GrowWaysToConsumers(problem, problem.supply).arc, ElementsAre(kRoot, 1, 3, kRoot, kRoot));
}

TEST(WaysToConsumers, ParentsComeFirstAndWaysHaveRoom) {
  int ways = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const Problem problem = RandomProblem(seed);
    const std::vector<std::int64_t> supply = SuppliesAboveLowerBounds(problem);
    const StartTree tree = GrowWaysToConsumers(problem, supply);
    ASSERT_EQ(std::ssize(tree.order), problem.nodes()) << "seed " << seed;
    std::vector<bool> hangs(problem.nodes(), false);
    for (const std::int32_t v : tree.order) {
      EXPECT_FALSE(hangs[v]) << "seed " << seed;
      hangs[v] = true;
      const std::int32_t a = tree.arc[v];
      if (a == kRoot) continue;
      ++ways;
      EXPECT_EQ(supply[v], 0) << "seed " << seed;
      EXPECT_EQ(problem.tail[a], v) << "seed " << seed;
      EXPECT_TRUE(hangs[problem.head[a]]) << "seed " << seed;
      EXPECT_NE(problem.upper[a], problem.lower[a]) << "seed " << seed;
    }
  }
  EXPECT_GT(ways, 500);
}

}  // namespace
}  // namespace pasok::flow
