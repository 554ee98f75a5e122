// Rechecks a plan's files against its dataset and policy, sharing no code with the solver, the network or the
// search: a plain loop over every pair of offer and requirement.
#pragma once

#include <span>
#include <string>

#include "engine/flow/stop.h"
#include "engine/match/matching.h"
#include "engine/register/read.h"

namespace pasok::match {

// What was found. The findings name the plan's file and line; `findings.ok()` means that the plan is
// feasible, its figures and totals are right to the sen, and its prices prove the objective within the
// certificate's claimed gap.
//
// What no dataset says is taken at its word: what others had taken, what had come before and what the plan is
// compared with (taken.csv, at_hand.csv and previous.csv, which count as they stand), which plans those were
// (subtracted_plans, carried_from_plans), whether the plan was stopped early (`complete`), and what the
// solver and the program say of themselves (`solver`, lanes_in_network, `version`). Of more_short_kg and
// more_cost_idr the optimum that was found isn't known (recheck/optimum.h). Files that are none of a plan's
// are left alone.
struct Verification {
  Findings findings;
  std::int64_t rows_checked = 0;
  std::int64_t lanes_checked = 0;     // eligible lanes over which the dual value was taken
  std::int64_t primal = 0, dual = 0;  // sen, recomputed
  bool optimal = false;               // primal == dual
  bool by_rank = false;               // of aims: strict: optimal means the least in each rank, in their order
  bool stopped = false;
};

// The scenario of a plan, which its caller has applied: to the dataset, and to the policy that the plan
// names.
struct VerifiedScenario {
  std::string name;
  std::string digest;
  Policy policy;  // with the scenario's changes
};

// `files`: the plan's files. The policy is the plan's policy.yaml unless `policy` is given; its digest must
// be the summary's. Where the plan has a scenario.yaml, `scenario` says what it is, and `dataset` has its
// changes. `threads`: 0: one per core.
Verification VerifyPlanFiles(const Dataset& dataset, const std::string& dataset_id, const Policy* policy,
                             std::span<const RegisterFile> files, const StopToken& stop,
                             const ProgressSink& progress, const VerifiedScenario* scenario = nullptr,
                             int threads = 0);

}  // namespace pasok::match
