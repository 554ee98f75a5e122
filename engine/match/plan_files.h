// A plan as files: allocations.csv, shortages.csv, prices.csv, taken.csv (where capacity was taken by plans
// published apart), policy.yaml (the effective policy) and summary.json. Written and read here and nowhere
// else.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "engine/match/plan.h"
#include "engine/register/read.h"

namespace pasok::match {

// Names what the files are about; goes into summary.json.
struct PlanLabels {
  std::string dataset;  // the dataset's id
  std::string version;  // of the program
  std::vector<std::string> subtracted_plans;
};

// Calls `emit` with each file whole, in a fixed order. Byte-identical for equal plans, but for summary.json's
// solver.seconds.
void WritePlanFiles(const Plan& plan, const Dataset& dataset, const Policy& policy, const PlanLabels& labels,
                    const std::function<void(std::string_view name, std::string content)>& emit);

std::string SummaryJson(const Plan& plan, const Policy& policy, const PlanLabels& labels);

}  // namespace pasok::match
