// Every eligible lane that gains something at given prices: pi_r - pi_o - unit > 0.
#pragma once

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane_sweep.h"

namespace pasok::match {

// Calls `visit` for each such lane of `requirements` that gains what it asks for, once, in no fixed order,
// from several threads at a time, but those of one requirement one after another. Leaves early when `stop`
// asks; returns whether all were visited. At most that many threads; 0: one per core. About a nanosecond a
// pair, and a few hundred a lane that is visited; of those that aren't `wanted`, where given, next to
// nothing.
bool VisitGains(const Instance& instance, const LaneRule& rule, const Matching& prices,
                std::span<const std::int32_t> requirements, int threads, const StopToken& stop,
                const GainerSink& visit, const LaneFilter& wanted = nullptr);

}  // namespace pasok::match
