// A problem that falls apart where one node is left out, each part solved by itself, several at a time.
//
// Parts meet in the hub alone, so that the flows and prices of each, where the hub's price is 0, are flows
// and prices of the whole. An arc whose bounds are equal holds nothing together: what it carries is added to
// the supplies of its ends.
#pragma once

#include <span>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

struct PartsWork {
  std::int32_t few_arcs = 20'000;  // parts of fewer are solved together, up to about so many arcs
  int threads = 1;                 // at most; 0: one per core
};

// As SolveNetworkSimplexFrom (network_simplex.h); that call itself where there is but one part. Memory beside
// it: 12 bytes an arc, 24 a node, and the parts that are being solved. Deterministic, the same for any number
// of threads.
Solution SolvePartsFrom(const Problem& problem, std::int32_t hub, std::span<const std::int64_t> flow,
                        std::span<const std::int64_t> price, const PartsWork& work, const StopToken& stop);

}  // namespace pasok::flow
