// The lanes that are nearly worth it at the prices of a matching: a first list to solve by rank.
#pragma once

#include <vector>

#include "engine/match/strict/listed.h"

namespace pasok::match {

// Per requirement the lanes that carry something, and of the others up to `most` of the least reduced cost,
// within a few thousand rupiah per kg; by requirement, offer. Costs are those of `rule`; the matching and its
// prices belong to `priced`, the same question with other surcharges. Nothing where the stop token asks.
// About as long as the proof of a matching, and a few hundred nanoseconds a lane within reach.
std::vector<ListedLane> ShortlistLanes(const Instance& priced, const LaneRule& priced_rule,
                                       const Matching& matching, const LaneRule& rule, std::size_t most,
                                       int threads, const StopToken& stop);

}  // namespace pasok::match
