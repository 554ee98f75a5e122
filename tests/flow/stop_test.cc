#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

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

TEST_P(StopTest, DeadlineIsKeptWithinMilliseconds) {
  const Problem problem = LargeProblem();
  const auto deadline = StopToken::Clock::now() + milliseconds(20);
  const Solution solution = GetParam().solve(problem, StopToken(deadline));
  EXPECT_EQ(solution.status, Status::kStopped);
  // Generous, for sanitizers and busy machines.
  EXPECT_LT(StopToken::Clock::now() - deadline, milliseconds(2000));
}

INSTANTIATE_TEST_SUITE_P(Solvers, StopTest, testing::ValuesIn(kSolvers),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pasok::flow
