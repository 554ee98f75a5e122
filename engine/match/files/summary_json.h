// summary.json: what a plan comes to, for programs. docs/plan-files.md names its fields.
#pragma once

#include <string>

#include "engine/match/files/plan_files.h"

namespace pasok::match {

// Ends with a line feed. Text that isn't UTF-8 is written with replacement characters. O(rules + contracts +
// days + rows taken and at hand).
std::string SummaryJson(const Plan& plan, const Dataset& dataset, const Policy& policy,
                        const PlanLabels& labels);

}  // namespace pasok::match
