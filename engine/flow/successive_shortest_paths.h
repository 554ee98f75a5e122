// The reference: Boost.Graph's successive shortest paths, behind the same contract as our own solver, for
// tests and for anybody who doubts it. Slow: one shortest path per augmentation, O(n m log n) each in the
// worst case over the flow sent.
//
// The library wants costs and capacities that aren't negative, one source and one sink, and, since its
// distances overflow otherwise, every node within reach of the source at all times. So
//   - arcs are taken at their lower bounds first, which changes the supplies;
//   - potentials p make the reduced costs of the arcs without an upper bound non-negative (missing_bounds.h;
//     where a negative cycle forbids that, only feasibility is asked, and kUnbounded answered where there is
//     a flow);
//   - of the others, those with a negative reduced cost are filled and stored reversed;
//   - an artificial arc from the source to each node, dearer than any path of real arcs, keeps it within
//     reach: what flows there at the end cannot be delivered.
#pragma once

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

// REQUIRES: CheckRange(problem) == nullopt. Deterministic. Solution::iterations stays 0: the library doesn't
// count.
Solution SolveSuccessiveShortestPaths(const Problem& problem, const StopToken& stop);

}  // namespace pasok::flow
