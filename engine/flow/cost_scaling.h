// Our own cost scaling: push and relabel at a coarse precision of the costs, then at a finer and finer one.
//
// Costs are multiplied by nodes + 1. A flow within the bounds is epsilon-optimal at prices pi where every
// residual arc has c_pi >= -epsilon; at epsilon = 1 and such costs it is optimal, since a residual cycle of
// at most `nodes` arcs that costs less than 0 would cost -(nodes + 1) or less. A phase divides epsilon by 16
// and makes the flow epsilon-optimal again (Goldberg and Tarjan, Mathematics of Operations Research 15(3),
// 1990; notation theirs, prices falling as there):
//   1. Price refinement: perhaps prices alone do. Where the residual arcs with c_pi < 0 have no cycle, nodes
//      are lowered by ranks from longest paths over them, again until none is below -epsilon (Goldberg,
//      Journal of Algorithms 22(1), 1997). No flow moves; given up at a cycle.
//   2. Otherwise every residual arc with c_pi < 0 is filled, and what piles up at nodes is sent on along
//      admissible arcs, -epsilon <= c_pi < 0, by partial augmentations of up to four arcs (Kiraly and Kovacs,
//      Acta Universitatis Sapientiae, Informatica 4(1), 2012); a node without such an arc is relabelled:
//      lowered just so far that it gets one.
//   3. After every so many relabels as there are nodes all prices are lowered at once, by the distance to the
//      nearest deficit in steps of epsilon (global update).
// At the end, a shortest path computation from prices that are already nearly right makes exact ones.
//
// Invariants within a phase: the pseudoflow is epsilon-optimal; admissible arcs have no cycle; no price
// rises; a node with a deficit keeps its price.
//
// Why it ends: where the excesses have residual ways to deficits, a node's price falls by O(nodes * epsilon)
// in a phase, each relabel lowers one by epsilon or more, and between relabels flow goes down an acyclic
// graph. O(nodes^2 * arcs) a phase, log16 of nodes * max|cost| phases. Where a node with excess has no
// residual way to a deficit, the nodes that it reaches hold more than they may, and no arc out of them can
// carry more: kInfeasible. The first phase looks for that at each global update, and such a node is
// relabelled until there is one. Later phases start from a flow. Unbounded problems are told first, see
// missing_bounds.h; what is left is feasibility.
//
// Ranges: where capacities and costs are below 2^31 and epsilon * nodes below 2^58, capacities and costs are
// 32 bits and prices 64, otherwise 64 and 128, and so where a price falls below -2^60 on the way. In 128 bits
// no run lives to see an overflow: the lowest price falls by at most 2^61 for each arc or node looked at.
//
// Deterministic. Thread-safe: shares nothing. Memory about 45 bytes an arc and 70 a node, in 128 bits 75
// and 90. Looks at `stop` every few hundred thousand steps, and before that between the passes over all arcs
// that lay out the residual network: the slowest takes some hundred nanoseconds an arc.
#pragma once

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

inline constexpr std::int32_t kMostArcsOfCostScaling = std::int32_t{1} << 30;

// REQUIRES: CheckRange(problem) == nullopt; at most kMostArcsOfCostScaling arcs. Solution::iterations counts
// partial augmentations.
Solution SolveCostScaling(const Problem& problem, const StopToken& stop);

}  // namespace pasok::flow
