// Which rules `aims: strict` doesn't go with: limits on deliveries, and food that stands in at other ratios
// than kg for kg.
#pragma once

#include <vector>

#include "engine/register/finding.h"
#include "engine/register/policy.h"

namespace pasok {

// An error for each, whose field is the policy's top key; without file and line, which the policy's reader
// knows.
std::vector<Finding> FindNotByRank(const Policy& policy);

}  // namespace pasok
