// The shortages of a matching with their reasons, taken over all offers of the dataset.
#pragma once

#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/lanes/lane_kernel.h"
#include "engine/match/matching.h"
#include "engine/match/plan.h"
#include "engine/match/report/shortage_words.h"

namespace pasok::match {

// By demand point, commodity, reason. Where `stop` asks, those of requirements not reached yet are
// not_looked_for. O(short requirements * offers of their commodity).
std::vector<Shortage> ExplainShortages(const Instance& instance, const LaneKernel& kernel,
                                       const Matching& matching, int threads, const StopToken& stop);

// The rows of one requirement as above, one for each reason; none where `stop` asks. REQUIRES that it is
// short. O(offers).
std::vector<ShortageInWords> ExplainShortageOf(std::int32_t requirement, const Instance& instance,
                                               const LaneKernel& kernel, const Matching& matching,
                                               const StopToken& stop);

}  // namespace pasok::match
