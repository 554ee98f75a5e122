// What there was to keep a limit with that is broken: whether it collides with what is on offer, or with
// other rules.
#pragma once

#include "engine/match/lanes/lane.h"
#include "engine/match/report/sharing.h"

namespace pasok::match {

// Fills the tally's `there_was`. O(offers of what is needed there) for each rule that is broken.
void FindWhatThereWas(const Instance& instance, const LaneRule& lanes, SharingTally& tally);

}  // namespace pasok::match
