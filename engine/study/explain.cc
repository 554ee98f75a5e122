#include "engine/study/explain.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/match/question/delivery.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/report/explain_shortages.h"
#include "engine/register/finding_log.h"
#include "engine/study/explained_rows.h"
#include "engine/study/what_it_takes.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::SupplierRow;

constexpr std::array<std::string_view, 8> kStandingWords{
    "not_eligible", "serves", "tie", "dearer", "sold_out", "by_contract", "aggregator_full", "promised"};

// Itself or through its relief.
bool Serves(const Instance& instance, const match::Transfer& transfer, std::int32_t r) {
  if (transfer.to == r) return !match::LeavesRelief(instance, transfer);
  return instance.IsRelief(transfer.to) && match::NeedOf(instance, transfer.to) == r;
}

// What comes to the requirement over transfers, and what leaves it.
template <class Transferred>
void AddSent(const Instance& instance, std::int32_t r, const Transferred& transferred,
             std::vector<Sent>& comes, std::vector<Sent>& goes) {
  for (std::int32_t i = 0; i < std::ssize(instance.transfers); ++i) {
    const std::int64_t quanta = transferred(i);
    if (quanta > 0 && Serves(instance, instance.transfers[i], r)) comes.push_back({i, quanta});
    if (quanta > 0 && instance.transfers[i].from == r) goes.push_back({i, quanta});
  }
}

class Explainer {
 public:
  Explainer(const match::Solved& solved, std::shared_ptr<const Ground> ground, const StopToken& stop)
      : solved_(solved), instance_(solved.instance), stop_(stop), residual_(std::move(ground)) {
    residual_.HeedInQuestions(stop);
  }

  // nullopt: asked to stop before there was anything to tell.
  std::optional<Explanation> Requirement(std::int32_t r) {
    Explanation explanation;
    explanation.requirement = r;
    explanation.shortage = residual_.Shortage(r);
    explanation.value = residual_.NeedValue(r);
    explanation.more_costs = residual_.CostOfNeed(r, 1, TransfersThen::kFollow);
    if (const std::int64_t need = residual_.Need(r); need == 0) {
      explanation.less_saves = explanation.value.less;
    } else if (need > 1 || !SendsOrTakes(r)) {
      explanation.less_saves = -residual_.CostOfNeed(r, -1, TransfersThen::kFollow);
    }
    if (explanation.shortage > 0)
      explanation.why_short = match::ExplainShortageOf(
          r, instance_, match::LaneKernel(instance_, solved_.lanes), solved_.matching, stop_);
    if (stop_.Asked()) return std::nullopt;
    const auto transferred = [&](std::int32_t i) { return residual_.Transferred(i); };
    AddSent(instance_, r, transferred, explanation.comes, explanation.goes);
    for (const match::LaneFlow& flow : residual_.FlowsInto(r)) {
      std::optional<Path> without = residual_.CycleAgainst(flow.offer, r);
      if (stop_.Asked()) without.reset();
      explanation.servings.push_back({.offer = flow.offer,
                                      .quanta = flow.quanta,
                                      .lane = solved_.lanes.Cost(flow.offer, r),
                                      .reserved = residual_.Reserved(flow.offer, r),
                                      .promised = PromisedOn(flow.offer, r),
                                      .without = std::move(without)});
    }
    return explanation;
  }

  bool SendsOrTakes(std::int32_t r) const {
    return std::ranges::any_of(instance_.transfers, [&](const match::Transfer& transfer) {
      return transfer.from == r || transfer.to == r;
    });
  }

  PlanItself InPlanOf(std::int32_t r, const match::Solved& plan) {
    PlanItself itself;
    itself.shortage = plan.matching.shortage[r];
    const auto transferred = [&](std::int32_t i) { return plan.matching.transfers[i]; };
    AddSent(plan.instance, r, transferred, itself.comes, itself.goes);
    for (std::int32_t i = 0; i < std::ssize(plan.matching.stood_in); ++i) {
      const match::StandIn& stand_in = plan.instance.stand_ins[i];
      const match::StoodIn& quanta = plan.matching.stood_in[i];
      if (quanta.used > 0 && stand_in.to == r)
        itself.stood_in.push_back({stand_in.from, stand_in.to, quanta});
      if (quanta.used > 0 && stand_in.from == r)
        itself.stands_in.push_back({stand_in.from, stand_in.to, quanta});
    }
    for (const match::LaneFlow& flow : plan.matching.flows) {
      if (flow.requirement != r) continue;
      InPlan row;
      row.offer = flow.offer, row.quanta = flow.quanta, row.lane = solved_.lanes.Cost(flow.offer, r);
      if (residual_.Flow(flow.offer, r) == 0) row.cycle = residual_.CycleThrough(flow.offer, r);
      if (stop_.Asked()) row.cycle.reset();
      itself.deliveries.push_back(std::move(row));
    }
    std::ranges::sort(itself.deliveries, {}, &InPlan::offer);
    return itself;
  }

