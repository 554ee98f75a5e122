#include "benchmarks/families/families.h"

#include <cmath>

namespace pasok::families {
namespace {

std::int32_t Root(std::int32_t nodes) { return static_cast<std::int32_t>(std::lround(std::sqrt(nodes))); }

flow::Problem NetgenOf(int exponent, std::int32_t degree, std::int64_t mean_supply, std::uint64_t seed) {
  const std::int32_t nodes = 1 << exponent;
  const std::int32_t root = Root(nodes);
  return Netgen(
      {.nodes = nodes, .arcs = degree * nodes, .sources = root, .sinks = root, .mean_supply = mean_supply},
      seed);
}

flow::Problem GridgenOf(int exponent, std::int32_t degree, std::uint64_t seed) {
  const std::int32_t nodes = 1 << exponent;
  const std::int32_t root = Root(nodes);
  return Gridgen({.side = root, .arcs = degree * nodes, .sources = root, .sinks = root, .mean_supply = 1000},
                 seed);
}

}  // namespace

const std::vector<Family>& Families() {
  static const std::vector<Family> kFamilies = {
      {"NETGEN-8", [](int e, std::uint64_t seed) { return NetgenOf(e, 8, 1000, seed); }},
      {"NETGEN-SR", [](int e, std::uint64_t seed) { return NetgenOf(e, Root(1 << e), 1000, seed); }},
      {"NETGEN-LO-8", [](int e, std::uint64_t seed) { return NetgenOf(e, 8, 10, seed); }},
      {"GRIDGEN-8", [](int e, std::uint64_t seed) { return GridgenOf(e, 8, seed); }},
      {"GRIDGEN-SR", [](int e, std::uint64_t seed) { return GridgenOf(e, Root(1 << e), seed); }},
      {"GOTO-8", [](int e, std::uint64_t seed) { return Goto({.nodes = 1 << e, .arcs = 8 << e}, seed); }},
      {"GRID-WIDE",
       [](int e, std::uint64_t seed) { return Grid({.rows = 1 << (e - 4), .columns = 16}, seed); }},
      {"GRID-LONG",
       [](int e, std::uint64_t seed) { return Grid({.rows = 16, .columns = 1 << (e - 4)}, seed); }},
      {"GRID-SQUARE",
       [](int e, std::uint64_t seed) { return Grid({.rows = Root(1 << e), .columns = Root(1 << e)}, seed); }},
  };
  return kFamilies;
}

}  // namespace pasok::families
