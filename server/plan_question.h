// From a CreatePlan request to a job: everything that can be refused before there is a plan.
#pragma once

#include "pasok/v1/plan.pb.h"
#include "server/dataset_cache.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"

namespace pasok::server {

// The job, its day and its policy resolved; not stored yet and without a name. Throws Fault, StoreError.
PlanJob JobOf(const v1::CreatePlanRequest& request, DatasetStore& datasets, PlanStore& plans);

// Throws a Fault (QUESTION_UNFIT) where a region isn't known, or nothing is needed on the days, though the
// plan may not be empty. What a scenario changes first, which takes a copy of the dataset, is left to the run
// to say unless it is only a question (SCENARIO_UNFIT). Reads the dataset where it isn't in the cache.
void RequireFit(const PlanJob& job, bool validate_only, DatasetCache& datasets);

}  // namespace pasok::server
