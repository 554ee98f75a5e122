// The residual network of a problem with an upper bound on every arc, and the width of its numbers: what cost
// scaling works on.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/flow/problem.h"

namespace pasok::flow {

// The numbers of everyday problems, 16 bytes an arc, and those that CheckRange allows.
struct Narrow {
  using Quantity = std::int32_t;  // residual capacities
  using Cost = std::int32_t;
  using Total = std::int64_t;  // prices, excesses
  static constexpr Total kLowestPrice = -(Total{1} << 60);
};
struct Wide {
  using Quantity = Int128;
  using Cost = std::int64_t;
  using Total = Int128;
  static constexpr Total kLowestPrice = -(Total{1} << 124);
};

// What is to be solved: the problem above its lower bounds, missing bounds replaced.
struct ResidualTask {
  std::vector<std::int64_t> supplies;  // above the lower bounds
  Int128 missing_bound = 0;
  std::int64_t dearest = 0;  // largest |cost|; 0: only whether a flow exists

  Int128 Capacity(const Problem& problem, std::int32_t a) const {
    if (problem.upper[a] == kNoBound) return missing_bound;
    return problem.upper[a] - problem.lower[a];
  }
};

// Both ways of every arc, at their tails, with no flow at first; loops and arcs that can carry nothing are
// left out. Memory 36 bytes an arc in Narrow numbers, 68 in Wide.
template <typename Width>
struct ResidualNetwork {
  using Quantity = typename Width::Quantity;
  using Cost = typename Width::Cost;

  static constexpr std::int32_t kLeftOut = -1;

  struct Arc {
    Cost cost;
    std::int32_t head;
    std::int32_t mate;  // the same arc the other way
    Quantity residual;
  };

  // REQUIRES: at most 2^30 arcs, and capacities and costs that fit Width.
  ResidualNetwork(const Problem& problem, const ResidualTask& task)
      : place(problem.arcs(), kLeftOut), first(problem.nodes() + 2, 0) {
    const auto left_out = [&](std::int32_t a) {
      return problem.tail[a] == problem.head[a] || problem.lower[a] == problem.upper[a];
    };
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      if (left_out(a)) continue;
      ++first[problem.tail[a] + 2];
      ++first[problem.head[a] + 2];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    arcs.resize(first.back());
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      if (left_out(a)) continue;
      const std::int32_t tail = problem.tail[a];
      const std::int32_t head = problem.head[a];
      const std::int32_t there = first[tail + 1]++;
      const std::int32_t back = first[head + 1]++;
      const Cost cost = task.dearest == 0 ? 0 : static_cast<Cost>(problem.cost[a]);
      const auto capacity = static_cast<Quantity>(task.Capacity(problem, a));
      arcs[there] = {.cost = cost, .head = head, .mate = back, .residual = capacity};
      arcs[back] = {.cost = -cost, .head = tail, .mate = there, .residual = 0};
      place[a] = there;
    }
    first.pop_back();
  }

  // Above the lower bound of arc a of the problem.
  Quantity Carried(std::int32_t a) const {
    return place[a] == kLeftOut ? 0 : arcs[arcs[place[a]].mate].residual;
  }

  std::vector<std::int32_t> place;  // per arc of the problem: where in `arcs`
  std::vector<std::int32_t> first;  // per node, where its arcs begin; and the end
  std::vector<Arc> arcs;
};

}  // namespace pasok::flow
