#include "engine/study/explain.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "engine/match/question/delivery.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/spread.h"
#include "engine/register/finding_log.h"
#include "engine/register/limits.h"
#include "engine/study/days.h"
#include "engine/study/explained_rows.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::SupplierRow;

constexpr std::array<std::string_view, 8> kStandingWords{
    "not_eligible", "serves", "tie", "dearer", "sold_out", "by_contract", "aggregator_full", "promised"};

constexpr std::int64_t kMostCapacity = 1'000'000'000'000;  // quanta that are asked about

// The last of [low, high] for which `holds`, where it holds of `low` and not of `high`. O(log).
std::int64_t LastThatHolds(std::int64_t low, std::int64_t high,
                           const std::function<bool(std::int64_t)>& holds) {
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (holds(middle) ? low : high) = middle;
  }
  return low;
}

class Explainer {
 public:
  Explainer(const match::Solved& solved, std::shared_ptr<const Ground> ground, const StopToken& stop)
      : solved_(solved),
        instance_(solved.instance),
        stop_(stop),
        couples_days_(CouplesDays(solved.instance)),
        residual_(std::move(ground)) {
    residual_.HeedInQuestions(stop);
  }

  // nullopt: asked to stop before there was anything to tell.
  std::optional<Explanation> Requirement(std::int32_t r) {
    Explanation explanation;
    explanation.requirement = r;
    explanation.shortage = residual_.Shortage(r);
    explanation.value = residual_.NeedValue(r);
    explanation.less_saves = explanation.value.less, explanation.more_costs = explanation.value.more;
    if (!instance_.transfers.empty()) {
      explanation.more_costs = residual_.CostOfNeed(r, 1);
      if (residual_.Need(r) > 1 && !IsPromised(r)) explanation.less_saves = -residual_.CostOfNeed(r, -1);
    }
    if (stop_.Asked()) return std::nullopt;
    for (std::int32_t i = 0; i < std::ssize(instance_.transfers); ++i) {
      const match::Transfer& transfer = instance_.transfers[i];
      const std::int64_t quanta = residual_.Transferred(i);
      if (quanta > 0 && Serves(transfer, r)) explanation.comes.push_back({i, quanta});
      if (quanta > 0 && transfer.from == r) explanation.goes.push_back({i, quanta});
    }
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

  // Itself or through its relief.
  bool Serves(const match::Transfer& transfer, std::int32_t r) const {
    if (transfer.to == r) return !match::LeavesRelief(instance_, transfer);
    return instance_.IsRelief(transfer.to) && match::NeedOf(instance_, transfer.to) == r;
  }

  // By contracts, which end where less is needed.
  bool IsPromised(std::int32_t r) const {
    return std::ranges::any_of(instance_.pair_terms, [&](const match::PairTerm& term) {
      return term.requirement == r && term.reserved > 0;
    });
  }

  std::vector<InPlan> InPlanOf(std::int32_t r, const match::Solved& plan) {
    std::vector<InPlan> rows;
    for (const match::LaneFlow& flow : plan.matching.flows) {
      if (flow.requirement != r) continue;
      InPlan row;
      row.offer = flow.offer, row.quanta = flow.quanta, row.lane = solved_.lanes.Cost(flow.offer, r);
      if (residual_.Flow(flow.offer, r) == 0) row.cycle = residual_.CycleThrough(flow.offer, r);
      if (stop_.Asked()) row.cycle.reset();
      rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, {}, &InPlan::offer);
    return rows;
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
    candidate.sold = residual_.Sold(o);
    candidate.lane = solved_.lanes.Cost(o, r);
    candidate.cycle = residual_.CycleThrough(o, r);
    const bool own_left = candidate.sold < residual_.OfferCapacity(o) &&
                          residual_.SoldBySupplier(s) < residual_.SupplierCapacity(s);
    const bool by_contract = candidate.quanta > 0 && candidate.quanta == residual_.Reserved(o, r);
    candidate.standing = by_contract                                     ? Standing::kByContract
                         : candidate.quanta > 0                          ? Standing::kServes
                         : candidate.cycle && candidate.cycle->cost == 0 ? Standing::kTie
                         : residual_.HasLeft(o) && candidate.cycle       ? Standing::kDearer
                         : residual_.HasLeft(o)                          ? Standing::kPromised
                         : own_left                                      ? Standing::kAggregatorFull
                                                                         : Standing::kSoldOut;
    if (by_contract) return candidate;
    rows_ = RowsOf(o);
    FindPrice(r, candidate);
    FindCapacity(r, candidate);
    if (candidate.standing == Standing::kAggregatorFull) FindHandling(r, candidate);
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

  // Whether some optimal plan of what stands buys from the offer for the requirement.
  bool Buys(std::int32_t o, std::int32_t r) {
    if (residual_.Flow(o, r) > 0) return true;
    if (residual_.OfferCapacity(o) == 0) return false;
    const std::optional<Path> cycle = residual_.CycleThrough(o, r);
    return cycle && cycle->cost == 0;
  }

  // The rows that the offer's register row has, the offer itself first: of all days where one may serve
  // another, else no other matters.
  std::vector<std::int32_t> RowsOf(std::int32_t o) const {
    std::vector<std::int32_t> rows{o};
    if (!couples_days_) return rows;
    for (std::int32_t other = 0; other < std::ssize(instance_.offers); ++other) {
      if (other != o && instance_.offers[other].dataset_offer == instance_.offers[o].dataset_offer)
        rows.push_back(other);
    }
    return rows;
  }

  bool BuysAtPrice(std::int32_t o, std::int32_t r, std::int64_t price) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    std::int32_t own = kNone;
    for (const std::int32_t row : rows_) {
      const std::int32_t again = Again(row, residual_.OfferCapacity(row), price, instance_.offers[row].whole);
      if (row == o) own = again;
    }
    const bool buys = Buys(own, r);
    residual_.Rollback(mark);
    return buys;
  }

  // The offer in place of itself, at that price and with that capacity, but for what contracts reserve: that
  // is sold whatever the price is. The new one's index.
  std::int32_t Again(std::int32_t o, std::int64_t capacity, std::int64_t price, std::int64_t whole) {
    const match::OfferRow& row = instance_.offers[o];
    const std::int64_t reserved = residual_.ReservedOf(o);
    residual_.SetOfferCapacity(o, reserved);
    NewSupplier again;
    again.existing = row.supplier;
    again.offers.push_back({.commodity = row.commodity,
                            .capacity = capacity - reserved,
                            .price_sen_per_kg = price,
                            .whole = whole,
                            .given = row.given + reserved,
                            .like = o});
    return residual_.Add(again).first_offer;
  }

  // With so much more or less of it, on each day as far as there is so much.
  bool BuysWithMore(std::int32_t o, std::int32_t r, std::int64_t more) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    std::int32_t own = kNone;
    for (const std::int32_t row : rows_) {
      const std::int32_t changed = SetCapacity(row, residual_.OfferCapacity(row) + more);
      if (row == o) own = changed;
    }
    const bool buys = Buys(own, r);
    residual_.Rollback(mark);
    return buys;
  }

