// What the services share: the store's rooms, the runners, and the executors that their work runs on.
#pragma once

#include <chrono>

#include "server/dataset_cache.h"
#include "server/executor.h"
#include "server/log.h"
#include "server/optimum_cache.h"
#include "server/plan_maker.h"
#include "server/plan_runner.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "server/store/study_store.h"
#include "server/study_runner.h"
#include "server/upload.h"

namespace pasok::server {

struct Backend {
  Log& log;
  DatasetStore& datasets;
  PlanStore& plans;
  StudyStore& studies;
  DatasetCache& cache;
  OptimumCache& optima;
  PlanRunner& runner;
  StudyRunner& study_runner;
  UploadBudget& uploads;
  std::chrono::milliseconds most_pause;  // between two messages of an upload, or of a sample
  int threads;                           // of one plan, study or verification; 0: one per core
  Executor& desk;                        // what takes milliseconds: looking up, watching
  Executor& ledger;    // what writes to the store, and may wait for it: creating, publishing
  Executor& bench;     // what takes longer: pages, downloads, the files of studies
  Executor& mill;      // what takes seconds and much memory: reading registers, verifying
  Executor& producer;  // samples, which nobody else need wait for
};

}  // namespace pasok::server
