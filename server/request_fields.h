// The fields that requests for plans and for studies share, checked in the same words.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <string>

#include "engine/register/policy.h"
#include "pasok/v1/plan.pb.h"
#include "proto/regions.h"
#include "server/store/dataset_store.h"

namespace pasok::server {

// Each throws a Fault (INVALID_ARGUMENT) that names the field.
void CheckDate(const std::string& date, const char* field = "date");
void CheckDays(std::int32_t days, const char* field = "days");
void CheckRequestId(const std::string& request_id, const char* field = "request_id");
void CheckRegions(const RegionCodes& regions, const char* field = "regions");
void CheckTimeLimit(double seconds, const char* field = "time_limit_seconds");
void CheckFilter(const v1::AllocationFilter& filter);
// What findings call a file of the request, kept whole with the record: at most 256 bytes.
void CheckFileName(const std::string& file, const char* field);

// Sorted, without repeats.
RegionCodes InOrder(RegionCodes regions);

// The request's policy, else the dataset's own, else the built-in one. A Fault where it doesn't hold.
Policy PolicyFor(const std::string& policy_yaml, const std::string& dataset_id, DatasetStore& datasets,
                 const char* field = "policy_yaml");

}  // namespace pasok::server