  Candidate Ask(std::int32_t r, std::int32_t dataset_supplier) {
    const match::RequirementRow& requirement = instance_.requirements[r];
    Candidate candidate;
    candidate.supplier = dataset_supplier;
    const match::CommoditySpan& span = instance_.commodities[requirement.commodity];
    const match::AllocationLine row{.date = instance_.days[span.day],
                                    .demand_point = requirement.demand_point,
                                    .commodity = span.dataset_commodity,
                                    .supplier = dataset_supplier,
                                    .weight = instance_.policy.quantum};
    const match::Fit fit = match::FitRows(instance_, solved_.lanes, std::span(&row, 1));
    if (!fit.breaches.empty()) {
      const match::Breach& breach = fit.breaches.front();
      const bool only_a_part = breach.rule == match::BrokenRule::kDelivery;  // as a quantum may well be
      if (!only_a_part || fit.flows.empty() || !MayBeWhole(fit.flows.front().offer, r)) {
        candidate.breach = breach;
        if (only_a_part) candidate.breach->planned = 0;  // whatever it is
        return candidate;
      }
    }
    const std::int32_t o = fit.flows.front().offer, s = instance_.offers[o].supplier;
    candidate.offer = o;
    candidate.quanta = residual_.Flow(o, r);
    candidate.reserved = residual_.Reserved(o, r);
    candidate.sold = residual_.Sold(o);
    candidate.lane = solved_.lanes.Cost(o, r);
    candidate.cycle = residual_.CycleThrough(o, r);
    const bool own_left = candidate.sold < residual_.OfferCapacity(o) &&
                          residual_.SoldBySupplier(s) < residual_.SupplierCapacity(s);
    const bool by_contract = candidate.quanta > 0 && candidate.quanta == candidate.reserved;
    candidate.standing = by_contract                                     ? Standing::kByContract
                         : candidate.quanta > 0                          ? Standing::kServes
                         : candidate.cycle && candidate.cycle->cost == 0 ? Standing::kTie
                         : residual_.HasLeft(o) && candidate.cycle       ? Standing::kDearer
                         : residual_.HasLeft(o)                          ? Standing::kPromised
                         : own_left                                      ? Standing::kAggregatorFull
                                                                         : Standing::kSoldOut;
    if (by_contract) return candidate;
    FindWhatItTakes(instance_, r, residual_, stop_, candidate);
    return candidate;
  }

 private:
  // Whether the lane may carry a whole delivery, as far as its own rows say.
  bool MayBeWhole(std::int32_t o, std::int32_t r) const {
    const match::DeliverySize size = match::SizeOn(instance_, o, r);
    const SupplierRow& supplier = instance_.suppliers[instance_.offers[o].supplier];
    std::int64_t most = std::min({instance_.offers[o].capacity, supplier.capacity, instance_.LaneCap(o, r),
                                  instance_.requirements[r].most_in()});
    if (supplier.aggregator != kNone)
      most = std::min(most, instance_.aggregators[supplier.aggregator].capacity);
    return most >= size.least;  // which is whole lots
  }

  // By the contract of the lane.
  std::int64_t PromisedOn(std::int32_t o, std::int32_t r) const {
    for (const match::DueContract& due : instance_.contracts)
      if (due.offer == o && due.requirement == r) return due.least;
    return 0;
  }

  const match::Solved& solved_;
  const Instance& instance_;
  const StopToken& stop_;
  Residual residual_;
};

}  // namespace

std::string_view ToWord(Standing standing) { return kStandingWords[static_cast<std::size_t>(standing)]; }

ExplainResult Explain(const match::Solved& solved, const ExplainQuestion& question, const Run& run,
                      const match::Solved* plan) {
  FindingLog log;
  const ExplainedRows named = FindExplained(solved.instance, question, log);
  ExplainResult result{.explanation = std::nullopt, .findings = log.Take(), .refusal = "", .unfit = {}};
  if (!result.findings.ok()) return result;
  std::shared_ptr<const Ground> ground = MakeGround(solved);
  if (!ground) {
    result.unfit = WhyNoGround(solved);
    return result;
  }
  Explainer explainer(solved, std::move(ground), run.stop);
  std::optional<Explanation> explanation = explainer.Requirement(named.requirement);
  if (!explanation) {
    result.refusal = "stopped before the answer was complete";
    return result;
  }
  if (plan != nullptr) explanation->plan = explainer.InPlanOf(named.requirement, *plan);
  if (run.progress) run.progress("explain", 0.5);
  if (named.supplier != kNone && !run.stop.Asked()) {
    explanation->candidate = explainer.Ask(named.requirement, named.supplier);
    if (plan != nullptr && explanation->candidate->offer != kNone)
      explanation->candidate->held_back =
          HeldBack(*plan).Of(explanation->candidate->offer, named.requirement);
  }
  if (run.stop.Asked()) {  // whatever was found of it since may be wrong
    explanation->candidate.reset();
    explanation->complete = false;
  }
  if (run.progress) run.progress("explain", 1);
  result.explanation = std::move(explanation);
  return result;
}

}  // namespace pasok::study
