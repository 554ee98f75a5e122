// Five codes that share no algorithm or no line must say the same of every problem: our network simplex, our
// cost scaling, Boost's successive shortest paths, LEMON's network simplex and Clp. PASOK_TEST_PROBLEMS in
// the environment sets how many problems.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <sstream>
#include <string>

#include "benchmarks/peers/peers.h"
#include "engine/flow/certificate.h"
#include "engine/flow/dimacs.h"
#include "tests/flow/random_problem.h"
#include "tests/flow/solvers.h"

namespace pasok::flow {
namespace {

std::uint64_t ProblemsToTry() {
  if (const char* count = std::getenv("PASOK_TEST_PROBLEMS")) return std::stoull(count);
  return std::getenv("PASOK_TEST_LONG") == nullptr ? 2'000 : 20'000;
}

std::string Dimacs(const Problem& problem) {
  std::ostringstream text;
  WriteDimacs(problem, text);
  return text.str();
}

void ExpectAgreement(const Problem& problem, const peers::Answer& expected) {
  for (const Solver& solver : kSolvers) {
    const Solution solution = solver.solve(problem, StopToken());
    EXPECT_EQ(solution.status, expected.status) << solver.name;
    EXPECT_TRUE(solution.cost == expected.cost) << solver.name;
    EXPECT_EQ(FindFault(problem, solution), std::nullopt) << solver.name;
  }
}

TEST(Agreement, OfFiveCodesOnRandomProblems) {
  std::array<std::uint64_t, 3> seen{};
  const std::uint64_t problems = ProblemsToTry();
  for (std::uint64_t seed = 0; seed < problems && !HasFailure(); ++seed) {
    const Problem problem = RandomProblem(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + Dimacs(problem));
    ASSERT_EQ(CheckRange(problem), std::nullopt);
    const peers::Answer lemon = peers::LemonNetworkSimplex(problem);
    const peers::Answer clp = peers::Clp(problem);
    EXPECT_EQ(clp.status, lemon.status);
    EXPECT_TRUE(clp.cost == lemon.cost);
    ExpectAgreement(problem, lemon);
    ++seen[static_cast<std::size_t>(lemon.status)];
  }
  for (const std::uint64_t count : seen) {
    EXPECT_GE(count, problems / 50) << "every status must come up often enough";
  }
}

}  // namespace
}  // namespace pasok::flow