  // The offer that has it then, its total having risen along.
  std::int32_t SetCapacity(std::int32_t o, std::int64_t capacity) {
    const std::int32_t s = instance_.offers[o].supplier;
    capacity = std::max(capacity, residual_.ReservedOf(o));
    const std::int64_t more = capacity - residual_.OfferCapacity(o);
    const std::int64_t total = residual_.SupplierCapacity(s);
    if (more > 0 && total != SupplierRow::kUnlimited) residual_.SetSupplierCapacity(s, total + more);
    if (match::SpreadsFairly(instance_)) {  // the shares are of another whole
      const match::OfferRow& row = instance_.offers[o];
      const std::int64_t whole = std::min(row.given + capacity, residual_.SupplierCapacity(s));
      return Again(o, capacity, row.price_sen_per_kg, whole);
    }
    residual_.SetOfferCapacity(o, capacity);
    return o;
  }

  bool BuysWithMoreHandled(std::int32_t o, std::int32_t r, std::int64_t more) {
    if (stop_.Asked()) return false;
    const Residual::Mark mark = residual_.Here();
    const std::int32_t own = AggregatorOf(o);
    for (std::int32_t a = 0; a < std::ssize(instance_.aggregators); ++a) {
      const bool same =
          instance_.aggregators[a].dataset_supplier == instance_.aggregators[own].dataset_supplier;
      const std::int64_t handling = residual_.AggregatorCapacity(a);
      if (same && (a == own || couples_days_) && handling != SupplierRow::kUnlimited)
        residual_.SetAggregatorCapacity(a, handling + more);
    }
    const bool buys = Buys(o, r);
    residual_.Rollback(mark);
    return buys;
  }

  std::int32_t AggregatorOf(std::int32_t o) const {
    return instance_.suppliers[instance_.offers[o].supplier].aggregator;
  }

  std::int64_t HighestLawfulPrice(std::int32_t o) const {
    const CommodityRule& rule = *instance_.commodities[instance_.offers[o].commodity].rule;
    const bool hard = instance_.policy.price_ceiling == CeilingMode::kHard;
    const Dataset& dataset = *instance_.dataset;
    const std::int32_t seller = instance_.suppliers[instance_.offers[o].supplier].dataset_supplier;
    const std::optional<SenPerKg> ceiling =
        rule.CeilingIn(dataset.regions[dataset.suppliers[seller].region].code);
    return hard && ceiling ? ceiling->value : limits::kRupiahPerKg.most;
  }

