// A flow whose arcs strictly between their bounds form no cycle, from any feasible flow: what a basis of the
// network simplex looks like.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

// Whether there is one number for each arc, and all keep their bounds. What flows through nodes is another
// question. O(arcs).
bool IsWithinBounds(const Problem& problem, std::span<const std::int64_t> flow);

// Pushes flow around each cycle of arcs strictly between their bounds, the way that costs less, or, where
// both cost nothing, either way, until one of them is at a bound. A cycle that gains without bound stays.
// Nothing changes where there is no such cycle, and none costs more afterwards. Deterministic. REQUIRES
// IsWithinBounds. O(arcs * depth of the forests), which is little where flows are near a basis. Looks at
// `stop` every few hundred thousand steps; where it asks, some cycles stay.
std::vector<std::int64_t> CancelCycles(const Problem& problem, std::span<const std::int64_t> flow,
                                       const StopToken& stop);

}  // namespace pasok::flow
