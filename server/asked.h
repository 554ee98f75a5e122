// What is asked of a dataset on the wire, as the engine's question.
#pragma once

#include <string>
#include <vector>

#include "engine/match/instance.h"
#include "server/planned_days.h"
#include "server/regions.h"
#include "server/store/plan_store.h"

namespace pasok::server {

struct Asked {
  match::Question question;
  // The published plans of the same day, for other demand points, whose deliveries are `question.taken`.
  std::vector<std::string> subtracted_plans;
};

// What a stored plan has go from whom to whom, over all its days. Throws StoreError.
std::vector<match::Delivered> DeliveredBy(const std::string& plan_name, PlanStore& plans);

// `date`: ISO 8601 or empty. Throws StoreError.
Asked AskedOf(const Dataset& dataset, const PlannedDays& days, const RegionCodes& regions, PlanStore& plans);

}  // namespace pasok::server
