// A spanning tree to start the network simplex from where no flow is known: every node hangs on its cheapest
// way to a consumer, which as yet carries nothing.
#pragma once

#include <cstdint>
#include <span>

#include "engine/flow/problem.h"
#include "engine/flow/start_tree.h"

namespace pasok::flow {

// On the root hang those with supply, which has to flow somewhere, those with demand, and those that reach
// none of these through nodes without supply. Arcs without room are no way; costs below 0 count as 0 here.
// `supply`: per node, above the lower bounds. O((nodes + arcs) log nodes), Dijkstra's rule.
StartTree GrowWaysToConsumers(const Problem& problem, std::span<const std::int64_t> supply);

}  // namespace pasok::flow
