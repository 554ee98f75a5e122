// Problems as large as CheckRange allows, by making small ones larger: every answer must be that of the small
// one, and its cost so many times as much. PASOK_TEST_LONG in the environment makes it many.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include "engine/flow/certificate.h"
#include "engine/flow/in_order.h"
#include "engine/flow/parts.h"
#include "tests/flow/random_problem.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

std::uint64_t ProblemsToEnlarge() { return std::getenv("PASOK_TEST_LONG") == nullptr ? 2'000 : 20'000; }

// A few nodes and many arcs without a bound, most of which gain: all there and back, by which one pass over
// them could fall by just as much as numbers hold, or anywhere, or towards higher nodes alone.
Problem ManyWithoutBound(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::int64_t end) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
  };
  Problem problem;
  if (below(3) == 0) {
    problem.AddNode(0), problem.AddNode(0);
    for (std::int64_t pairs = 1 + below(40); pairs > 0; --pairs)
      problem.AddArc(0, 1, kNoBound, -1), problem.AddArc(1, 0, kNoBound, -1);
    return problem;
  }
  const std::int64_t nodes = 2 + below(3), dearest = 1 + below(5);
  for (std::int64_t v = 0; v < nodes; ++v) problem.AddNode(below(2));
  problem.supply[0] = 0;
  for (std::int64_t v = 1; v < nodes; ++v) problem.supply[0] -= problem.supply[v];
  const bool falls = below(2) == 0;  // no cycle gains
  for (std::int64_t a = 4 + below(40); a > 0; --a) {
    const std::int64_t tail = below(nodes), head = below(nodes);
    const std::int64_t cost = falls && head <= tail ? dearest * nodes : -below(dearest + 1);
    problem.AddArc(static_cast<std::int32_t>(tail), static_cast<std::int32_t>(head), kNoBound, cost);
  }
  return problem;
}

struct Larger {
  Problem problem;
  std::int64_t quantities = 1, costs = 1;  // times those of the small one
};

std::int64_t CostsFit(const Problem& problem, const std::vector<std::int64_t>& costs) {
  std::int64_t dearest = 1;
  for (const std::int64_t cost : costs) dearest = std::max(dearest, std::abs(cost));
  return kMostPrice / (dearest * (problem.nodes() + 2));
}

Larger AsLargeAsCanBe(const Problem& small) {
  std::int64_t quantity = 1;
  for (const std::int64_t supply : small.supply) quantity += std::abs(supply);
  for (std::int32_t a = 0; a < small.arcs(); ++a) {
    quantity += std::abs(small.lower[a]);
    if (small.upper[a] != kNoBound) quantity += std::abs(small.upper[a]);
  }
  Larger larger{
      .problem = small, .quantities = kMostQuantity / quantity, .costs = CostsFit(small, small.cost)};
  for (std::int64_t& supply : larger.problem.supply) supply *= larger.quantities;
  for (std::int64_t& lower : larger.problem.lower) lower *= larger.quantities;
  for (std::int64_t& upper : larger.problem.upper) upper *= upper == kNoBound ? 1 : larger.quantities;
  for (std::int64_t& cost : larger.problem.cost) cost *= larger.costs;
  return larger;
}

void ExpectLike(const Solution& small, const Larger& larger, const Solution& solution, const char* name) {
  EXPECT_EQ(solution.status, small.status) << name;
  EXPECT_TRUE(solution.cost == small.cost * larger.quantities * larger.costs) << name;
  EXPECT_EQ(FindFault(larger.problem, solution), std::nullopt) << name;
}

// Begun from the optimum of other costs.
void ExpectWarmLike(const Solution& small, const Larger& larger, std::mt19937_64& random) {
  Problem other = larger.problem;
  for (std::int64_t& cost : other.cost) cost = static_cast<std::int64_t>(random() % 20);
  const Solution start = SolveNetworkSimplex(other, {});
  if (start.status != Status::kOptimal) return;
  std::vector<std::int64_t> price = start.price;
  for (std::int64_t& each : price) each *= random() % 2 == 0 ? 1 : kMostPrice / 1'000;
  ExpectLike(small, larger, SolveNetworkSimplexFrom(larger.problem, start.flow, price, {}), "warm");
  if (larger.problem.nodes() == 0) return;
  const PartsWork work{.few_arcs = 1, .threads = 1};
  ExpectLike(small, larger, SolvePartsFrom(larger.problem, 0, start.flow, price, work, {}), "parts");
}

// The costs, and after them others that are as large.
void ExpectInOrderLike(const Solution& small, const Larger& larger, std::mt19937_64& random) {
  std::vector<std::vector<std::int64_t>> costs(2, larger.problem.cost);
  for (std::int64_t& cost : costs[1]) cost = static_cast<std::int64_t>(random() % 9);
  const std::int64_t times = CostsFit(larger.problem, costs[1]);
  for (std::int64_t& cost : costs[1]) cost *= times;
  const RankedSolution solution = SolveInOrder(larger.problem, costs, {});
  EXPECT_EQ(solution.status, small.status);
  EXPECT_EQ(FindFaultInOrder(larger.problem, costs, solution), std::nullopt);
  if (solution.status == Status::kOptimal) {
    EXPECT_TRUE(solution.ranks[0].cost == small.cost * larger.quantities * larger.costs);
  }
}

TEST(Range, IsKeptByEverySolver) {
  std::array<std::uint64_t, 3> seen{};
  const std::uint64_t problems = ProblemsToEnlarge();
  for (std::uint64_t seed = 0; seed < problems && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const Problem small = seed % 5 == 4 ? ManyWithoutBound(seed) : RandomProblem(seed);
    const Larger larger = AsLargeAsCanBe(small);
    ASSERT_EQ(CheckRange(larger.problem), std::nullopt);
    const Solution answer = SolveNetworkSimplex(small, {});
    for (const Solver& solver : kSolvers)
      ExpectLike(answer, larger, solver.solve(larger.problem, {}), solver.name);
    std::mt19937_64 random(seed);
    ExpectWarmLike(answer, larger, random);
    ExpectInOrderLike(answer, larger, random);
    ++seen[static_cast<std::size_t>(answer.status)];
  }
  for (const std::uint64_t count : seen) EXPECT_GE(count, problems / 50) << "of every status";
}

}  // namespace
}  // namespace pasok::flow
