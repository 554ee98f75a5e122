// A stored plan put back onto its question: its matching with its prices, without solving.
//
// What a plan's files hold is enough: allocations.csv gives the flows, prices.csv the prices, and the proof
// over all lanes (proof.h) says anew whether these prove those. Nothing that the files claim is taken on
// trust.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/files/plan_files.h"
#include "engine/match/plan.h"
#include "engine/register/read.h"

namespace pasok::match {

struct PlanRows {
  std::vector<AllocationLine> allocations;
  std::vector<NodePrice> prices;
  std::vector<CarriedLine> carried = {};  // read where the policy has ratios
};

struct Recalled {
  // Empty where there are errors, or where it was stopped. What is kept, taken from stock or stands in for
  // something else kg for kg is the best use of what the plan delivers (use_deliveries.h); what does at other
  // ratios is read, as far as it can be. Its matching is feasible,
  // and its bound is what the prices prove; `stopped` says that they don't prove it optimal. It holds no
  // basis (`kept`), and what the files don't say (iterations, lanes_in_network) is 0.
  std::unique_ptr<Solved> solved;
  // The question doesn't fit the dataset, or the rows don't fit the question: a rule that one breaks, with
  // the row's line; a price of something that the question hasn't.
  Findings findings;
};

// The question's `taken` must be what was taken when the plan was made. O(rows log n), and the proof: 10^8
// lanes in some tenths of a second. At most that many threads; 0: one per core.
Recalled Recall(const Dataset& dataset, const Policy& policy, const Question& question, const PlanRows& rows,
                int threads, const StopToken& stop);

// The rows of a plan's files as WritePlanFiles hands them over; those of other names don't matter. A missing
// table is an error; what can't be read is told in `log`.
PlanRows ReadPlanRows(std::span<const RegisterFile> files, const Dataset& dataset, const Policy& policy,
                      FindingLog& log);

}  // namespace pasok::match
