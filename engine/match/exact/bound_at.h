// The proof over every eligible lane (dual_bound.h) at prices of requirements that come from elsewhere.
#pragma once

#include <optional>
#include <span>

#include "engine/match/exact/dual_bound.h"
#include "engine/match/lanes/lane.h"

namespace pasok::match::exact {

// What contracts reserve counts as in Match. Stand-ins don't count. nullopt where the stop token asks. As
// long as the last step of a solve, and the gathering before it.
std::optional<DualBound> BoundAt(const Instance& instance, const LaneRule& lanes,
                                 std::span<const std::int64_t> requirement_price, int threads,
                                 const StopToken& stop);

}  // namespace pasok::match::exact
