// Seeded random problems, small and nasty: each seed one problem, the same on every machine.
#pragma once

#include <cstdint>

#include "engine/flow/problem.h"

namespace pasok::flow {

// Seeds take turns between shapes: anything goes; a flow is known to exist; costs all equal; an assignment
// with ties; many zero capacities; parts without an arc between them; arcs without bounds; a market whose
// suppliers' total caps are just the needs; dozens of arcs a node. All but the assignment and the market have
// loops and parallel arcs now and then.
Problem RandomProblem(std::uint64_t seed);

}  // namespace pasok::flow
