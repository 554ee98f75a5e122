// One study: from a stored question to its report, by the engine's function for that kind of question.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/matching.h"
#include "engine/study/report.h"
#include "pasok/v1/study.pb.h"
#include "server/dataset_cache.h"
#include "server/fault.h"
#include "server/optimum_cache.h"
#include "server/store/plan_store.h"
#include "server/store/study_store.h"

namespace pasok::server {

// How far it is. `stage` is a static string; `fraction` is 0 to 1.
struct StudyStep {
  std::string_view stage;
  double fraction = 0;
};

// What came of a run: a report with something in it, or a fault. A report that isn't complete is what a
// stopped run had. Findings say what is wrong with the question; beside a report, with a part of it.
struct StudyAnswer {
  std::optional<study::Report> report;
  std::vector<std::string> subtracted_plans, carried_from_plans;
  std::optional<Fault> fault;
  v1::Findings findings;
};

// Thread-safe.
class StudyMaker {
 public:
  using Sink = std::function<void(const StudyStep&)>;

  StudyMaker(PlanStore& plans, DatasetCache& datasets, OptimumCache& optima, match::MatchOptions options)
      : plans_(plans), datasets_(datasets), optima_(optima), options_(options) {}

  // Runs on the caller's thread until done or stopped. Throws Fault and StoreError.
  StudyAnswer Make(const StudyJob& job, const StopToken& stop, const Sink& progress) const;

 private:
  PlanStore& plans_;
  DatasetCache& datasets_;
  OptimumCache& optima_;
  const match::MatchOptions options_;
};

}  // namespace pasok::server
