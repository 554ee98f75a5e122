// Our solvers, for suites that run on each of them.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <ostream>

#include "engine/flow/cost_scaling.h"
#include "engine/flow/network_simplex.h"
#include "engine/flow/problem.h"
#include "engine/flow/solve.h"
#include "engine/flow/successive_shortest_paths.h"

namespace pasok::flow {

struct Solver {
  const char* name;
  Solution (*solve)(const Problem&, const StopToken&);
};

inline constexpr std::array kSolvers = {
    Solver{.name = "NetworkSimplex", .solve = SolveNetworkSimplex},
    Solver{.name = "CostScaling", .solve = SolveCostScaling},
    Solver{.name = "Chosen", .solve = SolveMinCostFlow},
    Solver{.name = "SuccessiveShortestPaths", .solve = SolveSuccessiveShortestPaths},
};

inline void PrintTo(const Solver& solver, std::ostream* out) { *out << solver.name; }
inline void PrintTo(Status status, std::ostream* out) {
  constexpr std::array kNames = {"optimal", "infeasible", "unbounded", "stopped"};
  *out << kNames[static_cast<std::size_t>(status)];
}

}  // namespace pasok::flow
