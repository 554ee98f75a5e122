#include "engine/flow/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/flow/certificate.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

using testing::HasSubstr;
using testing::Optional;

// (5) --9 at 2--> (-5)
Problem OneArc() {
  Problem problem;
  problem.AddNode(5);
  problem.AddNode(-5);
  problem.AddArc(0, 1, 9, 2);
  return problem;
}

TEST(CheckRange, AcceptsAnOrdinaryProblem) { EXPECT_EQ(CheckRange(OneArc()), std::nullopt); }

TEST(CheckRange, WantsArraysOfOneLength) {
  Problem problem = OneArc();
  problem.cost.pop_back();
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("differ in length")));
}

TEST(CheckRange, WantsArcsToEndAtNodes) {
  Problem problem = OneArc();
  problem.AddArc(0, 2, 1, 1);
  EXPECT_THAT(CheckRange(problem), Optional(std::string("arc 1 ends at no node")));
  problem.head[1] = -1;
  EXPECT_THAT(CheckRange(problem), Optional(std::string("arc 1 ends at no node")));
}

TEST(CheckRange, WantsBoundsInOrder) {
  Problem problem = OneArc();
  problem.lower[0] = 10;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("lower bound above")));
  problem.lower[0] = problem.upper[0] = kNoBound;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("no finite lower bound")));
}

TEST(CheckRange, RefusesQuantitiesThatCouldOverflow) {
  Problem problem = OneArc();
  problem.upper[0] = kMostQuantity - 10;
  EXPECT_EQ(CheckRange(problem), std::nullopt);
  problem.upper[0] = kMostQuantity - 9;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("supplies and bounds")));
  problem.upper[0] = 9;
  problem.supply[1] = INT64_MIN;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("supplies and bounds")));
}

TEST(CheckRange, RefusesCostsThatCouldOverflow) {
  Problem problem = OneArc();
  problem.cost[0] = kMostPrice / 4;
  EXPECT_EQ(CheckRange(problem), std::nullopt);
  problem.cost[0] = kMostPrice / 4 + 1;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("dearest cost")));
  problem.cost[0] = INT64_MIN;
  EXPECT_THAT(CheckRange(problem), Optional(HasSubstr("dearest cost")));
}

// Everything at the edge of the range at once; UBSan watches the sums.
//
//          --- quarter at -c ------>
//   (q)    --- no bound at c ------>  (-q)   and back without a bound at c
class RangeTest : public testing::TestWithParam<Solver> {};

TEST_P(RangeTest, SolvesAtTheEdge) {
  constexpr std::int64_t kQuarter = kMostQuantity / 8;
  Problem problem;
  problem.AddNode(kQuarter);
  problem.AddNode(0);
  problem.AddNode(-kQuarter);
  const std::int64_t cost = kMostPrice / 5;
  problem.AddArc(0, 1, kQuarter, -cost);
  problem.AddArc(0, 1, kNoBound, cost);
  problem.AddArc(1, 2, kQuarter, -cost, -kQuarter);
  problem.AddArc(1, 2, kNoBound, cost);
  problem.AddArc(2, 0, kNoBound, cost, -kQuarter);
  ASSERT_EQ(CheckRange(problem), std::nullopt);
  const Solution solution = GetParam().solve(problem, StopToken());
  EXPECT_EQ(solution.status, Status::kOptimal);
  EXPECT_EQ(FindFault(problem, solution), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Solvers, RangeTest, testing::ValuesIn(kSolvers),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pasok::flow
