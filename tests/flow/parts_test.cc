#include "engine/flow/parts.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/flow/certificate.h"
#include "engine/flow/network_simplex.h"
#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

// Some random problems side by side, with arcs of equal bounds between them, and arcs from and to a hub at a
// price that only few are worth. Meets its supplies with what the arcs carry in `flow`.
struct Joined {
  Problem problem;
  std::vector<std::int64_t> flow;
};

Joined Join(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  Joined joined;
  joined.problem.AddNode(0);
  std::vector<std::int32_t> firsts;
  for (std::int64_t parts = 1 + below(4); parts > 0;) {
    const Problem part = RandomProblem(random());
    const Solution solution = SolveNetworkSimplex(part, {});
    if (solution.status != Status::kOptimal) continue;
    --parts;
    firsts.push_back(joined.problem.nodes());
    for (const std::int64_t supply : part.supply) joined.problem.AddNode(supply);
    for (std::int32_t a = 0; a < part.arcs(); ++a) {
      joined.problem.AddArc(firsts.back() + part.tail[a], firsts.back() + part.head[a], part.upper[a],
                            part.cost[a] / 2 + below(9), part.lower[a]);
    }
    joined.flow.insert(joined.flow.end(), solution.flow.begin(), solution.flow.end());
  }
  const std::int32_t nodes = joined.problem.nodes();
  for (std::int64_t i = below(6); i > 0; --i) {
    const std::int64_t fixed = below(3), from = below(nodes), to = below(nodes);
    joined.problem.AddArc(static_cast<std::int32_t>(from), static_cast<std::int32_t>(to), fixed, below(9),
                          fixed);
    joined.flow.push_back(fixed);
    joined.problem.supply[from] += fixed, joined.problem.supply[to] -= fixed;
  }
  for (std::int32_t v = below(3) == 0 ? 0 : 1; v < nodes; ++v) {
    joined.problem.AddArc(v, 0, below(5), below(20)), joined.problem.AddArc(0, v, below(5), below(20));
    joined.flow.insert(joined.flow.end(), {0, 0});
  }
  return joined;
}

TEST(Parts, ComeToTheOptimumOfTheWhole) {
  int apart = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    const auto [problem, flow] = Join(seed);
    ASSERT_EQ(CheckRange(problem), std::nullopt) << "seed " << seed;
    const std::vector<std::int64_t> price(problem.supply.size());
    const Solution whole = SolveNetworkSimplexFrom(problem, flow, price, {});
    for (const std::int32_t few : {1, 40}) {
      const Solution parts = SolvePartsFrom(problem, 0, flow, price, {.few_arcs = few, .threads = 2}, {});
      ASSERT_EQ(parts.status, whole.status) << "seed " << seed;
      if (whole.status != Status::kOptimal) continue;
      EXPECT_TRUE(parts.cost == whole.cost) << "seed " << seed;
      EXPECT_EQ(FindFault(problem, parts), std::nullopt) << "seed " << seed;
      const Solution alone = SolvePartsFrom(problem, 0, flow, price, {.few_arcs = few}, {});
      EXPECT_EQ(alone.flow, parts.flow) << "seed " << seed;
      EXPECT_EQ(alone.price, parts.price) << "seed " << seed;
      apart += parts.price[0] == 0 && parts.flow != whole.flow ? 1 : 0;
    }
  }
  EXPECT_GT(apart, 20);  // among equal optima another
}

TEST(Parts, StopWhereTheTokenAsks) {
  const auto [problem, flow] = Join(7);
  const std::vector<std::int64_t> price(problem.supply.size());
  StopToken stop;
  stop.Ask();
  const Solution stopped = SolvePartsFrom(problem, 0, flow, price, {.few_arcs = 1}, stop);
  EXPECT_EQ(stopped.status, Status::kStopped);
  EXPECT_TRUE(stopped.flow.empty());
}

TEST(Parts, WhatDoesntAddUpIsInfeasible) {
  Problem problem;
  problem.AddNode(-5), problem.AddNode(3), problem.AddNode(3);
  problem.AddArc(1, 0, 9, 1), problem.AddArc(2, 0, 9, 1);
  const std::vector<std::int64_t> flow{3, 3}, price(3);
  EXPECT_EQ(SolvePartsFrom(problem, 0, flow, price, {.few_arcs = 1}, {}).status, Status::kInfeasible);
}

}  // namespace
}  // namespace pasok::flow
