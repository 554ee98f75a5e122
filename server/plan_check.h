// Rechecks a plan's files against the stored dataset that they are about.
#pragma once

#include <string>
#include <vector>

#include "engine/match/verify.h"

namespace pasok::server {

// `policy`: instead of the plan's own policy.yaml; nullptr: that. A scenario.yaml among the files is applied
// first; one that doesn't fit makes findings, not a Fault.
// `threads`: 0: one per core.
match::Verification CheckPlanFiles(const Dataset& dataset, const std::string& dataset_id,
                                   const Policy* policy, const std::vector<RegisterFile>& files, int threads,
                                   const StopToken& stop);

}  // namespace pasok::server
