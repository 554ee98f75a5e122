// The true optimum under whole deliveries, as an integer programme over every eligible lane, by CBC.
#pragma once

#include "engine/match/lanes/lane.h"

namespace pasok::match {

struct WholeOptimum {
  std::int64_t cost = 0;      // sen, penalties included
  std::int64_t shortage = 0;  // quanta
};

// By the model's own words: what a lane carries is a whole number of lots, nothing or at least its least;
// lanes with something reserved carry at least that, and are allowed whatever the count. For markets of a few
// dozen lanes. Stops the test where CBC finds no optimum.
WholeOptimum SolveWhole(const Instance& instance, const LaneRule& rule);

}  // namespace pasok::match
