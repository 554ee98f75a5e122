#include "server/study_maker.h"

#include <utility>

#include "engine/study/bottlenecks.h"
#include "engine/study/compare.h"
#include "engine/study/criticality.h"
#include "engine/study/evaluate.h"
#include "engine/study/explain.h"
#include "engine/study/frontier.h"
#include "engine/study/moved.h"
#include "engine/study/recruits.h"
#include "engine/study/residual/ground.h"
#include "engine/study/unused.h"
#include "server/convert.h"
#include "server/study_subject.h"

namespace pasok::server {
namespace {

// How the stages share the whole: reading is quick, storing quicker.
constexpr double kReadEnd = 0.05;
constexpr double kStudyEnd = 0.95;

// How much of a study that needs an optimum first is over when it has that: a stored plan is put back in no
// time.
constexpr double kRecallEnd = 0.1;
constexpr double kSolveEnd = 0.5;

// What the engine answered: a report, or why there is none.
struct Outcome {
  std::optional<study::Report> report{};
  Findings findings{};
  std::string refusal{};
  std::optional<study::Sentence> unfit{};
  std::optional<Fault> fault{};  // where it isn't the engine's to say
};

// The same run, its progress from 0 to 1 told as a part of the whole.
study::Run Within(const study::Run& run, double from, double to) {
  return {
      .options = run.options,
      .stop = run.stop,
      .progress = [&run, from, to](auto stage,
                                   double fraction) { run.progress(stage, from + fraction * (to - from)); },
      .memory = run.memory};
}

Outcome NoneOf(StudySubject::Answered& answered) {
  return {.findings = std::move(answered.findings), .refusal = std::move(answered.refusal)};
}

template <class Result>
Outcome NoneOf(Result& result) {
  return {.findings = std::move(result.findings),
          .refusal = std::move(result.refusal),
          .unfit = std::move(result.unfit)};
}

// Why an answer isn't proven, where nothing stopped this study.
Fault NotProven(const match::Solved& solved, bool ended_early) {
  return ended_early || solved.instance.stores.empty() ? NotProvenOptimal() : NotProvenForStores();
}

// Why a study of the residual network shows nothing, where it wasn't stopped.
Outcome NothingOf(const match::Solved& solved, const study::Run& run) {
  if (run.stop.Asked()) return {};
  return {.unfit = study::WhyNoGround(solved)};
}

// The questions about an answer that is proven optimal. `plan`: a plan that a rule moved off it, if any,
// which the question is about.

Outcome Explain(const StudySubject& subject, const match::Solved& solved, const match::Solved* plan,
                const StudyJob& job, const study::Run& run) {
  const v1::StudyQuestion::Explanation& asked = job.study.question().explanation();
  study::ExplainResult result = study::Explain(solved,
                                               {.demand_id = asked.demand_id(),
                                                .commodity = asked.commodity(),
                                                .supplier_id = asked.supplier_id(),
                                                .date = ParseDate(asked.date())},
                                               run, plan);
  if (!result.explanation) return NoneOf(result);
  return {.report = study::ToReport(*result.explanation, subject.base(), solved)};
}

Outcome FindUnused(const StudySubject&, const match::Solved& solved, const match::Solved* plan,
                   const StudyJob&, const study::Run& run) {
  const auto found = study::FindUnused(solved, run, plan);
  if (!found) return NothingOf(solved, run);
  return {.report = study::ToReport(*found, solved)};
}

Outcome FindBottlenecks(const StudySubject&, const match::Solved& solved, const match::Solved*,
                        const StudyJob& job, const study::Run& run) {
  const auto found = study::FindBottlenecks(solved, study::BottleneckOptions(), run);
  if (!found) return NothingOf(solved, run);
  const study::BottleneckView view{.all_offers = job.study.question().bottlenecks().all_offers()};
  return {.report = study::ToReport(*found, solved, view)};
}

Outcome FindCriticality(const StudySubject& subject, const match::Solved& solved, const match::Solved*,
                        const StudyJob& job, const study::Run& run) {
  const study::CriticalityOptions options{.most_exact = job.study.question().criticality().top()};
  study::CriticalityResult result = study::FindCriticality(subject.base(), &solved, options, run);
  if (!result.criticality) return NoneOf(result);
  return {.report = study::ToReport(*result.criticality, subject.base())};
}

Outcome FindRecruits(const StudySubject& subject, const match::Solved& solved, const match::Solved*,
                     const StudyJob& job, const study::Run& run) {
  const study::RecruitOptions options{.most_exact = job.study.question().recruits().top()};
  study::RecruitResult result = study::FindRecruits(subject.base(), &solved, options, run);
  if (!result.recruits) return NoneOf(result);
  return {.report = study::ToReport(*result.recruits, subject.base())};
}

using OfOptimum = Outcome (*)(const StudySubject&, const match::Solved&, const match::Solved*,
                              const StudyJob&, const study::Run&);

// About the optimum beside a plan that a rule moved off it, which is said first.
template <OfOptimum kAnswer>
Outcome Beside(const match::Solved& plan, const StudySubject& subject, const StudyJob& job,
               const study::Run& run) {
  study::Unmoved unmoved = study::OptimumBeside(plan, Within(run, 0, kSolveEnd));
  if (!unmoved.optimum) {
    // Neither too large nor stopped: its bound stayed below it.
    if (unmoved.refusal.empty() && !run.stop.Asked())
      return {.fault = NotProven(plan, /*ended_early=*/false)};
    return {.refusal = std::move(unmoved.refusal)};
  }
  Outcome outcome = kAnswer(subject, *unmoved.optimum, &plan, job, Within(run, kSolveEnd, 1));
  if (outcome.report) {
    std::vector<study::Sentence>& sentences = outcome.report->sentences;
    sentences.insert(sentences.begin(), study::SayMoved(plan, *unmoved.optimum));
  }
  return outcome;
}

// Finds the optimum first.
template <OfOptimum kAnswer>
Outcome Solving(const StudySubject& subject, const StudyJob& job, const study::Run& run) {
  const double solved_at = subject.is_plan() ? kRecallEnd : kSolveEnd;
  StudySubject::Answered answered = subject.Solve(Within(run, 0, solved_at));
  if (!answered.solved) return NoneOf(answered);
  const bool is_proven = answered.solved->matching.is_proven();
  if (!is_proven && run.stop.Asked()) return {};
  // A plan with stand-ins by ratio is no flow of the network, proven or not.
  if (study::IsMoved(*answered.solved))
    return Beside<kAnswer>(*answered.solved, subject, job, Within(run, solved_at, 1));
  if (!is_proven) return {.fault = NotProven(*answered.solved, subject.ended_early())};
  return kAnswer(subject, *answered.solved, nullptr, job, Within(run, solved_at, 1));
}

// The questions that solve by themselves.

// The scenarios that don't fit are told beside the answer about the others.
Outcome Compare(const StudySubject& subject, const StudyJob& job, const study::Run& run) {
  std::vector<study::Scenario> scenarios;
  for (const RegisterFile& file : job.files)
    scenarios.push_back(study::ReadScenario(file.content, file.name).scenario);
  study::ComparisonResult result = study::Compare(subject.base(), scenarios, run);
  Outcome outcome{.findings = std::move(result.findings), .refusal = std::move(result.refusal)};
  if (!result.comparison) return outcome;
  bool any = !result.comparison->complete;
  for (const study::Compared& compared : result.comparison->scenarios) {
    any = any || compared.outcome;
    outcome.findings.Append(compared.findings);
  }
  const study::ComparisonView view{.only_differences = job.study.question().comparison().only_differences()};
  if (any) outcome.report = study::ToReport(*result.comparison, subject.base(), view);
  return outcome;
}

study::Axis AxisOf(v1::StudyQuestion::Frontier::Axis axis) {
  switch (axis) {
    case v1::StudyQuestion::Frontier::TIER_SURCHARGE:
      return study::Axis::kTierSurcharge;
    case v1::StudyQuestion::Frontier::SHORTAGE:
      return study::Axis::kShortage;
    default:  // the others were refused when it was asked
      return study::Axis::kLocalShare;
  }
}

Outcome FindFrontier(const StudySubject& subject, const StudyJob& job, const study::Run& run) {
  const v1::StudyQuestion::Frontier& asked = job.study.question().frontier();
  study::FrontierResult result =
      study::FindFrontier(subject.base(), {.axis = AxisOf(asked.axis()), .points = asked.points()}, run);
  if (!result.frontier) return NoneOf(result);
  return {.report = study::ToReport(*result.frontier, asked.points())};
}

Outcome Evaluate(const StudySubject& subject, const StudyJob& job, const study::Run& run) {
  StudySubject::Answered best;
  if (subject.is_plan()) {
    best = subject.Solve(Within(run, 0, kRecallEnd));
    if (!best.solved) return NoneOf(best);
  }
  const RegisterFile& file = job.files.front();
  study::EvaluationResult result =
      study::Evaluate(subject.base(), file.name, file.content, best.solved.get(), Within(run, kRecallEnd, 1));
  if (!result.evaluation)
    return {.findings = std::move(result.findings), .refusal = std::move(result.refusal)};
  return {.report = study::ToReport(*result.evaluation, subject.base())};
}

using Answering = Outcome (*)(const StudySubject&, const StudyJob&, const study::Run&);

// The function for a kind of question; nullptr for one that a newer program stored.
Answering AnsweringOf(const v1::StudyQuestion& question) {
  switch (question.kind_case()) {
    case v1::StudyQuestion::kEvaluation:
      return Evaluate;
    case v1::StudyQuestion::kExplanation:
      return Solving<Explain>;
    case v1::StudyQuestion::kUnused:
      return Solving<FindUnused>;
    case v1::StudyQuestion::kBottlenecks:
      return Solving<FindBottlenecks>;
    case v1::StudyQuestion::kComparison:
      return Compare;
    case v1::StudyQuestion::kFrontier:
      return FindFrontier;
    case v1::StudyQuestion::kRecruits:
      return Solving<FindRecruits>;
    case v1::StudyQuestion::kCriticality:
      return Solving<FindCriticality>;
    case v1::StudyQuestion::KIND_NOT_SET:
      break;
  }
  return nullptr;
}

bool HasSomethingToShow(const study::Report& report) {
  if (report.complete || !report.sentences.empty()) return true;
  for (const study::Table& table : report.tables) {
    if (!table.rows.empty()) return true;
  }
  return false;
}

}  // namespace

StudyAnswer StudyMaker::Make(const StudyJob& job, const StopToken& stop, const Sink& progress) const {
  progress({.stage = "read", .fraction = 0});
  const Answering answering = AnsweringOf(job.study.question());
  if (answering == nullptr) throw QuestionNotServed();
  const StudySubject subject(job, plans_, datasets_, stop);
  StudyAnswer answer;
  answer.subtracted_plans = subject.subtracted_plans();
  answer.carried_from_plans = subject.carried_from_plans();
  if (!subject.findings().ok()) {
    answer.findings = ToProto(subject.findings(), kMostRecordFindingBytes);
    answer.fault = ScenarioUnfit();
    return answer;
  }
  const std::unique_ptr<match::Memory> memory = optima_.Of(subject.key());
  const study::Run run{
      .options = options_,
      .stop = stop,
      .progress =
          [&](std::string_view stage, double fraction) {
            progress({.stage = stage, .fraction = kReadEnd + fraction * (kStudyEnd - kReadEnd)});
          },
      .memory = memory.get()};
  Outcome outcome = answering(subject, job, run);

  Findings findings = subject.findings();
  findings.Append(outcome.findings);
  answer.findings = ToProto(findings, kMostRecordFindingBytes);
  if (outcome.report && HasSomethingToShow(*outcome.report)) {
    progress({.stage = "store", .fraction = kStudyEnd});
    answer.report = std::move(outcome.report);
    return answer;
  }
  if (outcome.fault) {
    answer.fault = std::move(outcome.fault);
  } else if (!outcome.findings.ok()) {
    answer.fault = QuestionUnfit();
  } else if (outcome.unfit) {
    answer.fault = QuestionPointless(*outcome.unfit);
  } else {
    answer.fault = NothingToShow(outcome.refusal, PassedLimit(job, stop));
  }
  return answer;
}

}  // namespace pasok::server
