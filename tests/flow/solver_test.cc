// One list of cases, each small enough to solve by hand, run on every solver.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "engine/flow/certificate.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

struct ArcRow {
  std::int32_t tail, head;
  std::int64_t lower, upper, cost;
};

struct Case {
  const char* name;
  std::vector<std::int64_t> supply;
  std::vector<ArcRow> arcs;
  Status status;
  Int128 cost = 0;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

Problem Make(const Case& c) {
  Problem problem;
  for (const std::int64_t supply : c.supply) problem.AddNode(supply);
  for (const ArcRow& a : c.arcs) problem.AddArc(a.tail, a.head, a.upper, a.cost, a.lower);
  return problem;
}

constexpr std::int64_t kBig = std::int64_t{1} << 40;

// So many arcs without a bound there and back, one after the other.
std::vector<ArcRow> ThereAndBack(int times, std::int64_t cost) {
  std::vector<ArcRow> arcs;
  for (int i = 0; i < times; ++i)
    arcs.push_back({0, 1, 0, kNoBound, cost}), arcs.push_back({1, 0, 0, kNoBound, cost});
  return arcs;
}

const std::vector<Case> kCases = {
    {"NoNodes", {}, {}, Status::kOptimal, 0},
    {"OneIdleNode", {0}, {}, Status::kOptimal, 0},
    {"NodesWithoutArcs", {0, 0, 0}, {}, Status::kOptimal, 0},
    {"SupplyWithNowhereToGo", {4, -4}, {}, Status::kInfeasible},
    {"MoreSuppliedThanTaken", {4, -3}, {{0, 1, 0, 9, 1}}, Status::kInfeasible},
    {"MoreTakenThanSupplied", {3, -4}, {{0, 1, 0, 9, 1}}, Status::kInfeasible},

    // (4) --9 at 2--> (-4)
    {"OneArc", {4, -4}, {{0, 1, 0, 9, 2}}, Status::kOptimal, 8},
    {"OneArcExactlyWideEnough", {4, -4}, {{0, 1, 0, 4, 2}}, Status::kOptimal, 8},
    {"OneArcTooNarrow", {4, -4}, {{0, 1, 0, 3, 2}}, Status::kInfeasible},
    {"OneArcTheWrongWay", {4, -4}, {{1, 0, 0, 9, 2}}, Status::kInfeasible},
    {"OneArcWithoutBound", {4, -4}, {{0, 1, 0, kNoBound, 2}}, Status::kOptimal, 8},

    //        1 at 1
    // (4) =============> (-4)   the cheap one first: 1*1 + 3*5
    //        9 at 5
    {"ParallelArcsCheapestFirst", {4, -4}, {{0, 1, 0, 1, 1}, {0, 1, 0, 9, 5}}, Status::kOptimal, 16},
    {"ParallelArcsOfZeroCapacity", {4, -4}, {{0, 1, 0, 0, 1}, {0, 1, 0, 4, 5}}, Status::kOptimal, 20},

    // (4) --1--> ( ) --1--> (-4): the way round at 2 beats the direct arc at 3, which takes what doesn't fit
    {"TheWayRoundIsCheaper",
     {4, 0, -4},
     {{0, 1, 0, 3, 1}, {1, 2, 0, 3, 1}, {0, 2, 0, 9, 3}},
     Status::kOptimal,
     9},

    // Two suppliers, two takers; 0->2 would be cheapest for both:  (3) (2) | (-2) (-3)
    {"TakersCompete",
     {3, 2, -2, -3},
     {{0, 2, 0, 9, 1}, {0, 3, 0, 9, 2}, {1, 2, 0, 9, 1}, {1, 3, 0, 9, 9}},
     Status::kOptimal,
     2 * 1 + 3 * 2},

    {"TwoPartsApart", {2, -2, 5, -5}, {{0, 1, 0, 9, 1}, {2, 3, 0, 9, 3}}, Status::kOptimal, 17},
    {"PartsThatBalanceOnlyTogether", {2, -5, 5, -2}, {{0, 1, 0, 9, 1}, {2, 3, 0, 9, 3}}, Status::kInfeasible},

    {"LowerBoundForcesADearArc", {4, -4}, {{0, 1, 0, 9, 1}, {0, 1, 3, 9, 10}}, Status::kOptimal, 31},
    {"LowerBoundOnACycle", {0, 0}, {{0, 1, 2, 5, 3}, {1, 0, 0, 5, 4}}, Status::kOptimal, 14},
    {"LowerBoundWithNoWayBack", {0, 0}, {{0, 1, 2, 5, 3}}, Status::kInfeasible},
    {"LowerBoundsBeyondTheSupply", {4, -4}, {{0, 1, 3, 9, 1}, {0, 1, 3, 9, 1}}, Status::kInfeasible},
    {"LowerBoundBelowZero", {-2, 2}, {{0, 1, -5, 5, 3}}, Status::kOptimal, -6},
    {"LowerEqualsUpper", {4, -4}, {{0, 1, 4, 4, 7}}, Status::kOptimal, 28},

    {"NegativeCost", {4, -4}, {{0, 1, 0, 9, -2}}, Status::kOptimal, -8},
    {"NegativeCycleWithinBounds", {0, 0}, {{0, 1, 0, 5, -3}, {1, 0, 0, 4, 1}}, Status::kOptimal, -8},
    {"NegativeCycleWithoutBound",
     {0, 0},
     {{0, 1, 0, kNoBound, -3}, {1, 0, 0, kNoBound, 1}},
     Status::kUnbounded},
    {"NegativeCycleHalfBounded", {0, 0}, {{0, 1, 0, kNoBound, -3}, {1, 0, 0, 4, 1}}, Status::kOptimal, -8},
    // One look at all arcs goes round 16 times: the prices fall by more than 64 bits hold.
    {"NegativeCyclesAsDearAsCanBe", {0, 0}, ThereAndBack(16, -(std::int64_t{1} << 58)), Status::kUnbounded},
    {"CycleOfCostZeroWithoutBound",
     {0, 0},
     {{0, 1, 0, kNoBound, -3}, {1, 0, 0, kNoBound, 3}},
     Status::kOptimal,
     0},
    {"NegativeArcWithoutBoundOnAPath", {4, -4}, {{0, 1, 0, kNoBound, -3}}, Status::kOptimal, -12},
    // A cycle to gain from for ever, and a supply that no flow can meet: the second decides.
    {"InfeasibleBeatsUnbounded",
     {0, 0, 1, -1},
     {{0, 1, 0, kNoBound, -3}, {1, 0, 0, kNoBound, 1}},
     Status::kInfeasible},
    {"UnboundedApartFromTheSupplies",
     {0, 0, 1, -1},
     {{0, 1, 0, kNoBound, -3}, {1, 0, 0, kNoBound, 1}, {2, 3, 0, 1, 1}},
     Status::kUnbounded},

    {"LoopIsLeftAlone", {0}, {{0, 0, 0, 5, 3}}, Status::kOptimal, 0},
    {"LoopThatGains", {0}, {{0, 0, 0, 5, -3}}, Status::kOptimal, -15},
    {"LoopWithALowerBound", {0}, {{0, 0, 2, 5, 3}}, Status::kOptimal, 6},
    {"LoopThatGainsWithoutBound", {0}, {{0, 0, 0, kNoBound, -1}}, Status::kUnbounded},

    {"LargeQuantities", {kBig, -kBig}, {{0, 1, 0, kBig, kBig}}, Status::kOptimal, Int128{kBig} * kBig},
};

class SolverTest : public testing::TestWithParam<std::tuple<Solver, Case>> {};

TEST_P(SolverTest, AnswersAsByHand) {
  const auto& [solver, c] = GetParam();
  const Problem problem = Make(c);
  ASSERT_EQ(CheckRange(problem), std::nullopt);
  const Solution solution = solver.solve(problem, StopToken());
  EXPECT_EQ(solution.status, c.status);
  EXPECT_TRUE(solution.cost == c.cost) << static_cast<double>(solution.cost);
  EXPECT_EQ(FindFault(problem, solution), std::nullopt);
}

class LongChainTest : public testing::TestWithParam<Solver> {};

// Prices fall by nodes * cost from end to end: more than cost scaling's small numbers hold, times the nodes.
TEST_P(LongChainTest, DearArcsAddUp) {
  constexpr std::int32_t kArcs = 30'000;
  constexpr std::int64_t kCost = std::numeric_limits<std::int32_t>::max();
  Problem problem;
  problem.AddNode(3);
  for (std::int32_t v = 0; v < kArcs; ++v) problem.AddArc(v, problem.AddNode(0), 5, kCost);
  problem.supply.back() = -3;
  const Solution solution = GetParam().solve(problem, StopToken());
  ASSERT_EQ(solution.status, Status::kOptimal);
  EXPECT_TRUE(solution.cost == Int128{3} * kArcs * kCost);
  EXPECT_EQ(FindFault(problem, solution), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Solvers, LongChainTest, testing::ValuesIn(kSolvers),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Cases, SolverTest,
                         testing::Combine(testing::ValuesIn(kSolvers), testing::ValuesIn(kCases)),
                         [](const auto& row) {
                           return std::string(std::get<0>(row.param).name) + "_" +
                                  std::get<1>(row.param).name;
                         });

}  // namespace
}  // namespace pasok::flow
