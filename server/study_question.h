// From a CreateStudy request to a job: everything that can be refused before there is a study.
#pragma once

#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/study.pb.h"
#include "server/dataset_cache.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "server/store/study_store.h"

namespace pasok::server {

// The job, its dataset, day and policy resolved; not stored yet and without a name. Throws Fault, StoreError.
StudyJob JobOf(const v1::CreateStudyRequest::Start& start, std::vector<RegisterFile> files,
               DatasetStore& datasets, PlanStore& plans, StudyStore& studies);

// Throws a Fault where RequireFit of a plan would, of a study that is about no plan: see plan_question.h.
// Reads the dataset where it isn't in the cache, and makes what a scenario changes.
void RequireFit(const StudyJob& job, DatasetCache& datasets);

}  // namespace pasok::server
