// A market whose cheaper seller comes on Mondays, and what plans of it deliver and keep.
#pragma once

#include <string>
#include <vector>

#include "engine/match/plan.h"
#include "tests/match/tiny.h"

namespace pasok::match {

// From Monday, 2026-11-23, on.
Question Week(std::int32_t days = 5);

inline constexpr const char* kKeeping =
    "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 10}\ncommodities:\n"
    "  beras: {haul_idr_per_kg_km: 0, shelf_life_days: 30}\n"
    "  ayam: {haul_idr_per_kg_km: 0, shelf_life_days: 2}\n  telur: {haul_idr_per_kg_km: 0}\n";

// A sells rice and chicken on Mondays, for less than B, who sells every day; K needs 10 kg of each a day.
Files MondayMarket(const std::string& storage, const std::string& policy = kKeeping);

// "A beras 2026-11-23 30", in the plan's order.
std::vector<std::string> DeliveredRows(const Plan& plan, const Dataset& dataset);
// "storage 2026-11-23 beras 20 -> 2026-11-24 beras".
std::vector<std::string> CarriedRows(const Plan& plan, const Dataset& dataset);

// Verified, and optimal.
Plan CheckedPlan(const Tiny& tiny, const Question& question);

}  // namespace pasok::match
