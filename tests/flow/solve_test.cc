#include "engine/flow/solve.h"

#include <gtest/gtest.h>

#include <limits>

#include "benchmarks/families/families.h"

namespace pasok::flow {
namespace {

using families::Family;

// What the table of benchmarks/README.md shows to be the faster of the two.
Algorithm Expected(const std::string& family) {
  return family == "GOTO-8" ? Algorithm::kCostScaling : Algorithm::kNetworkSimplex;
}

TEST(ChooseAlgorithm, TakesTheFasterOneOnEachFamily) {
  for (const Family& family : families::Families()) {
    EXPECT_EQ(ChooseAlgorithm(family.make(12, 1)), Expected(family.name)) << family.name;
  }
}

TEST(ChooseAlgorithm, TakesCostScalingOnLargeNetworksOfMiddlingDensity) {
  Problem problem;
  for (std::int32_t v = 0; v < kLarge; ++v) problem.AddNode(0);
  const auto add_arcs = [&](std::int64_t per_node) {
    for (std::int64_t k = 0; k < per_node; ++k) {
      for (std::int32_t v = 0; v < kLarge; ++v) problem.AddArc(v, (v + 1) % kLarge, 1, 1);
    }
  };
  add_arcs(kFewestArcs - 1);
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kNetworkSimplex);
  add_arcs(1);
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kCostScaling);
  add_arcs(kMostArcs - kFewestArcs);
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kCostScaling);
  add_arcs(1);
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kNetworkSimplex);
}

TEST(ChooseAlgorithm, CountsArcsWithoutBoundAsWide) {
  Problem problem;
  problem.AddNode(1000);
  problem.AddNode(-1000);
  for (std::int64_t k = 0; k < 2 * kFewestArcs; ++k) problem.AddArc(0, 1, 10, 1);
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kCostScaling);
  for (std::int64_t& upper : problem.upper) upper = kNoBound;
  EXPECT_EQ(ChooseAlgorithm(problem), Algorithm::kNetworkSimplex);
}

}  // namespace
}  // namespace pasok::flow
