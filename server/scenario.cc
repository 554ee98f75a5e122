#include "server/scenario.h"

#include <utility>

#include "engine/register/read.h"
#include "engine/study/scenario/apply.h"
#include "server/fault.h"

namespace pasok::server {

study::Scenario ReadValidScenario(const std::string& yaml, const std::string& file, const char* field) {
  study::ScenarioReading reading = study::ReadScenario(yaml, file);
  if (!reading.findings.ok()) throw BadScenario(reading.findings, field);
  return std::move(reading.scenario);
}

std::shared_ptr<const Dataset> CompletedDataset(std::shared_ptr<const Dataset> dataset,
                                                const Policy& policy) {
  std::optional<Dataset> completed = CompletedFor(*dataset, policy);
  return completed ? std::make_shared<const Dataset>(*std::move(completed)) : dataset;
}

Ground ApplyScenario(const study::Scenario& scenario, const Dataset& dataset, const Policy& policy,
                     const std::string& date, std::int32_t days) {
  study::Applied applied = study::Apply(scenario, dataset, policy);
  if (applied.findings.ok()) study::CheckDays(scenario, ParseDate(date), days, applied);
  return {.dataset = std::make_shared<const Dataset>(std::move(applied.dataset)),
          .policy = std::move(applied.policy),
          .findings = std::move(applied.findings)};
}

match::ScenarioLabel LabelOf(const study::Scenario& scenario, const std::string& yaml, const Policy& before) {
  return {.name = scenario.name, .digest = Digest(scenario), .yaml = yaml, .policy_before = before};
}

}  // namespace pasok::server
