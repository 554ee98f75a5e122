// The proof that a plan carries: what it comes to, and what it comes to at least.
#pragma once

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"
#include "engine/match/plan.h"

namespace pasok::match {

inline constexpr double kCertifyStarts = 0.8;  // of the whole work; Match tells the stages before it

// By code apart from the solver (proof.h), unless `stop` asks: then the bound is the solver's own. As long as
// ProveOverAllLanes, and under `aims: strict` as ProveByRank too.
Certificate Certify(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                    const Totals& totals, int threads, const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match
