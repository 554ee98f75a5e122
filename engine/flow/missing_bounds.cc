#include "engine/flow/missing_bounds.h"

#include <algorithm>

namespace pasok::flow {

Status PriceMissingBounds(const Problem& problem, const StopToken& stop, std::vector<std::int64_t>& price) {
  price.assign(problem.supply.size(), 0);
  std::vector<std::int32_t> without;
  bool negative = false;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (problem.upper[a] != kNoBound) continue;
    without.push_back(a);
    negative = negative || problem.cost[a] < 0;
  }
  if (!negative) return Status::kOptimal;
  for (std::int32_t pass = 0; pass <= problem.nodes(); ++pass) {
    if (stop.Asked()) return Status::kStopped;
    bool changed = false;
    for (const std::int32_t a : without) {
      const std::int64_t through = price[problem.tail[a]] + problem.cost[a];
      if (through >= price[problem.head[a]]) continue;
      if (through < -kMostPrice) return Status::kUnbounded;  // no way without a cycle is as cheap
      price[problem.head[a]] = through;
      changed = true;
    }
    if (!changed) return Status::kOptimal;
  }
  return Status::kUnbounded;
}

std::vector<std::int64_t> SuppliesAboveLowerBounds(const Problem& problem) {
  std::vector<std::int64_t> supplies = problem.supply;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    supplies[problem.tail[a]] -= problem.lower[a];
    supplies[problem.head[a]] += problem.lower[a];
  }
  return supplies;
}

MissingBounds FindMissingBounds(const Problem& problem, const std::vector<std::int64_t>& supplies,
                                const StopToken& stop) {
  std::vector<std::int64_t> price;
  MissingBounds missing{.status = PriceMissingBounds(problem, stop, price), .bound = 1};
  for (const std::int64_t supply : supplies) missing.bound += std::max<std::int64_t>(supply, 0);
  if (missing.status != Status::kOptimal) return missing;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (problem.upper[a] == kNoBound) continue;
    if (problem.cost[a] + price[problem.tail[a]] - price[problem.head[a]] >= 0) continue;
    missing.bound += problem.upper[a] - problem.lower[a];
  }
  return missing;
}

}  // namespace pasok::flow
