#include "engine/match/files/plan_files.h"

#include "engine/match/files/plan_tables.h"
#include "engine/match/files/summary_json.h"

namespace pasok::match {

void WritePlanFiles(const Plan& plan, const Dataset& dataset, const Policy& policy, const PlanLabels& labels,
                    const std::function<void(std::string_view name, std::string content)>& emit) {
  WritePlanTables(plan, dataset, policy, emit);
  emit("policy.yaml", ToYaml(labels.PolicyAsked(policy)));
  if (labels.scenario) emit("scenario.yaml", labels.scenario->yaml);
  emit("summary.json", SummaryJson(plan, dataset, policy, labels));
}

}  // namespace pasok::match
