// Our own primal network simplex: walks from spanning tree to spanning tree, each no dearer than the one
// before.
//
// A basis is a spanning tree of the nodes and an artificial root (spanning_tree.h); arcs outside it are at a
// bound. At the start, nodes hang on their cheapest ways to consumers (ways_to_consumers.h), which carry
// nothing yet, and suppliers and consumers on the root by artificial arcs at a price M = (nodes + 1) *
// max|cost| + 1, which no path of real arcs reaches: what still flows on them at the end cannot be delivered.
// A negative cycle without a bound means kUnbounded only once a flow is known to exist; where it shows up
// earlier, the costs are dropped and the walk goes on for feasibility alone.
//
// Why it ends: every basis is strongly feasible (each node can send one more unit to the root along the
// tree), kept by letting the last blocking arc leave, seen along the cycle from its apex (Cunningham 1976;
// Ahuja, Magnanti and Orlin, Network Flows, 1993, section 11.6). Then a pivot that moves no flow lowers the
// sum of prices below the root strictly, and one that moves some lowers the cost strictly, so no basis comes
// twice, however many arcs tie.
//
// The search for an entering arc looks at blocks of arcs, and on dense networks at first only at the most
// promising arcs; it says that there is none only after a look at all.
//
// Deterministic. Thread-safe: shares nothing. Memory about 45 bytes an arc and 60 a node. A pivot costs the
// arcs looked at (a block at a time) and the nodes of the subtree that moves; the number of pivots has no
// polynomial bound, and in practice grows a little faster than the nodes. Looks at `stop` every few hundred
// thousand such steps, and before it walks, between the passes over all arcs that lay them out and grow the
// first tree: the slowest takes some hundred nanoseconds an arc.
#pragma once

#include <span>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

// REQUIRES: CheckRange(problem) == nullopt. Solution::iterations counts pivots.
Solution SolveNetworkSimplex(const Problem& problem, const StopToken& stop);

// The same, begun from a flow that meets the supplies within the bounds, and prices at which it is about the
// best: the nearer to an optimum, the fewer pivots. Cycles of arcs between their bounds are cancelled first
// (cycles.h). Where GrowStartTree (start_tree.h) has no tree for it, it
// begins as SolveNetworkSimplex does. One flow and one price per arc and node.
Solution SolveNetworkSimplexFrom(const Problem& problem, std::span<const std::int64_t> flow,
                                 std::span<const std::int64_t> price, const StopToken& stop);

}  // namespace pasok::flow
