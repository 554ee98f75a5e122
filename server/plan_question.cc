#include "server/plan_question.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "server/convert.h"
#include "server/fault.h"
#include "server/names.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostRequestIdLength = 128;
constexpr int kMostRegions = 1000;
constexpr double kMostTimeLimitSeconds = 7 * 24 * 3600;

// The request's policy, else the dataset's own, else the built-in one.
Policy PolicyFor(const v1::CreatePlanRequest& request, const std::string& dataset_id,
                 DatasetStore& datasets) {
  std::optional<std::string> yaml;
  if (!request.policy_yaml().empty()) {
    yaml = request.policy_yaml();
  } else {
    yaml = datasets.File(dataset_id, "policy.yaml");
  }
  if (!yaml) return BuiltInPolicy();
  PolicyReading reading = ReadPolicy(*yaml, "policy.yaml");
  if (!reading.findings.ok()) throw BadPolicy(reading.findings);
  return std::move(reading.policy);
}

void CheckFields(const v1::CreatePlanRequest& request) {
  if (!request.scenario_yaml().empty()) throw ScenarioNotServed();
  if (!request.date().empty() && !ParseDate(request.date())) {
    throw BadField("date", "must be a calendar day such as 2026-11-23",
                   "harus berupa tanggal seperti 2026-11-23");
  }
  if (request.request_id().size() > kMostRequestIdLength) {
    throw BadField("request_id", "must have at most 128 bytes", "paling panjang 128 bita");
  }
  if (request.regions_size() > kMostRegions) {
    throw BadField("regions", "must name at most 1,000 regions", "paling banyak 1.000 wilayah");
  }
  const double limit = request.time_limit_seconds();
  if (!(limit >= 0 && limit <= kMostTimeLimitSeconds)) {
    throw BadField("time_limit_seconds", "must be between 0 and 604,800", "harus antara 0 dan 604.800");
  }
  const double gap = request.gap_limit_percent();
  if (!(gap >= 0 && gap <= 100)) {
    throw BadField("gap_limit_percent", "must be between 0 and 100", "harus antara 0 dan 100");
  }
}

}  // namespace

PlanJob JobOf(const v1::CreatePlanRequest& request, DatasetStore& datasets) {
  CheckFields(request);
  const std::string dataset_id = DatasetIdOf(request.dataset(), "dataset");
  const auto dataset = datasets.Find(dataset_id);
  if (!dataset) throw DatasetNotFound(request.dataset());
  const Policy policy = PolicyFor(request, dataset_id, datasets);

  PlanJob job{.policy_yaml = ToYaml(policy)};
  job.plan.set_dataset(request.dataset());
  // Resolved here, so that the day by which plans are published and found is known from the start.
  job.plan.set_date(request.date().empty() ? dataset->size().first_date() : request.date());
  *job.plan.mutable_regions() = request.regions();
  auto& regions = *job.plan.mutable_regions();
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  *job.plan.mutable_policy() = ToProto(policy);
  job.plan.set_request_id(request.request_id());
  job.plan.set_time_limit_seconds(request.time_limit_seconds());
  job.plan.set_gap_limit_percent(request.gap_limit_percent());
  return job;
}

}  // namespace pasok::server
