// Start here: the minimum-cost-flow problem on plain arrays, and its answer. This room knows no food.
//
//   minimise  sum over arcs a of cost[a] * flow[a]
//   subject to  sum of flow out of v - sum of flow into v = supply[v]   for every node v
//               lower[a] <= flow[a] <= upper[a]                        for every arc a
//
// Dual: node potentials pi (prices), reduced cost c_pi(a) = cost[a] + pi[tail[a]] - pi[head[a]]. A feasible
// flow is optimal exactly where some pi gives c_pi(a) > 0 => flow = lower, c_pi(a) < 0 => flow = upper
// (Ahuja, Magnanti and Orlin, Network Flows, 1993, theorem 9.4; notation theirs, sign of pi reversed).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace pasok::flow {

inline constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();  // upper: no bound

// For totals. Where CheckRange holds, |cost| * (nodes + 2) <= 2^60, so that costs times flows add up to less
// than 2^123 in a basic flow, where no more arcs than nodes carry what no bound of theirs limits, and to less
// than 2^127 in any flow of 64-bit numbers with at most 8 arcs a node. Reduced costs times bounds, and prices
// times supplies, stay below 2^124.
__extension__ using Int128 = __int128;

struct Problem {
  std::vector<std::int64_t> supply;              // per node; negative where the node consumes
  std::vector<std::int32_t> tail, head;          // per arc; loops and parallel arcs are allowed
  std::vector<std::int64_t> lower, upper, cost;  // per arc

  std::int32_t nodes() const { return static_cast<std::int32_t>(supply.size()); }
  std::int32_t arcs() const { return static_cast<std::int32_t>(tail.size()); }

  std::int32_t AddNode(std::int64_t node_supply) {
    supply.push_back(node_supply);
    return nodes() - 1;
  }
  std::int32_t AddArc(std::int32_t from, std::int32_t to, std::int64_t capacity, std::int64_t unit_cost,
                      std::int64_t at_least = 0) {
    tail.push_back(from), head.push_back(to);
    lower.push_back(at_least), upper.push_back(capacity), cost.push_back(unit_cost);
    return arcs() - 1;
  }
};

// Whether a flow on the arc is at neither of its bounds.
inline bool IsBetweenBounds(const Problem& problem, std::int32_t arc, std::int64_t flow) {
  return flow > problem.lower[arc] && (problem.upper[arc] == kNoBound || flow < problem.upper[arc]);
}

// What is true of the model. Whether the call was good is CheckRange's answer, before solving.
enum class Status : std::uint8_t {
  kOptimal,     // flow is optimal, price proves it
  kInfeasible,  // no flow meets the supplies within the bounds; flow and price are empty
  kUnbounded,   // a negative cycle without an upper bound is reachable; flow and price are empty
  kStopped,     // the stop token asked; flow and price are empty
};

struct Solution {
  Status status = Status::kStopped;
  std::vector<std::int64_t> flow = {};   // per arc
  std::vector<std::int64_t> price = {};  // per node: pi
  Int128 cost = 0;                       // 0 unless optimal
  std::int64_t iterations = 0;           // pivots, augmentations
};

// Proves that no sum in any solver of this room overflows. Returns what is wrong, or nullopt where
//   the arrays agree in length, ends are nodes, nodes + arcs < 2^31 - 1, lower <= upper, lower is not
//   kNoBound, sum of |supply| + sum of |lower| + sum of |upper| over the bounded arcs <= kMostQuantity,
//   (nodes + 2) * max |cost| <= kMostPrice.
// Then |flow| <= 2 * kMostQuantity in every basic solution and |price| <= 2 * kMostPrice. O(nodes + arcs).
std::optional<std::string> CheckRange(const Problem& problem);

inline constexpr std::int64_t kMostQuantity = std::int64_t{1} << 60;
inline constexpr std::int64_t kMostPrice = std::int64_t{1} << 60;

}  // namespace pasok::flow
