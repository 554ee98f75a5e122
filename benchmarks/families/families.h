// The DIMACS families of minimum-cost-flow problems, by the rules of their published generators but with
// random numbers of our own, so that the same name, size and seed is the same problem everywhere. Parameters
// as in P. Kovács, "Minimum-cost flow algorithms: an experimental evaluation", Optimization Methods and
// Software 30(1), 2015: capacities 1 to 1,000, costs 1 to 10,000, sqrt(n) sources and as many sinks with a
// mean supply of 1,000 each (NETGEN-LO: 10).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/problem.h"

namespace pasok::families {

// What make builds with about 2^exponent nodes.
struct Family {
  const char* name;
  flow::Problem (*make)(int exponent, std::uint64_t seed);
};

// NETGEN-8, NETGEN-SR, NETGEN-LO-8, GRIDGEN-8, GRIDGEN-SR, GOTO-8, GRID-WIDE, GRID-LONG, GRID-SQUARE.
// -8: 8 arcs a node; -SR: n^1.5 arcs.
const std::vector<Family>& Families();

// Klingman, Napier and Stutz 1974: each source heads a chain of nodes that reaches some sinks and can carry
// all of its supply; random arcs leave the chains' nodes.
struct NetgenShape {
  std::int32_t nodes = 0, arcs = 0, sources = 0, sinks = 0;
  std::int64_t mean_supply = 0;
};
flow::Problem Netgen(const NetgenShape& shape, std::uint64_t seed);

// Lee and Orlin 1991: a square grid with an arc each way between neighbours, random arcs over it, and one
// more node, dear to reach, over which every source can always serve every sink.
struct GridgenShape {
  std::int32_t side = 0, arcs = 0, sources = 0, sinks = 0;
  std::int64_t mean_supply = 0;
};
flow::Problem Gridgen(const GridgenShape& shape, std::uint64_t seed);

// Goldberg 1991, "grid on torus": long cheap rings with chords cut open between one source and one sink,
// whose supply nearly fills them, and a dear return path through all nodes. The hardest of them all.
struct GotoShape {
  std::int32_t nodes = 0, arcs = 0;
};
flow::Problem Goto(const GotoShape& shape, std::uint64_t seed);

// Resende and Veiga 1993: a grid with arcs to the right and down, from a source left of it to a sink right of
// it, and as much supply as it can carry.
struct GridShape {
  std::int32_t rows = 0, columns = 0;
};
flow::Problem Grid(const GridShape& shape, std::uint64_t seed);

}  // namespace pasok::families
