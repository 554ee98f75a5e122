#include "engine/flow/solve.h"

#include <algorithm>
#include <vector>

#include "engine/flow/cost_scaling.h"
#include "engine/flow/missing_bounds.h"
#include "engine/flow/network_simplex.h"

namespace pasok::flow {
namespace {

bool MustSpread(const Problem& problem) {
  Int128 supplied = 0;
  std::int64_t suppliers = 0;
  for (const std::int64_t supply : SuppliesAboveLowerBounds(problem)) {
    if (supply <= 0) continue;
    supplied += supply;
    ++suppliers;
  }
  if (suppliers == 0 || problem.arcs() == 0) return false;
  std::vector<std::int64_t> capacity(problem.arcs());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    capacity[a] = problem.upper[a] == kNoBound ? kNoBound : problem.upper[a] - problem.lower[a];
  }
  const auto median = capacity.begin() + problem.arcs() / 2;
  std::nth_element(capacity.begin(), median, capacity.end());
  return supplied >= Int128{*median} * kSpread * suppliers;
}

}  // namespace

Algorithm ChooseAlgorithm(const Problem& problem) {
  const std::int64_t nodes = problem.nodes();
  const bool middling = problem.arcs() >= kFewestArcs * nodes && problem.arcs() <= kMostArcs * nodes &&
                        problem.arcs() <= kMostArcsOfCostScaling;
  if (middling && (nodes >= kLarge || MustSpread(problem))) return Algorithm::kCostScaling;
  return Algorithm::kNetworkSimplex;
}

Solution SolveMinCostFlow(const Problem& problem, const StopToken& stop) {
  switch (ChooseAlgorithm(problem)) {
    case Algorithm::kNetworkSimplex:
      break;
    case Algorithm::kCostScaling:
      return SolveCostScaling(problem, stop);
  }
  return SolveNetworkSimplex(problem, stop);
}

}  // namespace pasok::flow
