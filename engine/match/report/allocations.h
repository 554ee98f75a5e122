// A plan's rows, out of the flows of its matching.
#pragma once

#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/plan.h"
#include "engine/match/report/flow_costs.h"

namespace pasok::match {

// By date, demand point, commodity, supplier, offer. REQUIRES costs of the flows, in their order. O(flows +
// requirements log requirements).
std::vector<Allocation> ToAllocations(const Instance& instance, const Matching& matching,
                                      std::span<const FlowCost> costs);

}  // namespace pasok::match
