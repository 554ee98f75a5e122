// What every test of a plan ends with: the checker, which works without the solver, accepts the plan's files.
#pragma once

#include <vector>

#include "engine/match/plan.h"
#include "engine/register/read.h"

namespace pasok::match {

// All return the plan's files. The checker finds the plan optimal where the plan says so of itself.
std::vector<RegisterFile> ExpectVerified(const Plan& plan, const Dataset& dataset, const Policy& policy);
// And it is.
std::vector<RegisterFile> ExpectProven(const Plan& plan, const Dataset& dataset, const Policy& policy);

// Of a Tiny or a Market: whatever has a dataset and a policy.
std::vector<RegisterFile> ExpectVerified(const Plan& plan, const auto& of) {
  return ExpectVerified(plan, of.dataset, of.policy);
}
std::vector<RegisterFile> ExpectProven(const Plan& plan, const auto& of) {
  return ExpectProven(plan, of.dataset, of.policy);
}

}  // namespace pasok::match
