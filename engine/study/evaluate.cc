#include "engine/study/evaluate.h"

#include <utility>

#include "engine/match/recall.h"
#include "engine/match/stand_ins.h"
#include "engine/match/use_deliveries.h"

namespace pasok::study {
namespace {

constexpr double kSolveEnds = 0.8;  // of the whole work
constexpr const char* kStopped = "stopped before the two plans could be held against each other";

using match::Instance;
using match::Matching;
using match::Solved;

// The lawful part as a matching, under the prices of the best one. nullopt: stopped.
std::optional<Matching> MatchingOf(const Instance& instance, const match::LaneRule& lanes, match::Fit& fit,
                                   const Matching& best, const StopToken& stop) {
  Matching matching;
  matching.engine = "by hand";
  if (!UseDeliveries(instance, {}, fit, matching, stop)) return std::nullopt;
  matching.flows = fit.flows;
  matching.requirement_price = best.requirement_price;
  matching.offer_price = best.offer_price;
  matching.supplier_price = best.supplier_price;
  matching.aggregator_price = best.aggregator_price;
  matching.bound = best.bound;
  matching.objective = static_cast<std::int64_t>(match::CostOf(instance, lanes, matching));
  return matching;
}

}  // namespace

EvaluationResult Evaluate(const Base& base, std::string_view file, std::string_view content,
                          const Solved* best, const Run& run) {
  FindingLog log;
  const auto rows = match::ReadAllocations(file, content, match::Writer::kHand, base.dataset, log);
  EvaluationResult result{.evaluation = std::nullopt, .findings = log.Take(), .refusal = ""};
  if (!result.findings.ok()) return result;
  const auto told = [&](double fraction) {
    if (run.progress) run.progress("evaluate", fraction);
  };

  match::SolveResult solving;
  if (!best) {
    solving = match::Solve(
        base.dataset, base.policy, base.question, run.options, run.stop,
        [&](const match::Progress& progress) { told(kSolveEnds * progress.fraction); }, run.memory);
    if (!solving.solved) {
      result.findings = std::move(solving.findings);
      result.refusal = std::move(solving.refusal);
      return result;
    }
    best = solving.solved.get();
  }
  match::InstanceReading reading = match::BuildInstance(base.dataset, base.policy, base.question);
  if (!reading.instance) {
    result.findings = std::move(reading.findings);
    return result;
  }
  Solved own(*std::move(reading.instance), base.question);
  Evaluation evaluation;
  evaluation.fit = match::FitRows(own.instance, own.lanes, rows);
  std::optional<Matching> matching =
      MatchingOf(own.instance, own.lanes, evaluation.fit, best->matching, run.stop);
  if (!matching) {
    result.refusal = kStopped;
    return result;
  }
  own.matching = *std::move(matching);
  evaluation.best = match::PlanOf(*best, run.options.threads, run.stop, nullptr);
  told((1 + kSolveEnds) / 2);
  evaluation.plan = match::PlanOf(own, run.options.threads, run.stop, nullptr);
  if (run.stop.Asked()) {
    result.refusal = kStopped;
    return result;
  }
  const match::Totals& is = evaluation.plan.totals;
  const match::Totals& could_be = evaluation.best.totals;
  evaluation.money = Int128{is.money} - could_be.money;
  evaluation.preference = Int128{is.preference} - could_be.preference;
  evaluation.penalty = Int128{is.penalty} - could_be.penalty;
  evaluation.carried = Int128{is.carried} - could_be.carried;
  evaluation.shortage = is.shortage - could_be.shortage;
  result.evaluation = std::move(evaluation);
  told(1);
  return result;
}

}  // namespace pasok::study
