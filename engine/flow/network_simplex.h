// Our own primal network simplex. Contract: see problem.h; REQUIRES CheckRange(problem) == nullopt.
#pragma once

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

Solution SolveNetworkSimplex(const Problem& problem, const StopToken& stop);

}  // namespace pasok::flow
