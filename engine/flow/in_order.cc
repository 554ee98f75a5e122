#include "engine/flow/in_order.h"

#include <utility>

#include "engine/flow/coupling.h"
#include "engine/flow/network_simplex.h"
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

// Of nodes that don't hang together by arcs that may move, the prices of each say nothing of the other's.
// Moves those of each part until that of its first node is as wanted.
void Settle(const Problem& problem, std::span<const std::int64_t> wanted, std::vector<std::int64_t>& price) {
  Coupling coupling(problem.nodes());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) coupling.Couple(problem.tail[a], problem.head[a]);
  std::vector<std::int64_t> shift(price.size());
  for (std::int32_t v = 0; v < problem.nodes(); ++v) {
    const std::int32_t first = coupling.FirstOf(v);
    if (first == v) shift[v] = wanted[v] - price[v];
    price[v] += shift[first];
  }
}

// Rank by rank, each from the flow that the one before ended with.
RankedSolution Solve(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                     const RankedStart* start, const StopToken& stop) {
  RankedSolution result;
  std::vector<std::int64_t> flow;
  if (start) flow = start->flow;
  Movable movable = Whole(problem);
  for (std::size_t rank = 0; rank < costs.size(); ++rank) {
    for (std::int32_t a = 0; a < movable.problem.arcs(); ++a)
      movable.problem.cost[a] = costs[rank][movable.arc[a]];
    std::vector<std::int64_t> wanted(problem.supply.size());
    if (start && rank < start->prices.size()) wanted = start->prices[rank];
    Solution solution;
    if (flow.empty()) {
      solution = SolveMinCostFlow(movable.problem, stop);
    } else {
      std::vector<std::int64_t> from;
      for (const std::int32_t a : movable.arc) from.push_back(flow[a]);
      solution = SolveNetworkSimplexFrom(movable.problem, from, wanted, stop);
    }
    result.iterations += solution.iterations;
    if (solution.status != Status::kOptimal)
      return {.status = solution.status, .iterations = result.iterations};
    flow.resize(problem.arcs());
    for (std::int32_t a = 0; a < movable.problem.arcs(); ++a) flow[movable.arc[a]] = solution.flow[a];
    Settle(movable.problem, wanted, solution.price);
    movable = Rest(movable, solution);
    result.ranks.push_back({.price = std::move(solution.price), .cost = 0});
  }
  for (std::size_t rank = 0; rank < costs.size(); ++rank) {
    for (std::int32_t a = 0; a < problem.arcs(); ++a)
      result.ranks[rank].cost += Int128{costs[rank][a]} * flow[a];
  }
  result.flow = std::move(flow);
  result.status = Status::kOptimal;
  return result;
}

}  // namespace

RankedSolution SolveInOrder(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                            const StopToken& stop) {
  return Solve(problem, costs, nullptr, stop);
}

RankedSolution SolveInOrderFrom(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                                const RankedStart& start, const StopToken& stop) {
  return Solve(problem, costs, &start, stop);
}

std::optional<std::string> FindFaultInOrder(const Problem& problem,
                                            std::span<const std::vector<std::int64_t>> costs,
                                            const RankedSolution& solution) {
  if (solution.status != Status::kOptimal) {
    if (!solution.flow.empty() || !solution.ranks.empty()) return "flow or prices without an optimum";
    return std::nullopt;
  }
  if (solution.ranks.size() != costs.size() || std::ssize(solution.flow) != problem.arcs())
    return "sizes differ";
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (costs[i].size() != problem.tail.size() || solution.ranks[i].price.size() != problem.supply.size())
      return "sizes differ";
  }
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
    if (reduced < 0 && problem.upper[a] == kNoBound)
      return "arc " + std::to_string(a) + " would gain without bound";
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
