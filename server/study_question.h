// From a CreateStudy request to a job: everything that can be refused before there is a study.
#pragma once

#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/study.pb.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "server/store/study_store.h"

namespace pasok::server {

// The job, its dataset, day and policy resolved; not stored yet and without a name. Throws Fault, StoreError.
StudyJob JobOf(const v1::CreateStudyRequest::Start& start, std::vector<RegisterFile> files,
               DatasetStore& datasets, PlanStore& plans, StudyStore& studies);

}  // namespace pasok::server
