#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "engine/flow/cycles.h"
#include "engine/flow/start_tree.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

using std::chrono::milliseconds;

// Large enough that no solver ends within the few milliseconds that it is given.
Problem LargeProblem() {
  constexpr std::int32_t kNodes = 20'000;
  std::mt19937_64 random(7);
  Problem problem;
  for (std::int32_t v = 0; v < kNodes; ++v) problem.AddNode(v < kNodes / 2 ? 10 : -10);
  for (std::int32_t a = 0; a < 10 * kNodes; ++a) {
    problem.AddArc(static_cast<std::int32_t>(random() % kNodes), static_cast<std::int32_t>(random() % kNodes),
                   static_cast<std::int64_t>(random() % 50), static_cast<std::int64_t>(random() % 10'000));
  }
  for (std::int32_t v = 0; v + 1 < kNodes; ++v) problem.AddArc(v, v + 1, kNoBound, 10'000);
  return problem;
}

class StopTest : public testing::TestWithParam<Solver> {};

TEST_P(StopTest, AskedBeforehandStopsAtOnce) {
  StopToken stop;
  stop.Ask();
  const Solution solution = GetParam().solve(LargeProblem(), stop);
  EXPECT_EQ(solution.status, Status::kStopped);
  EXPECT_TRUE(solution.flow.empty());
}

TEST_P(StopTest, ADeadlineEndsASolveThatWouldGoOn) {
  const Problem problem = LargeProblem();
  const auto deadline = StopToken::Clock::now() + milliseconds(20);
  const Solution solution = GetParam().solve(problem, StopToken(deadline));
  EXPECT_EQ(solution.status, Status::kStopped);
  // Generous, for sanitizers and busy machines: that it didn't solve to the end is what its status says.
  EXPECT_LT(StopToken::Clock::now() - deadline, std::chrono::seconds(30));
}

// Parallel arcs, each half full: so many cycles that looking at all takes a while.
TEST(Stop, IsSeenBeforeASolveBegins) {
  constexpr std::int32_t kArcs = 1 << 19;
  Problem problem;
  problem.AddNode(kArcs), problem.AddNode(-kArcs);
  for (std::int32_t a = 0; a < kArcs; ++a) problem.AddArc(0, 1, 2, 1);
  StopToken stop;
  stop.Ask();
  std::vector<std::int64_t> flow(kArcs, 1);
  const std::vector<std::int64_t> basic = CancelCycles(problem, flow, stop);
  EXPECT_EQ(basic.back(), 1) << "the last cycles stay";
  EXPECT_NE(CancelCycles(problem, flow, {}).back(), 1);
  for (std::int32_t a = 0; a < kArcs; ++a) flow[a] = a % 2 == 0 ? 2 : 0;
  const std::vector<std::int64_t> price(2, 0);
  EXPECT_TRUE(GrowStartTree(problem, flow, price, {}));
  EXPECT_FALSE(GrowStartTree(problem, flow, price, stop));
  EXPECT_EQ(SolveNetworkSimplexFrom(problem, flow, price, stop).status, Status::kStopped);
}

INSTANTIATE_TEST_SUITE_P(Solvers, StopTest, testing::ValuesIn(kSolvers),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pasok::flow
