#include "engine/flow/cycles.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/flow/certificate.h"
#include "engine/flow/network_simplex.h"
#include "engine/flow/start_tree.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

Int128 CostOf(const Problem& problem, const std::vector<std::int64_t>& flow) {
  Int128 cost = 0;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) cost += Int128{problem.cost[a]} * flow[a];
  return cost;
}

TEST(Cycles, AreGoneTheCheaperWay) {
  Problem problem;
  problem.AddNode(4), problem.AddNode(-4);
  problem.AddArc(0, 1, 3, 2), problem.AddArc(0, 1, 9, 5);
  EXPECT_EQ(CancelCycles(problem, std::vector<std::int64_t>{2, 2}, {}), (std::vector<std::int64_t>{3, 1}));
}

TEST(Cycles, OfOneArcCountToo) {
  Problem problem;
  problem.AddNode(0);
  problem.AddArc(0, 0, 9, 5), problem.AddArc(0, 0, 9, -5);
  EXPECT_EQ(CancelCycles(problem, std::vector<std::int64_t>{4, 4}, {}), (std::vector<std::int64_t>{0, 9}));
}

// Where it costs nothing and nothing bounds it one way, it goes the other.
TEST(Cycles, ThatAreFreeAndWithoutBoundAreGone) {
  Problem problem;
  problem.AddNode(0), problem.AddNode(0);
  problem.AddArc(0, 1, kNoBound, 0), problem.AddArc(1, 0, kNoBound, 0);
  EXPECT_EQ(CancelCycles(problem, std::vector<std::int64_t>{5, 7}, {}), (std::vector<std::int64_t>{0, 2}));
  Problem loop;
  loop.AddNode(0);
  loop.AddArc(0, 0, kNoBound, 0, 2);
  EXPECT_EQ(CancelCycles(loop, std::vector<std::int64_t>{5}, {}), std::vector<std::int64_t>{2});
}

// Half of one optimum and half of another, of doubled supplies and bounds: a flow with many cycles.
TEST(Cycles, LeaveAFlowThatATreeGrowsAround) {
  int mended = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Problem problem = RandomProblem(seed);
    std::mt19937_64 random(seed);
    Problem other = problem;
    for (std::int64_t& cost : other.cost) cost = static_cast<std::int64_t>(random() % 20);
    const Solution one = SolveNetworkSimplex(problem, {}), two = SolveNetworkSimplex(other, {});
    if (one.status != Status::kOptimal || two.status != Status::kOptimal) continue;
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      problem.lower[a] *= 2;
      if (problem.upper[a] != kNoBound) problem.upper[a] *= 2;
    }
    for (std::int64_t& supply : problem.supply) supply *= 2;
    std::vector<std::int64_t> both = one.flow;
    for (std::int32_t a = 0; a < problem.arcs(); ++a) both[a] += two.flow[a];
    const std::vector<std::int64_t> price(problem.nodes(), 0);
    const bool had_cycles = !GrowStartTree(problem, both, price, {});
    const std::vector<std::int64_t> basic = CancelCycles(problem, both, {});
    EXPECT_TRUE(CostOf(problem, basic) <= CostOf(problem, both)) << "seed " << seed;
    ASSERT_TRUE(GrowStartTree(problem, basic, price, {})) << "seed " << seed;
    EXPECT_TRUE(had_cycles || basic == both) << "seed " << seed;
    mended += had_cycles;
    const Solution from_both = SolveNetworkSimplexFrom(problem, both, price, {});
    ASSERT_EQ(from_both.status, Status::kOptimal) << "seed " << seed;
    EXPECT_TRUE(from_both.cost == SolveNetworkSimplex(problem, {}).cost) << "seed " << seed;
    EXPECT_EQ(FindFault(problem, from_both), std::nullopt) << "seed " << seed;
  }
  EXPECT_GT(mended, 100);
}

}  // namespace
}  // namespace pasok::flow
