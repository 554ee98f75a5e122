#include "engine/flow/in_order.h"

#include <utility>

#include "engine/flow/solve.h"

namespace pasok::flow {
namespace {

// The arcs that may still move, as a problem of their own.
struct Movable {
  Problem problem;
  std::vector<std::int32_t> arc;  // per arc of it, that of the whole problem
};

Movable Whole(const Problem& problem) {
  Movable all{.problem = problem, .arc = std::vector<std::int32_t>(problem.arcs())};
  for (std::int32_t a = 0; a < problem.arcs(); ++a) all.arc[a] = a;
  return all;
}

// Without the arcs that the prices fix, whose flows are taken off the supplies.
Movable Rest(const Movable& before, const Solution& solution) {
  const Problem& was = before.problem;
  Movable rest;
  rest.problem.supply = was.supply;
  for (std::int32_t a = 0; a < was.arcs(); ++a) {
    const std::int32_t tail = was.tail[a], head = was.head[a];
    if (was.cost[a] + solution.price[tail] - solution.price[head] == 0) {
      rest.problem.AddArc(tail, head, was.upper[a], 0, was.lower[a]);
      rest.arc.push_back(before.arc[a]);
    } else {
      rest.problem.supply[tail] -= solution.flow[a];
      rest.problem.supply[head] += solution.flow[a];
    }
  }
  return rest;
}

}  // namespace

RankedSolution SolveInOrder(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                            const StopToken& stop) {
  RankedSolution result;
  result.flow.resize(problem.arcs());
  Movable movable = Whole(problem);
  for (const std::vector<std::int64_t>& cost : costs) {
    for (std::int32_t a = 0; a < movable.problem.arcs(); ++a) movable.problem.cost[a] = cost[movable.arc[a]];
    Solution solution = SolveMinCostFlow(movable.problem, stop);
    result.iterations += solution.iterations;
    if (solution.status != Status::kOptimal)
      return {.status = solution.status, .iterations = result.iterations};
    for (std::int32_t a = 0; a < movable.problem.arcs(); ++a) result.flow[movable.arc[a]] = solution.flow[a];
    movable = Rest(movable, solution);
    Int128 total = 0;
    // Arcs fixed by an earlier rank cost something of this one too.
    for (std::int32_t a = 0; a < problem.arcs(); ++a) total += Int128{cost[a]} * result.flow[a];
    result.ranks.push_back({.price = std::move(solution.price), .cost = total});
  }
  // The flows of the later ranks differ from the earlier ones, whose totals they leave as they are.
  result.status = Status::kOptimal;
  return result;
}

std::optional<std::string> FindFaultInOrder(const Problem& problem,
                                            std::span<const std::vector<std::int64_t>> costs,
                                            const RankedSolution& solution) {
  if (solution.ranks.size() != costs.size() || std::ssize(solution.flow) != problem.arcs())
    return "sizes differ";
  std::vector<Int128> left(problem.supply.begin(), problem.supply.end());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    const std::int64_t flow = solution.flow[a];
    if (flow < problem.lower[a] || (problem.upper[a] != kNoBound && flow > problem.upper[a]))
      return "arc " + std::to_string(a) + " is outside its bounds";
    left[problem.tail[a]] -= flow;
    left[problem.head[a]] += flow;
    Int128 reduced = 0;
    for (std::size_t i = 0; i < costs.size() && reduced == 0; ++i) {
      const std::vector<std::int64_t>& price = solution.ranks[i].price;
      reduced = Int128{costs[i][a]} + price[problem.tail[a]] - price[problem.head[a]];
    }
    const bool at_least = flow == problem.lower[a], at_most = flow == problem.upper[a];
    if ((reduced > 0 && !at_least) || (reduced < 0 && !at_most))
      return "arc " + std::to_string(a) + " is not at the bound that its prices ask for";
  }
  for (std::size_t v = 0; v < left.size(); ++v) {
    if (left[v] != 0) return "node " + std::to_string(v) + " doesn't balance";
  }
  for (std::size_t i = 0; i < costs.size(); ++i) {
    Int128 total = 0;
    for (std::int32_t a = 0; a < problem.arcs(); ++a) total += Int128{costs[i][a]} * solution.flow[a];
    if (total != solution.ranks[i].cost) return "the total of rank " + std::to_string(i) + " is another";
  }
  return std::nullopt;
}

}  // namespace pasok::flow
