// Other people's solvers on our problems: oracles of the tests, rivals of the benchmarks.
#pragma once

#include "engine/flow/problem.h"

namespace pasok::peers {

struct Answer {
  flow::Status status = flow::Status::kStopped;
  flow::Int128 cost = 0;
  double seconds = 0;  // of processor time for the solve alone, the peer's own network being built
};

// A fresh object per solve: LEMON's keep state, and answer wrongly after an infeasible problem with lower
// bounds. REQUIRES: CheckRange, and quantities and costs whose products sum within 64 bits.
Answer LemonNetworkSimplex(const flow::Problem& problem);
Answer LemonCostScaling(const flow::Problem& problem);

// In floating point: REQUIRES quantities and costs whose products sum within 2^53.
Answer Clp(const flow::Problem& problem);

}  // namespace pasok::peers
