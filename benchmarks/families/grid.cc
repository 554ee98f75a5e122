#include "benchmarks/families/families.h"
#include "benchmarks/families/random.h"
#include "engine/flow/network_simplex.h"

namespace pasok::families {
namespace {

// The most that can go from `source` to `sink`: what a free way back at a gain of 1 makes worthwhile.
std::int64_t MostFlow(flow::Problem problem, std::int32_t source, std::int32_t sink) {
  problem.cost.assign(problem.cost.size(), 0);
  const std::int32_t back = problem.AddArc(sink, source, flow::kNoBound, -1);
  return flow::SolveNetworkSimplex(problem, StopToken()).flow[back];
}

}  // namespace

flow::Problem Grid(const GridShape& shape, std::uint64_t seed) {
  Random random(seed);
  const std::int32_t cells = shape.rows * shape.columns;
  const std::int32_t source = cells;
  const std::int32_t sink = cells + 1;
  flow::Problem problem;
  problem.supply.resize(cells + 2, 0);
  for (std::int32_t row = 0; row < shape.rows; ++row) {
    const std::int32_t first = row * shape.columns;
    problem.AddArc(source, first, random.Capacity(), random.Cost());
    for (std::int32_t v = first; v < first + shape.columns; ++v) {
      const std::int32_t right = v + 1 < first + shape.columns ? v + 1 : sink;
      problem.AddArc(v, right, random.Capacity(), random.Cost());
      if (row + 1 < shape.rows) problem.AddArc(v, v + shape.columns, random.Capacity(), random.Cost());
    }
  }
  const std::int64_t most = MostFlow(problem, source, sink);
  problem.supply[source] = most;
  problem.supply[sink] = -most;
  return problem;
}

}  // namespace pasok::families
