#include "server/plan_maker.h"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "engine/match/files/plan_files.h"
#include "server/asked.h"
#include "server/convert.h"
#include "server/names.h"
#include "server/scenario.h"
#include "server/stored_policy.h"

namespace pasok::server {
namespace {

// How the stages share the whole: reading is quick, storing quicker.
constexpr double kReadEnd = 0.05;
constexpr double kMatchEnd = 0.95;

match::Progress At(std::string_view stage, double fraction) {
  match::Progress progress;
  progress.stage = stage;
  progress.fraction = fraction;
  return progress;
}

// Where no money is spent, no gap is small.
bool IsBeyond(const match::Plan& plan, double gap_limit_percent) {
  const auto gap = static_cast<double>(plan.certificate.primal - plan.certificate.dual);
  return gap > gap_limit_percent / 100 * static_cast<double>(plan.totals.money);
}

// Says where less was found or proven than was asked for: since it was stopped, or since rules that no
// network can say keep the bound away, however long they are worked on.
void SayWhatIsMissing(const match::Plan& plan, double gap_limit_percent, const StopToken& stop,
                      v1::PlanSummary& summary) {
  const bool is_beyond = IsBeyond(plan, gap_limit_percent);
  const bool is_unfinished = !plan.certificate.lanes_eligible_proof || (!plan.complete && is_beyond);
  summary.set_stopped_early(is_unfinished && stop.Asked());
  summary.set_gap_missed(gap_limit_percent > 0 && is_beyond && !summary.stopped_early());
}

// As a plan of other kitchens, whose deliveries would all count as given up.
bool ServesNoneOf(const Dataset& dataset, const std::vector<match::Delivered>& rows) {
  return !rows.empty() && std::ranges::all_of(rows, [&](const match::Delivered& row) {
    return dataset.FindDemandPoint(row.demand_id) == kNone;
  });
}

Findings WarningOfPreviousOfOthers(const std::string& previous) {
  FindingLog log;
  log.Add({.severity = Severity::kWarning,
           .code = "previous_of_others",
           .field = "previous_plan",
           .value = previous,
           .expected = "a plan that delivers to demand points of this dataset",
           .fix = "this one is made as if none came before; name another with --previous"});
  return log.Take();
}

// The files and, on another thread where there is one to be had, the allocations.
PlanContent ContentOf(const match::Plan& plan, const Dataset& dataset, const Policy& policy,
                      const match::PlanLabels& labels) {
  PlanContent content;
  std::future<std::vector<AllocationBlock>> allocations =
      std::async(std::launch::async | std::launch::deferred, [&] {
        AllocationBlocks blocks;
        for (const match::Allocation& allocation : plan.allocations)
          blocks.Add(ToProto(allocation, dataset, plan.quantum));
        return std::move(blocks).Finish();
      });
  match::WritePlanFiles(plan, dataset, policy, labels, [&](std::string_view name, std::string bytes) {
    content.files.push_back({std::string(name), std::move(bytes)});
  });
  content.blocks = allocations.get();
  return content;
}

// The time limit, where it was that which stopped the run.
std::optional<double> PassedLimit(const PlanJob& job, const StopToken& stop) {
  return stop.DeadlinePassed() ? std::optional(job.plan.time_limit_seconds()) : std::nullopt;
}

// Before there was a question to plan.
PlanAnswer Stopped(std::optional<double> passed_limit) {
  PlanAnswer answer;
  answer.fault = NothingToShow("stopped before it was read what other plans take", passed_limit);
  return answer;
}

}  // namespace

PlanAnswer PlanMaker::Make(const PlanJob& job, const StopToken& stop,
                           const match::ProgressSink& progress) const {
  progress(At("read", 0));
  const std::string dataset_id = DatasetIdOf(job.plan.dataset(), "dataset");
  Ground ground{.dataset = datasets_.Get(dataset_id),
                .policy = StoredPolicy(job.policy_yaml, job.plan.name()),
                .findings = {}};
  const std::string policy_digest = Digest(ground.policy);
  match::PlanLabels labels{.dataset = dataset_id, .version = version_, .subtracted_plans = {}};
  PlanAnswer answer;
  if (job.scenario_yaml.empty()) {
    ground.dataset = CompletedDataset(std::move(ground.dataset), ground.policy);
  } else {
    const study::Scenario scenario = ReadValidScenario(job.scenario_yaml, job.plan.scenario().file());
    labels.scenario = LabelOf(scenario, job.scenario_yaml, ground.policy);
    ground = ApplyScenario(scenario, *ground.dataset, ground.policy, job.plan.date(), job.plan.days());
    if (!ground.findings.ok()) {
      answer.findings = ToProto(ground.findings, kMostRecordFindingBytes);
      answer.fault = ScenarioUnfit();
      return answer;
    }
  }
  const Dataset& dataset = *ground.dataset;
  std::optional<Asked> asked =
      AskedOf(dataset, ground.policy, {job.plan.date(), job.plan.days()}, job.plan.regions(), plans_, stop);
  if (!asked) return Stopped(PassedLimit(job, stop));
  asked->question.may_be_empty = job.plan.may_be_empty();
  labels.subtracted_plans = asked->subtracted_plans;
  labels.carried_from_plans = asked->carried_from_plans;
  if (const std::string& previous = job.plan.previous_plan(); !previous.empty()) {
    auto delivered = DeliveredBy(previous, plans_, stop);
    if (!delivered) return Stopped(PassedLimit(job, stop));
    // Deleted meanwhile; asked only now, since one that is still there was there to be read.
    if (!plans_.Find(PlanIdOf(previous, "previous_plan"))) {
      answer.fault = PlanNotFound(previous);
      return answer;
    }
    if (ServesNoneOf(dataset, *delivered)) {
      asked->findings.Append(WarningOfPreviousOfOthers(previous));
    } else {
      asked->question.previous = *std::move(delivered);
    }
  }
  ground.findings.Append(std::move(asked->findings));
  answer.subtracted_plans = std::move(asked->subtracted_plans);
  answer.carried_from_plans = std::move(asked->carried_from_plans);
  answer.publications_known = asked->publications_known;

  const auto matching = [&](const match::Progress& told) {
    match::Progress within = told;
    within.fraction = kReadEnd + told.fraction * (kMatchEnd - kReadEnd);
    progress(within);
  };
  match::MatchOptions options = options_;
  options.gap = job.plan.gap_limit_percent() / 100;
  std::unique_ptr<match::Memory> memory;
  if (options.gap == 0) {  // what is good enough may differ from the optimum
    const std::string scenario_digest = labels.scenario ? labels.scenario->digest : "";
    memory = optima_.Of(KeyOf(dataset_id, policy_digest, scenario_digest, asked->question));
  }
  const match::PlanResult result =
      match::MakePlan(dataset, ground.policy, asked->question, options, stop, matching, memory.get());
  ground.findings.Append(result.findings);  // of a plan: warnings
  answer.findings = ToProto(ground.findings, kMostRecordFindingBytes);
  if (!result.plan) {
    answer.fault =
        result.findings.ok() ? NothingToShow(result.refusal, PassedLimit(job, stop)) : QuestionUnfit();
    return answer;
  }
  progress(At("store", kMatchEnd));
  answer.summary = Summarise(*result.plan, dataset, ground.policy, version_);
  SayWhatIsMissing(*result.plan, job.plan.gap_limit_percent(), stop, *answer.summary);
  answer.content = ContentOf(*result.plan, dataset, ground.policy, labels);
  return answer;
}

}  // namespace pasok::server
