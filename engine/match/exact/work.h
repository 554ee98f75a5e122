// What every step of one solve works with.
#pragma once

#include "engine/flow/stop.h"
#include "engine/match/exact/ideas.h"
#include "engine/match/exact/lane_costs.h"

namespace pasok::match::exact {

struct Work {
  const Instance& instance;
  const LaneCosts& costs;
  const StopToken& stop;
  int threads;
  Ideas ideas = {};
};

}  // namespace pasok::match::exact
