// The lanes that are nearly worth it at the prices of a matching: a first list to solve by rank.
#pragma once

#include <vector>

#include "engine/match/lanes/lane_sweep.h"
#include "engine/match/strict/listed.h"

namespace pasok::match {

struct ShortlistReach {
  std::size_t most = 32;             // lanes a requirement, beside those that carry something
  std::int64_t sen_per_kg = 30'000;  // of reduced cost
  // Requirements with fewer lanes than `most` within it look as far as this; 0: no farther.
  std::int64_t farther_sen_per_kg = 0;
  // Of the others, those alone that this says so of; unset: all. Called from several threads at a time.
  LaneFilter worth = nullptr;
};

// Per requirement the lanes that carry something, and of the others those of the least reduced cost, within
// reach; by requirement, offer. Costs are those of `rule`; the matching and its
// prices belong to `priced`, the same question with other surcharges. Nothing where the stop token asks.
// About as long as the proof of a matching, and a few hundred nanoseconds for each lane that is among the
// best so far, some most * (1 + ln(lanes within reach / most)) a requirement.
std::vector<ListedLane> ShortlistLanes(const Instance& priced, const LaneRule& priced_rule,
                                       const Matching& matching, const LaneRule& rule,
                                       const ShortlistReach& within, int threads, const StopToken& stop);

}  // namespace pasok::match
