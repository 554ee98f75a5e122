// The scenario of a request, and what it makes of a stored dataset and a policy.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/match/files/plan_files.h"
#include "engine/register/dataset.h"
#include "engine/register/policy.h"
#include "engine/study/scenario/scenario.h"

namespace pasok::server {

// Throws a Fault (INVALID_SCENARIO) that says what is wrong with the file.
study::Scenario ReadValidScenario(const std::string& yaml, const std::string& file,
                                  const char* field = "scenario_yaml");

// What is planned on.
struct Ground {
  std::shared_ptr<const Dataset> dataset;
  Policy policy;
  Findings findings;  // errors where the scenario doesn't fit; the rest is not meaningful then
};

// The dataset as a plan under the policy sees it, with the commodities that only the policy asks for. To be
// taken where there is no scenario; with one ApplyScenario sees to that.
std::shared_ptr<const Dataset> CompletedDataset(std::shared_ptr<const Dataset> dataset, const Policy& policy);

// `date`: the first of the days asked for, ISO 8601; empty is the undated day. A scenario that says nothing
// of these days has findings too (study::CheckDays).
Ground ApplyScenario(const study::Scenario& scenario, const Dataset& dataset, const Policy& policy,
                     const std::string& date, std::int32_t days);

// For the plan's files.
match::ScenarioLabel LabelOf(const study::Scenario& scenario, const std::string& yaml, const Policy& before);

}  // namespace pasok::server
