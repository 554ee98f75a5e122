// What is asked of a dataset on the wire, as the engine's question.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"
#include "proto/regions.h"
#include "server/planned_days.h"
#include "server/store/plan_store.h"

namespace pasok::server {

struct Asked {
  match::Question question;
  // The published plans of the same days, of other regions or of more, whose deliveries are
  // `question.taken`; of more, those to the question's own demand points aren't.
  std::vector<std::string> subtracted_plans;
  std::int64_t publications_known = 0;  // how many there had been when these were read
  // The published plans of the day before (PlanStore::PublishedBefore) whose deliveries are
  // `question.at_hand`, also where nothing of them is left.
  std::vector<std::string> carried_from_plans;
  Findings findings{};  // warnings: of what is at hand, what the dataset can't use
};

// What a stored plan has go from whom to whom, over all its days. nullopt: stopped. Throws StoreError.
std::optional<std::vector<match::Delivered>> DeliveredBy(const std::string& plan_name, PlanStore& plans,
                                                         const StopToken& stop);

// What these plans, published for the day before the days, leave at hand for the regions' demand points: see
// AskedOf. A warning for each row of a demand point or a commodity that the dataset doesn't know. REQUIRES a
// date. Stopped, it is too little. Throws StoreError.
std::vector<match::AtHand> LeftBy(const std::vector<v1::Plan>& before, const Dataset& dataset,
                                  const Policy& policy, const PlannedDays& days, const RegionCodes& regions,
                                  PlanStore& plans, const StopToken& stop, FindingLog& log);

// With what published plans take of the days, and what they leave at hand for them. Of a commodity that a
// demand point has in stock.csv, under a policy that counts that, nothing else is at hand: what was counted
// goes before what was worked out. nullopt: stopped, which is noticed within a row of these plans; without
// some of their rows it would be another question. O(regions + demand points) beside these rows. Throws
// StoreError.
std::optional<Asked> AskedOf(const Dataset& dataset, const Policy& policy, const PlannedDays& days,
                             const RegionCodes& regions, PlanStore& plans, const StopToken& stop);

}  // namespace pasok::server
