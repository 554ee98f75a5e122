// The first engine behind matching.h: every eligible lane listed in memory, solved by network simplex.
//
// The network: source -> supplier (where its total capacity can bind) -> offer -> lane -> requirement, and
// source -> requirement for the shortage. Left out because they can't matter: lanes as dear as the penalty or
// dearer, offers without a lane, supplier capacities that their offers can't exceed. Lanes stand by
// requirement, then offer. Capacities are clipped to one quantum above the needs that they could serve:
// enough to keep a clipped arc from ever filling up, so its price in the proof stays 0, and the sums stay
// small.
//
// Two passes over all pairs: one counts, so that what doesn't fit is refused before anything is allocated;
// one fills. Memory: about kBytesPerLane for each lane listed. Deterministic, whatever the threads.
#pragma once

#include "engine/match/matching.h"

namespace pasok::match {

inline constexpr std::int64_t kBytesPerLane = 80;

MatchResult ListAndMatch(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match
