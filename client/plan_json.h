// A plan for programs: the keys of summary.json, and around them what the server knows of the plan.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// Kilograms as numbers, rupiah as decimal strings, times in ISO 8601.
nlohmann::ordered_json ToJson(const v1::Plan& plan);
nlohmann::ordered_json ToJson(const v1::PlanSummary& summary);
nlohmann::ordered_json ToJson(const v1::DatasetSize& size);

}  // namespace pasok::client
