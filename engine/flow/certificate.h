// Whether an optimal answer proves itself. Shares no code with the solvers.
#pragma once

#include <optional>
#include <string>

#include "engine/flow/problem.h"

namespace pasok::flow {

// REQUIRES: CheckRange(problem) == nullopt. What is wrong with a solution that says kOptimal, or nullopt
// where
//   every flow is within its bounds, every node's flow out less flow in is its supply,
//   reduced cost > 0 => flow = lower, reduced cost < 0 => flow = upper,
//   the stated cost is sum cost * flow, and equals the dual value of the prices,
//     sum over arcs min(c_pi * lower, c_pi * upper) - sum over nodes pi * supply.
// Any flow's cost is at least that dual value, so the two being equal is a proof. The other statuses carry no
// flow and no prices; that they do carry some is a fault too. O(nodes + arcs), in 128 bits.
std::optional<std::string> FindFault(const Problem& problem, const Solution& solution);

}  // namespace pasok::flow
