// The solver for problems of unknown shape: network simplex, or cost scaling on networks of middling density
// that are large or must carry much from few suppliers.
//
// Measured on the DIMACS families, of which benchmarks/README.md has the table:
//   - Below kFewestArcs arcs a node (grids) the flow has little choice, and network simplex needs two pivots
//   a node
//     or fewer: up to ten times faster than cost scaling.
//   - Above kMostArcs arcs a node (-SR) it takes a third of cost scaling's time, which looks at every arc
//   again in
//     each phase and global update.
//   - In between, cost scaling draws level at some 50,000 nodes (-8 at 2^16: 0.8 to 0.9 of network simplex's
//   time),
//     since a pivot's cost grows with the nodes.
//   - Of those networks, the ones where a supplier sends many times what an arc carries (GOTO) need 15 pivots
//   a node
//     and more: cost scaling takes half of network simplex's time at 2^12 nodes, a fifth at 2^14.
#pragma once

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

enum class Algorithm : std::uint8_t { kNetworkSimplex, kCostScaling };

// kCostScaling where
//   kFewestArcs <= arcs / nodes <= kMostArcs, and
//   nodes >= kLarge, or the mean supplier's supply >= kSpread * the median capacity,
// both above the lower bounds. REQUIRES: CheckRange(problem) == nullopt. O(nodes + arcs).
Algorithm ChooseAlgorithm(const Problem& problem);

inline constexpr std::int64_t kFewestArcs = 4;
inline constexpr std::int64_t kMostArcs = 16;
inline constexpr std::int32_t kLarge = 50'000;
inline constexpr std::int64_t kSpread = 16;

// With the chosen algorithm. REQUIRES: CheckRange(problem) == nullopt. Deterministic, thread-safe.
Solution SolveMinCostFlow(const Problem& problem, const StopToken& stop);

}  // namespace pasok::flow
