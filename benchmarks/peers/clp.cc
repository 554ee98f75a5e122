#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <ctime>
#include <vector>

#include "benchmarks/peers/peers.h"

namespace pasok::peers {
namespace {

ClpSimplex Load(const flow::Problem& problem, bool with_costs) {
  std::vector<CoinBigIndex> start{0};
  std::vector<int> row;
  std::vector<double> element, lower, upper, cost, supply;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (problem.tail[a] != problem.head[a]) {  // a loop meets no node's balance
      row.insert(row.end(), {problem.tail[a], problem.head[a]});
      element.insert(element.end(), {1.0, -1.0});
    }
    start.push_back(static_cast<CoinBigIndex>(row.size()));
    lower.push_back(static_cast<double>(problem.lower[a]));
    upper.push_back(problem.upper[a] == flow::kNoBound ? COIN_DBL_MAX
                                                       : static_cast<double>(problem.upper[a]));
    cost.push_back(with_costs ? static_cast<double>(problem.cost[a]) : 0.0);
  }
  for (const std::int64_t s : problem.supply) supply.push_back(static_cast<double>(s));
  ClpSimplex model;
  model.setLogLevel(0);
  model.loadProblem(problem.arcs(), problem.nodes(), start.data(), row.data(), element.data(), lower.data(),
                    upper.data(), cost.data(), supply.data(), supply.data());
  return model;
}

}  // namespace

Answer Clp(const flow::Problem& problem) {
  if (problem.nodes() == 0) return {flow::Status::kOptimal};
  ClpSimplex model = Load(problem, true);
  const std::clock_t start = std::clock();
  model.dual();
  if (!model.isProvenOptimal()) model.primal();
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  Answer answer;
  answer.seconds = seconds;
  if (model.isProvenOptimal()) {
    answer.status = flow::Status::kOptimal;
    answer.cost = std::llround(model.objectiveValue());
    return answer;
  }
  // A ray says nothing of whether there is a flow at all.
  ClpSimplex feasible = Load(problem, false);
  feasible.dual();
  answer.status = feasible.isProvenOptimal() ? flow::Status::kUnbounded : flow::Status::kInfeasible;
  return answer;
}

}  // namespace pasok::peers
