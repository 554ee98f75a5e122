#include "engine/study/compare.h"

#include <algorithm>
#include <mutex>

#include "engine/flow/parallel.h"
#include "engine/register/finding_log.h"

namespace pasok::study {
namespace {

constexpr double kBaseEnd = 0.5;  // of the whole work, as the progress tells it

class Comparer {
 public:
  Comparer(const Base& base, std::span<const Scenario> scenarios, const Run& run)
      : base_(base), scenarios_(scenarios), run_(run) {}

  ComparisonResult Compare() {
    ComparisonResult result;
    if (scenarios_.size() > kMostScenarios) {
      FindingLog log;
      log.Add({.code = "too_many_scenarios",
               .value = std::to_string(scenarios_.size()),
               .expected = "at most " + std::to_string(kMostScenarios) + " scenarios"});
      result.findings = log.Take();
      return result;
    }
    match::MatchOptions options = run_.options;
    options.keep = true;
    options.gap = 0;
    const match::ProgressSink telling = [&](const match::Progress& told) {
      Tell(told.stage, told.fraction * kBaseEnd);
    };
    match::SolveResult solved =
        match::Solve(base_.dataset, base_.policy, base_.question, options, run_.stop, telling, run_.memory);
    result.findings = std::move(solved.findings);
    result.refusal = std::move(solved.refusal);
    if (!solved.solved) return result;
    if (solved.solved->matching.stopped) {
      result.refusal = "stopped before the base was solved";
      return result;
    }
    base_solved_ = solved.solved.get();
    base_findings_ = &result.findings;
    Comparison& comparison = result.comparison.emplace();
    comparison.base = OutcomeOf(*base_solved_);
    for (const Scenario& scenario : scenarios_) {  // each is named, also where a stop comes first
      Compared& compared = comparison.scenarios.emplace_back();
      compared.name = scenario.name;
      compared.digest = Digest(scenario);
      for (const Change& change : scenario.changes) compared.changes.push_back(ToYaml(change));
    }
    SolveAll(comparison);
    comparison.complete = std::ranges::all_of(comparison.scenarios, [](const Compared& compared) {
      return compared.outcome || !compared.findings.ok() || !compared.refusal.empty();
    });
    return result;
  }

 private:
  void SolveAll(Comparison& comparison) {
    ForEachTask(std::ssize(scenarios_), ThreadsFor(run_.options.threads), run_.stop,
                [&](std::int64_t at, int) {
                  const auto i = static_cast<std::size_t>(at);
                  SolveOne(scenarios_[i], comparison.base, comparison.scenarios[i]);
                  const std::lock_guard lock(mutex_);
                  Tell("scenarios", kBaseEnd + (1 - kBaseEnd) * static_cast<double>(++done_) /
                                                   static_cast<double>(scenarios_.size()));
                });
  }

  void SolveOne(const Scenario& scenario, const Outcome& before, Compared& compared) const {
    Applied applied = Apply(scenario, base_.dataset, base_.policy);
    compared.touched = std::move(applied.touched);
    match::Question question = base_.question;
    question.date = base_solved_->instance.date;
    if (applied.findings.ok()) CheckDays(scenario, question.date, question.days, applied);
    compared.findings = std::move(applied.findings);
    if (!compared.findings.ok()) return;
    match::MatchOptions options = run_.options;
    options.keep = false;
    options.gap = 0;
    options.base = base_solved_->kept;
    match::SolveResult result =
        match::Solve(applied.dataset, applied.policy, question, options, run_.stop, nullptr);
    result.findings.LeaveOut(*base_findings_);
    compared.findings.Append(std::move(result.findings));
    compared.refusal = result.refusal;
    if (!result.solved || result.solved->matching.stopped) {
      if (run_.stop.Asked()) compared.refusal.clear();  // not reached, rather than refused
      return;
    }
    compared.outcome = OutcomeOf(*result.solved);
    compared.shifts = ShiftsBetween(base_.dataset, before, applied.dataset, *compared.outcome);
  }

  void Tell(std::string_view stage, double fraction) const {
    if (run_.progress) run_.progress(stage, fraction);
  }

  const Base& base_;
  const std::span<const Scenario> scenarios_;
  const Run& run_;
  const match::Solved* base_solved_ = nullptr;
  const Findings* base_findings_ = nullptr;
  std::mutex mutex_;  // of the progress
  std::size_t done_ = 0;
};

}  // namespace

ComparisonResult Compare(const Base& base, std::span<const Scenario> scenarios, const Run& run) {
  return Comparer(base, scenarios, run).Compare();
}

}  // namespace pasok::study
