// One run: from a stored dataset and a job's question to a finished plan, in the form in which it is stored.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/match/plan.h"
#include "pasok/v1/plan.pb.h"
#include "server/dataset_cache.h"
#include "server/fault.h"
#include "server/optimum_cache.h"
#include "server/store/plan_store.h"

namespace pasok::server {

// What came of a run. Exactly one of `summary` and `fault` is set.
struct PlanAnswer {
  std::optional<v1::PlanSummary> summary;
  std::vector<std::string> subtracted_plans, carried_from_plans;
  std::int64_t publications_known = 0;
  PlanContent content;

  std::optional<Fault> fault;
  v1::Findings findings;
};

// Thread-safe.
class PlanMaker {
 public:
  PlanMaker(PlanStore& plans, DatasetCache& datasets, OptimumCache& optima, match::MatchOptions options,
            std::string version)
      : plans_(plans),
        datasets_(datasets),
        optima_(optima),
        options_(options),
        version_(std::move(version)) {}

  // Runs on the caller's thread until done or stopped. Tells the stages "read", "lanes", "solve", "certify",
  // "store". Throws Fault and StoreError.
  PlanAnswer Make(const PlanJob& job, const StopToken& stop, const match::ProgressSink& progress) const;

 private:
  PlanStore& plans_;
  DatasetCache& datasets_;
  OptimumCache& optima_;
  const match::MatchOptions options_;
  const std::string version_;
};

}  // namespace pasok::server
