// What all residual networks of one optimal matching share: its flows, prices and the lanes' costs.
//
// Built once, then read only: safe to share between threads, each with a Residual of its own.
#pragma once

#include <memory>

#include "engine/match/plan.h"

namespace pasok::study {

class Ground;

// nullptr where the matching isn't proven optimal (stopped early, or bound < objective): then reduced costs
// may be negative and nothing here would be exact. `solved` outlives the ground. O(offers + requirements +
// flows), some 150 bytes an offer. Besides the instance's own places, offers can be added (residual.h) at any
// region's point.
std::shared_ptr<const Ground> MakeGround(const match::Solved& solved);

}  // namespace pasok::study
