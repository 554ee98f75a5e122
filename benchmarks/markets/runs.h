// One measured solve of a market, by us and by a peer; each in a process of its own, each with its answer.
#pragma once

#include <array>
#include <cstdint>

#include "benchmarks/markets/measured.h"
#include "benchmarks/markets/named_markets.h"
#include "engine/match/exact/ideas.h"

namespace pasok::benchmarks {

struct Stage {
  std::array<char, 24> name{};
  double wall_seconds = 0;
};

struct OurRun {
  // From the dataset and policy in memory to the matching with its bound: in a new process, and once more in
  // the same one, where the memory is at hand; the first again, where that takes long.
  Cost first;
  Times solve;
  Cost proof;                      // the plain loop over all pairs that repeats the bound
  std::array<Stage, 12> stages{};  // of the solve, in order; unused ones have no name
  std::int64_t offers = 0, requirements = 0, lanes = 0, lanes_held = 0, iterations = 0;
  std::int64_t short_quanta = 0;
  std::int64_t objective = 0;  // sen; equal to the dual value over every eligible lane, or MeasureOurs throws
};

struct PeerRun {
  Cost cost;                   // of its network and its solve, ours of the arcs being there before
  double solve_seconds = 0;    // of processor time, for its solve alone
  std::int64_t lanes = 0;      // as many as were listed
  std::int64_t objective = 0;  // sen
};

// Throw where no optimal matching comes out, or the answer's figures contradict each other. `ideas`: those
// that our engine works with.
OurRun MeasureOurs(const Market& market, int threads, const match::exact::Ideas& ideas = {});
PeerRun MeasureLemon(const Market& market, int threads);

}  // namespace pasok::benchmarks
