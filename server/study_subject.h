// What a study is about, with everything that must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/match/files/recall.h"
#include "engine/match/plan.h"
#include "engine/study/run.h"
#include "server/dataset_cache.h"
#include "server/optimum_cache.h"
#include "server/store/plan_store.h"
#include "server/store/study_store.h"

namespace pasok::server {

// The job's time limit, where it was that which stopped the run.
std::optional<double> PassedLimit(const StudyJob& job, const StopToken& stop);

// Stays where it is: what it hands out refers to it.
class StudySubject {
 public:
  // The dataset, the policy and the question of the job, or of the plan that it is about, with the scenario's
  // changes made. Throws Fault, StoreError.
  StudySubject(const StudyJob& job, PlanStore& plans, DatasetCache& datasets, const StopToken& stop);
  StudySubject(const StudySubject&) = delete;
  StudySubject& operator=(const StudySubject&) = delete;

  study::Base base() const { return {*dataset_, policy_, question_}; }
  // By which the question is remembered.
  const QuestionKey& key() const { return key_; }
  const std::vector<std::string>& subtracted_plans() const { return subtracted_plans_; }
  const std::vector<std::string>& carried_from_plans() const { return carried_from_plans_; }
  bool is_plan() const { return is_plan_; }
  // Whether it is a plan that a time limit or a gap ended before its proof.
  bool ended_early() const { return ended_early_; }
  // Errors: the scenario doesn't fit the dataset, and nothing else here is meaningful.
  const Findings& findings() const { return findings_; }

  // The plan that it is about, put back onto its question; else the question solved.
  struct Answered {
    std::unique_ptr<match::Solved> solved;  // empty where there are errors or a refusal, or it was stopped
    Findings findings;
    std::string refusal;
  };
  Answered Solve(const study::Run& run) const;

 private:
  void ReadPlan(const v1::Study& study, PlanStore& plans);

  std::shared_ptr<const Dataset> dataset_;
  Policy policy_;
  match::Question question_;
  QuestionKey key_;
  std::vector<std::string> subtracted_plans_, carried_from_plans_;
  Findings findings_;
  bool is_plan_ = false, ended_early_ = false;
  match::PlanRows rows_;  // of the plan
};

}  // namespace pasok::server
