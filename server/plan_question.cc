#include "server/plan_question.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "engine/match/question/asked_day.h"
#include "engine/match/question/question_names.h"
#include "server/convert.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/policy_convert.h"
#include "server/request_fields.h"
#include "server/scenario.h"
#include "server/stored_policy.h"

namespace pasok::server {
namespace {

void CheckFields(const v1::CreatePlanRequest& request) {
  CheckDate(request.date());
  CheckRequestId(request.request_id());
  CheckRegions(request.regions());
  CheckTimeLimit(request.time_limit_seconds());
  CheckFileName(request.scenario_file(), "scenario_file");
  CheckDays(request.days());
  const double gap = request.gap_limit_percent();
  if (!(gap >= 0 && gap <= 100)) {
    throw BadField("gap_limit_percent", "must be between 0 and 100", "harus antara 0 dan 100");
  }
}

// What the job would be planned on.
std::pair<std::shared_ptr<const Dataset>, Policy> GroundOf(const PlanJob& job,
                                                           std::shared_ptr<const Dataset> dataset) {
  Policy policy = StoredPolicy(job.policy_yaml, job.plan.name());
  if (job.scenario_yaml.empty()) return {CompletedDataset(std::move(dataset), policy), std::move(policy)};
  const study::Scenario scenario = ReadValidScenario(job.scenario_yaml, job.plan.scenario().file());
  Ground ground = ApplyScenario(scenario, *dataset, policy, job.plan.date(), job.plan.days());
  if (!ground.findings.ok()) throw BadScenarioFit(ground.findings);
  return {std::move(ground.dataset), std::move(ground.policy)};
}

}  // namespace

PlanJob JobOf(const v1::CreatePlanRequest& request, DatasetStore& datasets, PlanStore& plans) {
  CheckFields(request);
  const std::string dataset_id = DatasetIdOf(request.dataset(), "dataset");
  const auto dataset = datasets.Find(dataset_id);
  if (!dataset) throw DatasetNotFound(request.dataset());
  const Policy policy = PolicyFor(request.policy_yaml(), dataset_id, datasets);

  PlanJob job{.policy_yaml = WrittenOut(policy)};
  job.plan.set_dataset(request.dataset());
  if (!request.scenario_yaml().empty()) {
    const std::string file = request.scenario_file().empty() ? "scenario.yaml" : request.scenario_file();
    const study::Scenario scenario = ReadValidScenario(request.scenario_yaml(), file);
    job.scenario_yaml = request.scenario_yaml();
    job.plan.mutable_scenario()->set_name(scenario.name);
    job.plan.mutable_scenario()->set_digest(Digest(scenario));
    job.plan.mutable_scenario()->set_file(file);
  }
  // Resolved here, so that the day by which plans are published and found is known from the start.
  job.plan.set_date(request.date().empty() ? dataset->size().first_date() : request.date());
  if (request.days() > 1) job.plan.set_days(request.days());
  *job.plan.mutable_regions() = InOrder(request.regions());
  *job.plan.mutable_policy() = ToProto(policy);
  if (!request.previous_plan().empty()) {
    const auto previous = plans.Find(PlanIdOf(request.previous_plan(), "previous_plan"));
    // A repeat is known though the earlier plan is gone since.
    const auto asked = previous ? std::nullopt : plans.FindRequest(request.request_id());
    if (!previous && (!asked || asked->previous_plan() != request.previous_plan()))
      throw PlanNotFound(request.previous_plan());
    if (previous && previous->state() != v1::Plan::SUCCEEDED) throw PlanNotSucceeded(*previous);
    job.plan.set_previous_plan(request.previous_plan());
  }
  job.plan.set_may_be_empty(request.may_be_empty());
  job.plan.set_request_id(request.request_id());
  job.plan.set_time_limit_seconds(request.time_limit_seconds());
  job.plan.set_gap_limit_percent(request.gap_limit_percent());
  return job;
}

void RequireFit(const PlanJob& job, bool validate_only, DatasetCache& datasets) {
  if (!job.scenario_yaml.empty() && !validate_only) return;
  const auto [dataset, policy] = GroundOf(job, datasets.Get(DatasetIdOf(job.plan.dataset(), "dataset")));
  FindingLog log;
  const std::vector<bool> asked =
      match::DemandPointsAsked(*dataset, {job.plan.regions().begin(), job.plan.regions().end()}, log);
  if (log.errors() == 0) {
    match::FindAskedDays(*dataset, policy, asked, ParseDate(job.plan.date()), std::max(1, job.plan.days()),
                         log, job.plan.may_be_empty());
  }
  const Findings findings = log.Take();
  if (!findings.ok()) throw BadQuestion(findings);
}

}  // namespace pasok::server
