#include "server/study_subject.h"

#include <algorithm>
#include <utility>

#include "engine/match/files/plan_files.h"
#include "server/asked.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/scenario.h"
#include "server/stored_policy.h"
#include "server/stored_rows.h"

namespace pasok::server {

std::optional<double> PassedLimit(const StudyJob& job, const StopToken& stop) {
  return stop.DeadlinePassed() ? std::optional(job.study.time_limit_seconds()) : std::nullopt;
}

StudySubject::StudySubject(const StudyJob& job, PlanStore& plans, DatasetCache& datasets,
                           const StopToken& stop)
    : policy_(StoredPolicy(job.policy_yaml, job.study.name())), is_plan_(!job.study.plan().empty()) {
  const std::string dataset_id = DatasetIdOf(job.study.dataset(), "dataset");
  const std::string policy_digest = Digest(policy_);
  std::string scenario_digest;
  dataset_ = datasets.Get(dataset_id);
  if (job.scenario_yaml.empty()) {
    dataset_ = CompletedDataset(std::move(dataset_), policy_);
  } else {
    const study::Scenario scenario = ReadValidScenario(job.scenario_yaml, job.study.scenario().file());
    scenario_digest = Digest(scenario);
    Ground ground = ApplyScenario(scenario, *dataset_, policy_, job.study.date(), job.study.days());
    findings_ = std::move(ground.findings);
    if (!findings_.ok()) return;
    dataset_ = std::move(ground.dataset);
    const bool was_strict = policy_.aims == Aims::kStrict;
    policy_ = std::move(ground.policy);
    if (policy_.aims == Aims::kStrict) {
      throw StrictAims(is_plan_ ? "start.plan" : was_strict ? "start.policy_yaml" : "start.scenario_yaml");
    }
  }
  if (is_plan_) {
    ReadPlan(job.study, plans);
  } else {
    std::optional<Asked> asked =
        AskedOf(*dataset_, policy_, {job.study.date(), job.study.days()}, job.study.regions(), plans, stop);
    if (!asked)
      throw NothingToShow("stopped before it was read what other plans take", PassedLimit(job, stop));
    question_ = std::move(asked->question);
    findings_.Append(std::move(asked->findings));
    subtracted_plans_ = std::move(asked->subtracted_plans);
    carried_from_plans_ = std::move(asked->carried_from_plans);
  }
  key_ = KeyOf(dataset_id, policy_digest, scenario_digest, question_);
}

void StudySubject::ReadPlan(const v1::Study& study, PlanStore& plans) {
  const std::string id = PlanIdOf(study.plan(), "plan");
  const std::vector<RegisterFile> files = plans.Files(id);
  const std::optional<v1::Plan> plan = plans.Find(id);
  if (files.empty() || !plan) throw PlanNotFound(study.plan());  // deleted meanwhile
  // A gap that is missed ended nothing: the plan is as near as its rules let it come.
  ended_early_ =
      plan->summary().stopped_early() || (plan->gap_limit_percent() > 0 && !plan->summary().gap_missed());
  FindingLog log;
  question_ = {.date = ParseDate(study.date()),
               .regions = {study.regions().begin(), study.regions().end()},
               .taken = TakenIn(files, log),
               .days = std::max(1, study.days())};
  question_.previous = PreviousIn(files, log);
  question_.at_hand = AtHandIn(files, log);
  subtracted_plans_.assign(study.subtracted_plans().begin(), study.subtracted_plans().end());
  carried_from_plans_.assign(study.carried_from_plans().begin(), study.carried_from_plans().end());
  rows_ = match::ReadPlanRows(files, *dataset_, policy_, log);
  RequireSound(log, study.plan());
}

StudySubject::Answered StudySubject::Solve(const study::Run& run) const {
  if (is_plan_) {
    match::Recalled recalled =
        match::Recall(*dataset_, policy_, question_, rows_, run.options.threads, run.stop);
    return {.solved = std::move(recalled.solved), .findings = std::move(recalled.findings), .refusal = {}};
  }
  match::SolveResult result = match::Solve(
      *dataset_, policy_, question_, run.options, run.stop,
      [&](const match::Progress& told) {
        if (run.progress) run.progress("solve", told.fraction);
      },
      run.memory);
  return {.solved = std::move(result.solved),
          .findings = std::move(result.findings),
          .refusal = std::move(result.refusal)};
}

}  // namespace pasok::server