  void FindPrice(std::int32_t r, Candidate& candidate) {
    const std::int32_t o = candidate.offer;
    const std::int64_t price = instance_.offers[o].price_sen_per_kg;
    const auto buys = [&](std::int64_t at) { return BuysAtPrice(o, r, at); };
    if (IsBought(candidate)) {
      const std::int64_t highest = HighestLawfulPrice(o);
      candidate.at_ceiling = buys(highest);
      candidate.highest_price = candidate.at_ceiling ? highest : LastThatHolds(price, highest, buys);
      return;
    }
    // Cheaper by what a quantum of it costs more: mostly right, and far cheaper to look at than half the
    // price.
    std::int64_t high = price;
    if (candidate.cycle && price > 0) {
      const auto per_kg =
          static_cast<std::int64_t>(Int128{candidate.cycle->cost} * 1000 / instance_.policy.quantum.value);
      const std::int64_t guess = std::clamp<std::int64_t>(price - per_kg, 0, price - 1);
      if (buys(guess)) {
        candidate.highest_price = buys(guess + 1) ? LastThatHolds(guess + 1, price, buys) : guess;
        return;
      }
      high = guess;
    }
    if (high > 0 && buys(0)) candidate.highest_price = LastThatHolds(0, high, buys);
  }

  void FindCapacity(std::int32_t r, Candidate& candidate) {
    const std::int32_t o = candidate.offer;
    const std::int64_t capacity = residual_.OfferCapacity(o);
    // Turned round, so that what holds comes first.
    const auto buys = [&](std::int64_t minus) { return BuysWithMore(o, r, -minus - capacity); };
    if (IsBought(candidate)) {
      candidate.least_capacity = -LastThatHolds(-capacity, 0, buys);
      return;
    }
    std::int64_t enough = 0;
    for (const std::int32_t row : rows_) {
      std::int64_t of_row = std::max(capacity, residual_.OfferCapacity(row)) +
                            std::max<std::int64_t>(capacity - residual_.OfferCapacity(row), 0) +
                            NeededOf(instance_.offers[row].commodity);
      // Of a total that grows with it its other goods may take a part first.
      const std::int32_t s = instance_.offers[row].supplier;
      if (residual_.SupplierCapacity(s) != SupplierRow::kUnlimited) {
        for (const std::int32_t other : residual_.OffersOf(s))
          if (other != row) of_row += residual_.OfferCapacity(other);
      }
      enough = std::max(enough, of_row);
    }
    // So much that all of that is below the first step that there is a share below.
    for (const SpreadStep& step : instance_.policy.fair_spread) {
      if (step.above_share.value == 0) continue;
      enough = static_cast<std::int64_t>(
          std::min<Int128>(Int128{enough} * 1'000'000 / step.above_share.value + 1, kMostCapacity));
      break;
    }
    if (buys(-enough)) candidate.least_capacity = -LastThatHolds(-enough, -capacity, buys);
  }

  void FindHandling(std::int32_t r, Candidate& candidate) {
    const std::int32_t o = candidate.offer;
    const std::int64_t handling = residual_.AggregatorCapacity(AggregatorOf(o));
    const auto buys = [&](std::int64_t minus) { return BuysWithMoreHandled(o, r, -minus - handling); };
    std::int64_t most = 0;  // that it could be asked to handle
    for (std::int32_t k = 0; k < std::ssize(instance_.commodities); ++k) most += NeededOf(k);
    // Ever larger steps: a little more is far cheaper to look at than all.
    std::int64_t too_little = handling;
    for (std::int64_t more = 1; too_little < handling + most; more *= 2) {
      const std::int64_t enough = std::min(handling + more, handling + most);
      if (buys(-enough)) {
        candidate.least_handling = -LastThatHolds(-enough, -too_little, buys);
        return;
      }
      too_little = enough;
    }
  }

  // By everybody, to send on too.
  std::int64_t NeededOf(std::int32_t commodity) const {
    const match::CommoditySpan& span = instance_.commodities[commodity];
    std::int64_t needed = 0;
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
      needed += instance_.requirements[r].most_in();
    return needed;
  }

  static bool IsBought(const Candidate& candidate) {
    return candidate.standing == Standing::kServes || candidate.standing == Standing::kTie;
  }

  const match::Solved& solved_;
  const Instance& instance_;
  const StopToken& stop_;
  const bool couples_days_;
  std::vector<std::int32_t> rows_;  // of the offer that is asked about, as RowsOf
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
  if (plan != nullptr) {
    explanation->moved = true;
    explanation->in_plan = explainer.InPlanOf(named.requirement, *plan);
  }
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
