// From a CreatePlan request to a job: everything that can be refused before there is a plan.
#pragma once

#include "pasok/v1/plan.pb.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"

namespace pasok::server {

// The job, its day and its policy resolved; not stored yet and without a name. Throws Fault, StoreError.
PlanJob JobOf(const v1::CreatePlanRequest& request, DatasetStore& datasets, PlanStore& plans);

}  // namespace pasok::server
