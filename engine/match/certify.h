// The proof that a plan carries: what it comes to, and what it comes to at least.
#pragma once

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/matching.h"
#include "engine/match/plan.h"

namespace pasok::match {

inline constexpr double kCertifyStarts = 0.8;  // of the whole work; Match tells the stages before it

// By code apart from the solver (proof.h), unless `stop` asks before it is whole: then the bound is the
// solver's own, and under `aims: strict`, whose prices say nothing in sum, none. As long as
// ProveOverAllLanes, and under `aims: strict` as ProveByRank too.
Certificate Certify(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                    const Totals& totals, int threads, const StopToken& stop, const ProgressSink& progress);

// A matching of nothing but prices, which bound any plan by 0.
Matching PricesOfZero(const Instance& instance);

}  // namespace pasok::match
