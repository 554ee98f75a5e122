#include "engine/flow/certificate.h"

#include <cstddef>

namespace pasok::flow {

std::optional<std::string> FindFault(const Problem& problem, const Solution& solution) {
  const std::size_t nodes = problem.supply.size();
  const std::size_t arcs = problem.tail.size();
  if (solution.status != Status::kOptimal) {
    if (!solution.flow.empty() || !solution.price.empty()) return "flow or prices without an optimum";
    return std::nullopt;
  }
  if (solution.flow.size() != arcs) return "one flow per arc is missing";
  if (solution.price.size() != nodes) return "one price per node is missing";

  std::vector<Int128> leaves(nodes, 0);  // flow out less flow in
  Int128 primal = 0;
  Int128 dual = 0;
  for (std::size_t a = 0; a < arcs; ++a) {
    const auto wrong = [&](const char* what) { return "arc " + std::to_string(a) + what; };
    const std::int64_t flow = solution.flow[a];
    if (flow < problem.lower[a]) return wrong(" carries less than its lower bound");
    if (problem.upper[a] != kNoBound && flow > problem.upper[a])
      return wrong(" carries more than its upper bound");
    leaves[problem.tail[a]] += flow;
    leaves[problem.head[a]] -= flow;

    const Int128 reduced =
        Int128{problem.cost[a]} + solution.price[problem.tail[a]] - solution.price[problem.head[a]];
    if (reduced > 0 && flow != problem.lower[a]) return wrong(" carries flow at a loss");
    if (reduced < 0 && problem.upper[a] == kNoBound) return wrong(" would gain without bound");
    if (reduced < 0 && flow != problem.upper[a]) return wrong(" could gain by carrying more");
    primal += Int128{problem.cost[a]} * flow;
    if (reduced != 0) dual += reduced * (reduced > 0 ? problem.lower[a] : problem.upper[a]);
  }
  for (std::size_t v = 0; v < nodes; ++v) {
    if (leaves[v] != problem.supply[v]) return "node " + std::to_string(v) + " doesn't send its supply";
    dual -= Int128{solution.price[v]} * problem.supply[v];
  }
  if (primal != solution.cost) return "the stated cost isn't the cost of the flow";
  if (primal != dual) return "the prices don't prove the cost";
  return std::nullopt;
}

}  // namespace pasok::flow
