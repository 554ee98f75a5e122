// Upper bounds for the arcs that have none, for solvers that want one on every arc.
//
// Where prices p exist at which no arc without a bound has a negative reduced cost, some optimal flow carries
// less than `bound` above the lower bound on each of them: fill every other arc whose reduced cost is
// negative; what then has to be sent from excess to deficit needs no cycle, since none gains, and its paths
// carry at most the excess. So in the problem with those bounds no price that proves an optimum gives one of
// these arcs a negative reduced cost, and the proof is one for the problem without them. Where no such p
// exists, a cycle of arcs without bounds gains for ever: the problem is unbounded, or infeasible.
#pragma once

#include <optional>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

// Prices, at most 0, at which no arc without a bound has a negative reduced cost: shortest distances over
// these arcs, from an extra node at 0 from all others (Bellman and Ford). kUnbounded: a cycle of them gains,
// as is plain where a price falls below -kMostPrice, which all costs of a way without cycles don't reach. So
// nothing overflows, however often one pass goes round. kStopped: `stop` asked, which is looked at once for
// every pass. REQUIRES: CheckRange(problem) == nullopt. O(nodes * arcs) where some such arc has a negative
// cost; else O(nodes + arcs).
Status PriceMissingBounds(const Problem& problem, const StopToken& stop, std::vector<std::int64_t>& price);

// Per node, the supply less what the arcs' lower bounds send away.
std::vector<std::int64_t> SuppliesAboveLowerBounds(const Problem& problem);

struct MissingBounds {
  Status status = Status::kOptimal;  // kUnbounded: if there is a flow at all; kStopped
  // Above the lower bound, at most 2^61. If kUnbounded, enough for a flow where there is one.
  Int128 bound = 0;
};

// REQUIRES: CheckRange(problem) == nullopt; `supplies` is SuppliesAboveLowerBounds(problem). As long as
// PriceMissingBounds.
MissingBounds FindMissingBounds(const Problem& problem, const std::vector<std::int64_t>& supplies,
                                const StopToken& stop);

}  // namespace pasok::flow
