#include "engine/study/evaluate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/match/files/recall.h"
#include "engine/match/files/use_deliveries.h"
#include "engine/match/question/delivery.h"
#include "engine/match/stand_ins.h"

namespace pasok::study {
namespace {

constexpr double kSolveEnds = 0.8;  // of the whole work

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

// The rows without those of deliveries that are too small or no whole lots: nothing of these is lawful, so
// they take nothing from the others.
std::vector<match::AllocationLine> WithoutParts(const Instance& instance, const match::Fit& fit,
                                                std::span<const match::AllocationLine> rows) {
  using Delivery = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::optional<Date>>;
  const auto delivery = [&](const auto& row) {  // of a breach or a row
    const bool goes_without_saying = !row.date && instance.days.size() == 1;
    return Delivery(row.supplier, row.demand_point, row.commodity,
                    goes_without_saying ? instance.days.front() : row.date);
  };
  std::set<Delivery> parts;
  for (const match::Breach& breach : fit.breaches) {
    if (breach.rule == match::BrokenRule::kDelivery) parts.insert(delivery(breach));
  }
  std::vector<match::AllocationLine> rest;
  std::ranges::copy_if(rows, std::back_inserter(rest),
                       [&](const match::AllocationLine& row) { return !parts.contains(delivery(row)); });
  return rest;
}

// Of a delivery that another limit cuts, the whole lots that it leaves.
void CutToLots(const Instance& instance, match::Fit& fit) {
  const auto lawful = [&](const match::LaneFlow& flow) -> std::int64_t {
    if (instance.Reserved(flow.offer, flow.requirement) > 0) return flow.quanta;
    const match::DeliverySize size = match::SizeOn(instance, flow.offer, flow.requirement);
    const std::int64_t whole = flow.quanta - flow.quanta % size.lot;
    return whole < size.least ? 0 : whole;
  };
  for (match::LaneFlow& flow : fit.flows) {
    const std::int64_t left_out = flow.quanta - lawful(flow);
    flow.quanta -= left_out;
    fit.served[flow.requirement] -= left_out;
    fit.lawful_grams -= Int128{left_out} * instance.policy.quantum.value;
  }
  std::erase_if(fit.flows, [](const match::LaneFlow& flow) { return flow.quanta == 0; });
}

// What every rule says of the rows, and what is lawful of them.
match::Fit FitWholeDeliveries(const Instance& instance, const match::LaneRule& lanes,
                              std::span<const match::AllocationLine> rows) {
  match::Fit fit = match::FitRows(instance, lanes, rows);
  const std::vector<match::AllocationLine> rest = WithoutParts(instance, fit, rows);
  if (rest.size() < rows.size()) {
    match::Fit lawful = match::FitRows(instance, lanes, rest);
    fit.flows = std::move(lawful.flows), fit.served = std::move(lawful.served);
    fit.lawful_grams = lawful.lawful_grams;
  }
  CutToLots(instance, fit);
  return fit;
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

  match::InstanceReading reading = match::BuildInstance(base.dataset, base.policy, base.question);
  if (!reading.instance) {
    result.findings = std::move(reading.findings);
    return result;
  }
  Solved own(*std::move(reading.instance), base.question);
  Evaluation evaluation;
  evaluation.fit = FitWholeDeliveries(own.instance, own.lanes, rows);
  const auto so_far = [&] {
    evaluation.complete = false;
    result.evaluation = std::move(evaluation);
    return std::move(result);
  };

  match::SolveResult solving;
  if (!best) {
    solving = match::Solve(
        base.dataset, base.policy, base.question, run.options, run.stop,
        [&](const match::Progress& progress) { told(kSolveEnds * progress.fraction); }, run.memory);
    if (run.stop.Asked()) return so_far();
    if (!solving.solved) {
      result.findings = std::move(solving.findings);
      result.refusal = std::move(solving.refusal);
      return result;
    }
    best = solving.solved.get();
  }
  std::optional<Matching> matching =
      MatchingOf(own.instance, own.lanes, evaluation.fit, best->matching, run.stop);
  if (!matching) return so_far();
  own.matching = *std::move(matching);
  own.by_hand = true;
  evaluation.best = match::PlanOf(*best, run.options.threads, run.stop, nullptr);
  told((1 + kSolveEnds) / 2);
  evaluation.plan = match::PlanOf(own, run.options.threads, run.stop, nullptr);
  if (run.stop.Asked()) return so_far();
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
