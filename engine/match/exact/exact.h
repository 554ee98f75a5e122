// Start here: a matching that is optimal over every eligible lane, without listing them.
//
// In order: gathering (network.h) makes groups of like offers, and cells around them (cover.h) let a search
// (lane_scanner.h) rule out kitchens for whole regions; coarse networks (levels.h) give starting prices; a
// shortlist of lanes and a first basis for each commodity (start.h); commodities apart (apart.h), provinces
// first where there are several, and those that transfers couple as one bundle, each by the network simplex
// method (tree.h, simplex.h), with a search of all lanes for those still worth holding until there are none;
// where suppliers' totals couple commodities all of these together (join.h, joined.h), parts that nothing
// couples at the same time (components.h), again until no lane is missing; and a proof from the requirements'
// prices over all lanes (dual_bound.h). From the basis of an earlier solve (warm.h) it goes straight to the
// joined network, then by what pivots touch (touched.h), and the proof.
#pragma once

#include "engine/match/exact/ideas.h"
#include "engine/match/matching.h"

namespace pasok::match {

// Contract: Match in matching.h. Memory: some 700 bytes an offer, and the lanes held; of other pairs only the
// forbidden ones and those of contracts are listed. Where `progress` is given it is called from the calling
// thread. Asked to stop, it returns with the best plan so far and the tightest bound: within some tens of
// milliseconds of work on a province, as measured, and a tenth of a second where gathering, which looks at no
// token, has only begun or a first plan must still be made (near_start.h), which is proven by nothing. Asked
// before it begins, or where nothing can be delivered yet, it has none.
MatchResult MatchExactly(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                         const StopToken& stop, const ProgressSink& progress);

namespace exact {

// The same with some ideas left out.
MatchResult Solve(const Instance& instance, const LaneRule& lanes, const MatchOptions& options,
                  const Ideas& ideas, const StopToken& stop, const ProgressSink& progress);

}  // namespace exact

}  // namespace pasok::match
