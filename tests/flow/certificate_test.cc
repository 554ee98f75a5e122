// The checker must catch every corruption, since it is what everything else relies on.
#include "engine/flow/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "engine/flow/network_simplex.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

using testing::HasSubstr;
using testing::Optional;

//        3 at 1
// (4) =============> (-4)   optimum 3*1 + 1*5 = 8, prices 0 and 5
//        9 at 5
struct Certificate : testing::Test {
  Certificate() {
    problem.AddNode(4);
    problem.AddNode(-4);
    problem.AddArc(0, 1, 3, 1);
    problem.AddArc(0, 1, 9, 5);
  }
  Problem problem;
  Solution solution{.status = Status::kOptimal, .flow = {3, 1}, .price = {0, 5}, .cost = 8};
};

TEST_F(Certificate, AcceptsTheOptimum) { EXPECT_EQ(FindFault(problem, solution), std::nullopt); }

TEST_F(Certificate, AcceptsPricesShiftedTogether) {
  solution.price = {-7, -2};
  EXPECT_EQ(FindFault(problem, solution), std::nullopt);
}

TEST_F(Certificate, SeesMissingValues) {
  solution.flow.pop_back();
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("one flow per arc")));
  solution.flow = {3, 1};
  solution.price.pop_back();
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("one price per node")));
}

TEST_F(Certificate, SeesBoundsBroken) {
  solution.flow = {5, -1};
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("more than its upper bound")));
  solution.flow = {3, -1};
  EXPECT_THAT(FindFault(problem, solution), Optional(std::string("arc 1 carries less than its lower bound")));
}

TEST_F(Certificate, SeesSuppliesUnmet) {
  solution.flow = {3, 2};
  solution.cost = 13;
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("doesn't send its supply")));
}

TEST_F(Certificate, SeesADearerFlow) {
  solution.flow = {0, 4};
  solution.cost = 20;
  EXPECT_THAT(FindFault(problem, solution), Optional(std::string("arc 0 could gain by carrying more")));
}

TEST_F(Certificate, SeesWrongPrices) {
  solution.price = {0, 4};
  EXPECT_THAT(FindFault(problem, solution), Optional(std::string("arc 1 carries flow at a loss")));
  problem.upper[1] = kNoBound;
  solution.price = {0, 6};
  EXPECT_THAT(FindFault(problem, solution), Optional(std::string("arc 1 would gain without bound")));
}

TEST_F(Certificate, SeesAWrongCost) {
  solution.cost = 9;
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("stated cost")));
}

TEST_F(Certificate, SeesFlowWithoutAnOptimum) {
  solution.status = Status::kInfeasible;
  EXPECT_THAT(FindFault(problem, solution), Optional(HasSubstr("without an optimum")));
}

// One changed flow breaks conservation, unless it is a loop's.
TEST(CertificateMutation, NoChangedFlowPasses) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Problem problem = RandomProblem(seed);
    const Solution good = SolveNetworkSimplex(problem, StopToken());
    if (good.status != Status::kOptimal || good.flow.empty()) continue;
    std::mt19937_64 random(seed);
    const std::size_t a = random() % good.flow.size();
    Solution bad = good;
    bad.flow[a] += random() % 2 == 0 ? 1 : -1;
    if (problem.tail[a] == problem.head[a]) continue;
    EXPECT_NE(FindFault(problem, bad), std::nullopt) << "seed " << seed << " arc " << a;
  }
}

TEST(CertificateMutation, NoChangedCostPasses) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Problem problem = RandomProblem(seed);
    Solution bad = SolveNetworkSimplex(problem, StopToken());
    if (bad.status != Status::kOptimal) continue;
    bad.cost += seed % 2 == 0 ? 1 : -1;
    EXPECT_NE(FindFault(problem, bad), std::nullopt) << "seed " << seed;
  }
}

// A price so far off that some arc with flow, or room for it, must notice.
TEST(CertificateMutation, NoAbsurdPricePasses) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Problem problem = RandomProblem(seed);
    Solution bad = SolveNetworkSimplex(problem, StopToken());
    if (bad.status != Status::kOptimal) continue;
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      const bool between = bad.flow[a] > problem.lower[a] && bad.flow[a] < problem.upper[a];
      if (!between || problem.tail[a] == problem.head[a]) continue;
      bad.price[problem.tail[a]] += 1000;
      EXPECT_NE(FindFault(problem, bad), std::nullopt) << "seed " << seed << " arc " << a;
      break;
    }
  }
}

}  // namespace
}  // namespace pasok::flow
