// A plan as a planner reads it, and lists of plans and datasets as tables.
#pragma once

#include <string>
#include <vector>

#include "client/table.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// "succeeded", "running", …
std::string ToWord(v1::Plan::State state);

// What was asked, and its summary; a paragraph on the state where the plan hasn't succeeded. Ends in a
// newline.
std::string ToText(const v1::Plan& plan);

// In that format; a row of PlansTable where it is CSV.
std::string Write(const v1::Plan& plan, Format format);

Table PlansTable(const std::vector<v1::Plan>& plans);
Table DatasetsTable(const std::vector<v1::Dataset>& datasets);

}  // namespace pasok::client
