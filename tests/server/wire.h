// The wire as lines of text, one for everything that an old client may rely on, to be compared with a
// baseline.
#pragma once

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

namespace pasok::server {

// "field pasok.v1.Plan 2 state single enum pasok.v1.Plan.State", "enum pasok.v1.Plan.State 1 QUEUED",
// "method pasok.v1.PlanService.GetPlan unary pasok.v1.GetPlanRequest -> unary pasok.v1.Plan", … for every
// message, enum and service of the files and what they nest.
std::set<std::string> WireLines(const google::protobuf::FileDescriptor& file);

}  // namespace pasok::server
