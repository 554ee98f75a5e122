#include <algorithm>
#include <numeric>
#include <vector>

#include "benchmarks/families/families.h"
#include "benchmarks/families/random.h"

namespace pasok::families {

flow::Problem Gridgen(const GridgenShape& shape, std::uint64_t seed) {
  Random random(seed);
  const std::int32_t cells = shape.side * shape.side;
  flow::Problem problem;
  problem.supply.resize(cells + 1, 0);

  const auto both_ways = [&](std::int32_t v, std::int32_t w) {
    problem.AddArc(v, w, random.Capacity(), random.Cost());
    problem.AddArc(w, v, random.Capacity(), random.Cost());
  };
  for (std::int32_t v = 0; v < cells; ++v) {
    if ((v + 1) % shape.side != 0) both_ways(v, v + 1);
    if (v + shape.side < cells) both_ways(v, v + shape.side);
  }

  std::vector<std::int32_t> order(cells);
  std::iota(order.begin(), order.end(), 0);
  random.Shuffle(order);
  const std::int64_t total = shape.mean_supply * shape.sources;
  const std::int32_t hub = cells;
  const std::vector<std::int64_t> given = random.Split(total, shape.sources);
  const std::vector<std::int64_t> taken = random.Split(total, shape.sinks);
  for (std::int32_t i = 0; i < shape.sources; ++i) {
    problem.supply[order[i]] = given[i];
    problem.AddArc(order[i], hub, total, 2 * kMostCost);
  }
  for (std::int32_t i = 0; i < shape.sinks; ++i) {
    const std::int32_t sink = order[shape.sources + i];
    problem.supply[sink] = -taken[i];
    problem.AddArc(hub, sink, total, 2 * kMostCost);
  }

  while (problem.arcs() < shape.arcs) {
    const std::int32_t from = random.Below(cells);
    const std::int32_t to = random.Below(cells);
    if (from != to) problem.AddArc(from, to, random.Capacity(), random.Cost());
  }
  return problem;
}

}  // namespace pasok::families
