// The network of an instance with every eligible lane as an arc, as solvers that know no food take it.
#pragma once

#include "engine/flow/problem.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::benchmarks {

// source -> supplier, where its total capacity is below the sum of its offers -> offer -> lane ->
// requirement, and source -> requirement for the shortage. Lanes as dear as the penalty, and offers without a
// lane, are left out: they change no optimum. Lanes stand by requirement, then offer. The optimum is the
// matching's objective. Memory: 32 bytes a lane, and 16 more while it is built.
flow::Problem ListLanes(const match::Instance& instance, const match::LaneRule& lanes, int threads);

}  // namespace pasok::benchmarks
