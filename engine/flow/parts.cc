#include "engine/flow/parts.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/flow/coupling.h"
#include "engine/flow/network_simplex.h"
#include "engine/flow/parallel.h"

namespace pasok::flow {
namespace {

struct Part {
  std::vector<std::int32_t> nodes, arcs;  // ascending; without the hub, and arcs of equal bounds
};

bool IsFixed(const Problem& problem, std::int32_t arc) { return problem.lower[arc] == problem.upper[arc]; }

// Whether quantities that move to other ends' supplies, and those of the hub apart for each part, still keep
// within the range of a problem: they come to twice the sum at most. And what parts can't say of the hub: its
// loops are of none, and its supply must be what theirs leave.
bool MayBeApart(const Problem& problem, std::int32_t hub) {
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (problem.tail[a] == hub && problem.head[a] == hub && !IsFixed(problem, a)) return false;
  }
  Int128 sum = 0, balance = 0;
  const auto size = [](std::int64_t quantity) { return Int128{quantity < 0 ? -Int128{quantity} : quantity}; };
  for (const std::int64_t supply : problem.supply) sum += size(supply), balance += supply;
  for (const std::int64_t lower : problem.lower) sum += size(lower);
  for (const std::int64_t upper : problem.upper) sum += upper == kNoBound ? 0 : size(upper);
  return balance == 0 && sum <= kMostQuantity / 2;
}

// The largest first. REQUIRES MayBeApart.
std::vector<Part> PartsOf(const Problem& problem, std::int32_t hub, std::int32_t few_arcs) {
  Coupling coupling(problem.nodes());
  const auto end_of = [&](std::int32_t arc) {
    return problem.tail[arc] == hub ? problem.head[arc] : problem.tail[arc];
  };
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (!IsFixed(problem, a) && problem.tail[a] != hub && problem.head[a] != hub)
      coupling.Couple(problem.tail[a], problem.head[a]);
  }
  std::vector<std::int32_t> first_of_end(problem.tail.size()), arcs_of(problem.supply.size());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    first_of_end[a] = IsFixed(problem, a) || end_of(a) == hub ? hub : coupling.FirstOf(end_of(a));
    ++arcs_of[first_of_end[a]];
  }
  std::vector<Part> parts;
  std::vector<std::size_t> part_of(problem.supply.size());  // by a part's first node
  std::size_t of_few = 0;
  std::int32_t few = few_arcs;
  for (std::int32_t v = 0; v < problem.nodes(); ++v) {
    if (v == hub || coupling.FirstOf(v) != v) continue;
    part_of[v] = parts.size();
    if (arcs_of[v] >= few_arcs) {
      parts.emplace_back();
    } else if (few >= few_arcs) {
      of_few = parts.size(), few = arcs_of[v];
      parts.emplace_back();
    } else {
      part_of[v] = of_few, few += arcs_of[v];
    }
  }
  for (std::int32_t v = 0; v < problem.nodes(); ++v) {
    if (v != hub) parts[part_of[coupling.FirstOf(v)]].nodes.push_back(v);
  }
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (first_of_end[a] != hub) parts[part_of[first_of_end[a]]].arcs.push_back(a);
  }
  std::ranges::stable_sort(parts, std::greater<>(), [](const Part& part) { return part.arcs.size(); });
  return parts;
}

// What all of them come to.
Status Together(std::span<const Solution> solutions) {
  for (const Status status : {Status::kStopped, Status::kInfeasible, Status::kUnbounded}) {
    if (std::ranges::find(solutions, status, &Solution::status) != solutions.end()) return status;
  }
  return Status::kOptimal;
}

}  // namespace

Solution SolvePartsFrom(const Problem& problem, std::int32_t hub, std::span<const std::int64_t> flow,
                        std::span<const std::int64_t> price, const PartsWork& work, const StopToken& stop) {
  if (!MayBeApart(problem, hub)) return SolveNetworkSimplexFrom(problem, flow, price, stop);
  const std::vector<Part> parts = PartsOf(problem, hub, work.few_arcs);
  if (parts.size() <= 1) return SolveNetworkSimplexFrom(problem, flow, price, stop);
  Solution whole{.flow = problem.lower, .price = std::vector<std::int64_t>(problem.supply.size())};
  std::vector<std::int64_t> supply = problem.supply;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (!IsFixed(problem, a)) continue;
    supply[problem.tail[a]] -= problem.lower[a];
    supply[problem.head[a]] += problem.lower[a];
  }
  std::vector<std::int32_t> node_in_part(problem.supply.size());  // the hub: 0
  std::vector<Solution> solutions(parts.size());
  const auto solve = [&](std::int64_t p, int) {
    const Part& part = parts[p];
    Problem small;
    small.AddNode(0);
    std::vector<std::int64_t> small_flow, small_price{price[hub]};
    for (const std::int32_t v : part.nodes) {
      node_in_part[v] = small.AddNode(supply[v]);
      small.supply[0] -= supply[v];
      small_price.push_back(price[v]);
    }
    for (const std::int32_t a : part.arcs) {
      small.AddArc(node_in_part[problem.tail[a]], node_in_part[problem.head[a]], problem.upper[a],
                   problem.cost[a], problem.lower[a]);
      small_flow.push_back(flow[a]);
    }
    Solution& solution = solutions[p] = SolveNetworkSimplexFrom(small, small_flow, small_price, stop);
    if (solution.status != Status::kOptimal) return;
    for (std::size_t i = 0; i < part.arcs.size(); ++i) whole.flow[part.arcs[i]] = solution.flow[i];
    for (std::size_t i = 0; i < part.nodes.size(); ++i)
      whole.price[part.nodes[i]] = solution.price[i + 1] - solution.price[0];
    solution.flow.clear(), solution.price.clear();
  };
  ForEachTask(std::ssize(parts), ThreadsFor(work.threads), stop, solve);  // those left out: kStopped
  whole.status = Together(solutions);
  for (const Solution& solution : solutions) whole.iterations += solution.iterations;
  if (whole.status != Status::kOptimal) return {.status = whole.status, .iterations = whole.iterations};
  for (std::int32_t a = 0; a < problem.arcs(); ++a) whole.cost += Int128{problem.cost[a]} * whole.flow[a];
  return whole;
}

}  // namespace pasok::flow
