// Flows with gains against every whole amount tried: never less than the ratio asks for, near the least cost,
// and above the bound that the prices give.
#include "engine/flow/gains.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/flow/network_simplex.h"

namespace pasok::flow {
namespace {

constexpr std::int32_t kSink = 0;

// A few kitchens that need chicken and may get eggs instead: both flow to sellers, and from there to the
// sink.
struct Kitchens {
  Problem problem;
  std::vector<Gain> gains;
};

Kitchens RandomKitchens(std::mt19937_64& random, int kitchens) {
  const auto between = [&](std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most - least + 1));
  };
  Kitchens made;
  Problem& problem = made.problem;
  problem.AddNode(0);
  std::vector<std::int32_t> sellers[2];
  for (std::vector<std::int32_t>& of : sellers) {
    for (std::int64_t i = between(1, 3); i > 0; --i) {
      of.push_back(problem.AddNode(0));
      problem.AddArc(of.back(), kSink, between(0, 30), 0);
    }
  }
  for (int k = 0; k < kitchens; ++k) {
    const std::int64_t penalty = between(4, 9) * 1'000;
    std::int32_t node[2];
    for (int food = 0; food < 2; ++food) {
      const std::int64_t need = food == 0 ? between(1, 20) : between(0, 10);
      node[food] = problem.AddNode(need);
      problem.supply[kSink] -= need;
      problem.AddArc(node[food], kSink, need, penalty);
      for (const std::int32_t seller : sellers[food])
        problem.AddArc(node[food], seller, between(0, 20), between(500, 6'000));
    }
    made.gains.push_back({.tail = node[0],
                          .head = node[1],
                          .upper = problem.supply[node[0]],
                          .cost = between(0, 1'000),
                          .milli = between(0, 1) == 0 ? between(100, 999) : between(1'000, 4'000),
                          .instead = penalty});
  }
  return made;
}

// The cost where so much leaves; nullopt: it can't.
std::optional<Int128> CostOf(const Kitchens& kitchens, const std::vector<std::int64_t>& leaving) {
  Problem problem = kitchens.problem;
  Int128 cost = 0;
  for (std::size_t j = 0; j < leaving.size(); ++j) {
    const Gain& gain = kitchens.gains[j];
    const std::int64_t arriving = ArrivingOf(leaving[j], gain.milli);
    problem.supply[gain.tail] -= leaving[j];
    problem.supply[gain.head] += arriving;
    problem.supply[kSink] += leaving[j] - arriving;
    cost += Int128{gain.cost} * leaving[j];
  }
  const Solution solution = SolveNetworkSimplex(problem, StopToken());
  if (solution.status != Status::kOptimal) return std::nullopt;
  return solution.cost + cost;
}

double DualValue(const Kitchens& kitchens, const std::vector<std::int64_t>& price) {
  const Problem& problem = kitchens.problem;
  const auto m = [&](std::int32_t node) { return static_cast<double>(price[kSink] - price[node]); };
  double value = 0;
  for (std::int32_t v = 0; v < problem.nodes(); ++v) value += static_cast<double>(problem.supply[v]) * m(v);
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    const double reduced = static_cast<double>(problem.cost[a]) - m(problem.tail[a]) + m(problem.head[a]);
    value += static_cast<double>(problem.upper[a]) * std::min(0.0, reduced);
  }
  for (const Gain& gain : kitchens.gains) {
    const double k = static_cast<double>(gain.milli) / 1'000;
    value += static_cast<double>(gain.upper) *
             std::min(0.0, static_cast<double>(gain.cost) - m(gain.tail) + k * std::max(0.0, m(gain.head)));
  }
  return value;
}

TEST(Gains, CostLittleMoreThanTheBestWholeAmounts) {
  std::mt19937_64 random(17);
  double excess = 0, below = 0;
  int used = 0;
  constexpr int kProblems = 150;
  for (int i = 0; i < kProblems; ++i) {
    SCOPED_TRACE(i);
    const Kitchens kitchens = RandomKitchens(random, 2);
    const GainedFlow found = SolveWithGains(kitchens.problem, kitchens.gains, kSink, 16, StopToken());
    ASSERT_EQ(found.status, Status::kOptimal);
    Int128 least = *CostOf(kitchens, {0, 0});
    for (std::int64_t a = 0; a <= kitchens.gains[0].upper; ++a) {
      for (std::int64_t b = 0; b <= kitchens.gains[1].upper; ++b) {
        if (const std::optional<Int128> cost = CostOf(kitchens, {a, b})) least = std::min(least, *cost);
      }
    }
    // The flow is one for what leaves, and the cost is its own.
    std::vector<std::int64_t> out(kitchens.problem.supply.size());
    Int128 cost = 0;
    for (std::int32_t arc = 0; arc < kitchens.problem.arcs(); ++arc) {
      ASSERT_GE(found.flow[arc], 0);
      ASSERT_LE(found.flow[arc], kitchens.problem.upper[arc]);
      out[kitchens.problem.tail[arc]] += found.flow[arc];
      out[kitchens.problem.head[arc]] -= found.flow[arc];
      cost += Int128{kitchens.problem.cost[arc]} * found.flow[arc];
    }
    for (std::size_t j = 0; j < kitchens.gains.size(); ++j) {
      const Gain& gain = kitchens.gains[j];
      out[gain.tail] += found.leaving[j];
      out[gain.head] -= ArrivingOf(found.leaving[j], gain.milli);
      cost += Int128{gain.cost} * found.leaving[j];
      used += found.leaving[j] > 0;
    }
    for (std::size_t v = 1; v < out.size(); ++v) ASSERT_EQ(out[v], kitchens.problem.supply[v]);
    ASSERT_GE(cost, least);
    const double dual = DualValue(kitchens, found.price), true_least = static_cast<double>(least);
    ASSERT_LE(dual, true_least + 1e-3);
    excess += (static_cast<double>(cost) - true_least) / true_least;
    below += (true_least - dual) / true_least;
  }
  EXPECT_LT(excess / kProblems, 0.005);
  EXPECT_LT(below / kProblems, 0.02);
  EXPECT_GT(used, 100);
}

TEST(Gains, WithoutRoundsNothingLeaves) {
  std::mt19937_64 random(18);
  const Kitchens kitchens = RandomKitchens(random, 3);
  const GainedFlow found = SolveWithGains(kitchens.problem, kitchens.gains, kSink, 0, StopToken());
  EXPECT_EQ(found.leaving, std::vector<std::int64_t>(3));
}

// (4) --9 at 1--> ( ) --3 at 1--> (-4): one unit too many; and a gain that could take none of it.
TEST(Gains, FindNoFlowWhereThereIsNoneWithoutThem) {
  Problem problem;
  problem.AddNode(-4), problem.AddNode(4), problem.AddNode(0);
  problem.AddArc(1, 2, 9, 1), problem.AddArc(2, kSink, 3, 1);
  const std::vector<Gain> gains = {
      {.tail = 1, .head = 2, .upper = 0, .cost = 1, .milli = 1'000, .instead = 1}};
  EXPECT_EQ(SolveNetworkSimplex(problem, StopToken()).status, Status::kInfeasible);
  EXPECT_EQ(SolveWithGains(problem, gains, kSink, 8, StopToken()).status, Status::kInfeasible);
}

// A way of twenty arcs is dearer than four times the dearest of them, and yet the only one.
TEST(Gains, TakeLongWaysToo) {
  Problem problem;
  problem.AddNode(-5);
  std::int32_t node = problem.AddNode(5);
  for (int i = 0; i < 19; ++i) {
    const std::int32_t next = problem.AddNode(0);
    problem.AddArc(node, next, 9, 10);
    node = next;
  }
  problem.AddArc(node, kSink, 9, 10);
  const std::vector<Gain> gains = {
      {.tail = 1, .head = 2, .upper = 5, .cost = 10, .milli = 1'500, .instead = 0}};
  const GainedFlow found = SolveWithGains(problem, gains, kSink, 8, StopToken());
  ASSERT_EQ(found.status, Status::kOptimal);
  EXPECT_EQ(found.leaving, std::vector<std::int64_t>{0});
  EXPECT_EQ(found.flow, std::vector<std::int64_t>(20, 5));
}

// What the gains would add is beyond the range; the problem itself isn't.
TEST(Gains, StandAsideWhereTheirFiguresDoNotFit) {
  Problem problem;
  problem.AddNode(-(std::int64_t{1} << 58)), problem.AddNode(std::int64_t{1} << 58), problem.AddNode(0);
  problem.AddArc(1, kSink, std::int64_t{1} << 58, 5), problem.AddArc(2, kSink, 9, 1);
  ASSERT_EQ(CheckRange(problem), std::nullopt);
  std::vector<Gain> gains = {
      {.tail = 1, .head = 2, .upper = std::int64_t{1} << 58, .cost = 1, .milli = 100'000, .instead = 5}};
  GainedFlow found = SolveWithGains(problem, gains, kSink, 8, StopToken());
  EXPECT_EQ(found.status, Status::kOptimal);
  EXPECT_EQ(found.leaving, std::vector<std::int64_t>{0});
  EXPECT_EQ(found.price.size(), 3);
  gains[0].upper = 4, gains[0].instead = std::int64_t{1} << 59;
  found = SolveWithGains(problem, gains, kSink, 8, StopToken());
  EXPECT_EQ(found.status, Status::kOptimal);
  EXPECT_EQ(found.leaving, std::vector<std::int64_t>{0});
}

TEST(Gains, RoundInTheHeadsFavour) {
  EXPECT_EQ(ArrivingOf(0, 1'500), 0);
  EXPECT_EQ(ArrivingOf(5, 1'500), 8);
  EXPECT_EQ(LeavingFor(8, 1'500), 5);
  EXPECT_EQ(LeavingFor(2, 200), 10);
  EXPECT_EQ(ArrivingOf(11, 200), 3);
  EXPECT_EQ(ArrivingOf(std::int64_t{1} << 60, 100'000), INT64_MAX);
}

}  // namespace
}  // namespace pasok::flow
