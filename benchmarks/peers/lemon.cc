#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <ctime>
#include <vector>

#include "benchmarks/peers/peers.h"

namespace pasok::peers {
namespace {

using Value = long long;
using Digraph = lemon::SmartDigraph;

template <typename Solver>
flow::Status StatusOf(typename Solver::ProblemType type) {
  switch (type) {
    case Solver::OPTIMAL:
      return flow::Status::kOptimal;
    case Solver::INFEASIBLE:
      return flow::Status::kInfeasible;
    case Solver::UNBOUNDED:
      return flow::Status::kUnbounded;
  }
  return flow::Status::kStopped;
}

struct Network {
  Digraph graph;
  Digraph::NodeMap<Value> supply{graph};
  Digraph::ArcMap<Value> lower{graph}, upper{graph}, cost{graph};
};

void Build(const flow::Problem& problem, Value infinity, bool with_costs, Network& network) {
  std::vector<Digraph::Node> nodes;
  for (const std::int64_t supply : problem.supply) {
    nodes.push_back(network.graph.addNode());
    network.supply[nodes.back()] = supply;
  }
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    const Digraph::Arc arc = network.graph.addArc(nodes[problem.tail[a]], nodes[problem.head[a]]);
    network.lower[arc] = problem.lower[a];
    network.upper[arc] = problem.upper[a] == flow::kNoBound ? infinity : problem.upper[a];
    network.cost[arc] = with_costs ? problem.cost[a] : 0;
  }
}

template <typename Solver>
Answer Run(const flow::Problem& problem, bool with_costs) {
  Value total = 0;
  for (const std::int64_t supply : problem.supply) total += supply;
  if (total != 0) return {flow::Status::kInfeasible};  // LEMON would let supplies go unused
  if (problem.nodes() == 0) return {flow::Status::kOptimal};

  Network network;
  Build(problem, Solver(network.graph).INF, with_costs, network);
  Solver solver(network.graph);
  solver.lowerMap(network.lower).upperMap(network.upper).costMap(network.cost).supplyMap(network.supply);
  const std::clock_t start = std::clock();
  const auto type = solver.run();
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  Answer answer{StatusOf<Solver>(type), 0, seconds};
  if (answer.status == flow::Status::kOptimal) answer.cost = solver.template totalCost<Value>();
  return answer;
}

// LEMON says unbounded as soon as it sees a negative cycle; whether any flow exists is a second question.
template <typename Solver>
Answer Solve(const flow::Problem& problem) {
  Answer answer = Run<Solver>(problem, true);
  if (answer.status == flow::Status::kUnbounded &&
      Run<Solver>(problem, false).status == flow::Status::kInfeasible) {
    answer.status = flow::Status::kInfeasible;
  }
  return answer;
}

}  // namespace

Answer LemonNetworkSimplex(const flow::Problem& problem) {
  return Solve<lemon::NetworkSimplex<Digraph, Value, Value>>(problem);
}

Answer LemonCostScaling(const flow::Problem& problem) {
  return Solve<lemon::CostScaling<Digraph, Value, Value>>(problem);
}

}  // namespace pasok::peers
