#include "engine/flow/problem.h"

#include <algorithm>
#include <cstddef>

namespace pasok::flow {
namespace {

Int128 Magnitude(std::int64_t value) { return value < 0 ? -Int128{value} : Int128{value}; }

}  // namespace

std::optional<std::string> CheckRange(const Problem& problem) {
  const std::size_t nodes = problem.supply.size();
  const std::size_t arcs = problem.tail.size();
  if (problem.head.size() != arcs || problem.lower.size() != arcs || problem.upper.size() != arcs ||
      problem.cost.size() != arcs) {
    return "the arrays of the arcs differ in length";
  }
  if (nodes + arcs >= std::size_t{std::numeric_limits<std::int32_t>::max()}) {
    return "there are 2^31 - 1 or more nodes and arcs";
  }

  Int128 quantity = 0;
  Int128 dearest = 0;
  for (const std::int64_t supply : problem.supply) quantity += Magnitude(supply);
  for (std::size_t a = 0; a < arcs; ++a) {
    const auto wrong = [&](const char* what) { return "arc " + std::to_string(a) + what; };
    const auto is_node = [&](std::int32_t v) { return v >= 0 && static_cast<std::size_t>(v) < nodes; };
    if (!is_node(problem.tail[a]) || !is_node(problem.head[a])) return wrong(" ends at no node");
    if (problem.lower[a] > problem.upper[a]) return wrong(" has a lower bound above its upper bound");
    if (problem.lower[a] == kNoBound) return wrong(" has no finite lower bound");
    quantity += Magnitude(problem.lower[a]);
    if (problem.upper[a] != kNoBound) quantity += Magnitude(problem.upper[a]);
    dearest = std::max(dearest, Magnitude(problem.cost[a]));
  }
  if (quantity > kMostQuantity) return "supplies and bounds together exceed 2^60";
  if (dearest * Int128{nodes + 2} > kMostPrice) return "the dearest cost times the nodes exceeds 2^60";
  return std::nullopt;
}

}  // namespace pasok::flow
