// Start here: `aims: strict`, level by level, each proven over all eligible lanes.
//
// First a plan of one sum (exact/), with surcharges of nearness so steep that it comes near. Then the lanes
// that are nearly worth it at its prices are listed, and solved in order of rank (listed.h). Its prices show
// which of the other lanes contradict (contradictions.h): those are listed too, and it is solved again, until
// none does. Each round lists lanes that weren't, so it ends; the last prices are the proof.
#pragma once

#include "engine/match/matching.h"

namespace pasok::match {

// Contract: Match in matching.h. The objective is money, surcharges and penalties, as ever; surcharges of
// nearness are none. Asked to stop, it returns the nearest plan so far, with no bound. `gap` has no meaning
// here. REQUIRES instance.policy.aims == Aims::kStrict, and no surcharges of nearness in it.
MatchResult MatchStrictly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                          const StopToken& stop, const ProgressSink& progress);

}  // namespace pasok::match
