// The CSV tables of a plan's files (plan_files.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/match/plan.h"

namespace pasok::match {

// Calls `emit` with each table whole, in a fixed order; byte-identical for equal plans. The first three are
// always there, the others where there is something that they could say.
void WritePlanTables(const Plan& plan, const Dataset& dataset, const Policy& policy,
                     const std::function<void(std::string_view name, std::string content)>& emit);

}  // namespace pasok::match
