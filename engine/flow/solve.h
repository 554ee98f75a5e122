// The solver for problems of unknown shape: network simplex, or cost scaling on networks of middling density
// that are large or must carry much from few suppliers.
//
// Measured on the DIMACS families (the table is in benchmarks/README.md):
//   - Below kFewestArcs arcs a node (grids) the flow has little choice, and network simplex needs two pivots
//     a node or fewer: two to ten times faster than cost scaling.
//   - Above kMostArcs arcs a node (-SR) cost scaling looks at every arc in each phase and global update,
//     where network simplex keeps to the most promising ones and takes a seventh of the time.
//   - In between (-8), cost scaling draws level at 2^16 nodes, since a pivot's cost grows with the nodes, and
//     takes half to nine tenths of network simplex's time at 2^18.
//   - Of those networks, the ones where a supplier sends many times what an arc carries (GOTO) need 15 pivots
//     a node and more: cost scaling takes half of network simplex's time at 2^12 nodes, a fifth at 2^14.
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
inline constexpr std::int32_t kLarge = 100'000;
inline constexpr std::int64_t kSpread = 16;

// With the chosen algorithm. REQUIRES: CheckRange(problem) == nullopt. Deterministic, thread-safe.
Solution SolveMinCostFlow(const Problem& problem, const StopToken& stop);

}  // namespace pasok::flow
