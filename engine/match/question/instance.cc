#include "engine/match/question/instance.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "engine/match/question/ahead.h"
#include "engine/match/question/asked_day.h"
#include "engine/match/question/contracts.h"
#include "engine/match/question/day_budgets.h"
#include "engine/match/question/forbidden_pairs.h"
#include "engine/match/question/instance_places.h"
#include "engine/match/question/lost_stock.h"
#include "engine/match/question/offer_rows.h"
#include "engine/match/question/places.h"
#include "engine/match/question/question_names.h"
#include "engine/match/question/reliefs.h"
#include "engine/match/question/total_range.h"
#include "engine/match/question/transfers.h"
#include "engine/register/finding_log.h"
#include "engine/register/read.h"

namespace pasok::match {
namespace {

// Fills one instance, step by step in the order of the calls in Build.
class Builder {
 public:
  Builder(const Dataset& dataset, const Policy& policy, const Question& question,
          const std::optional<Date>& first_day, const MenuOverload& menu_overload, FindingLog& log)
      : dataset_(dataset), log_(log), places_(dataset, policy) {
    instance_.dataset = &dataset;
    instance_.policy = policy;
    // Nearness goes before money then, at any price.
    if (policy.aims == Aims::kStrict) instance_.policy.tier_surcharge = {};
    instance_.regions = question.regions;
    instance_.date = first_day;
    instance_.asked_days = question.days;
    instance_.menu_overload = menu_overload;
  }

  // What may be kept though it has substitutes; before any day is added.
  void SetReliefs(std::span<const AheadKeys> ahead) {
    relieved_ = RelievedCommodities(dataset_, instance_.policy, ahead);
    for (const AheadKeys& keys : ahead) {
      for (const auto& key : keys) {
        if (std::ranges::binary_search(relieved_, key.second)) keeps_.push_back(key);
      }
    }
    std::ranges::sort(keeps_);
    const auto repeated = std::ranges::unique(keeps_);
    keeps_.erase(repeated.begin(), repeated.end());
  }

  // A new last day, with one span per commodity of the dataset, and one per kind of relief.
  void AddDay(const std::optional<Date>& date) {
    instance_.days.push_back(date);
    for (std::int32_t k = 0; k < std::ssize(dataset_.commodities); ++k) AddSpan(k, false);
    for (const std::int32_t k : relieved_) AddSpan(k, true);
  }

  void AddMenu(std::vector<MenuServing> servings) {
    for (MenuServing& serving : servings) serving.day = last_day();
    instance_.menu.insert(instance_.menu.end(), servings.begin(), servings.end());
  }

  // `ahead`: what may come for a later day, though none of it is needed on this one.
  void AddRequirements(const std::vector<AskedNeed>& needs, const AheadKeys& ahead) {
    const Policy& policy = instance_.policy;
    const std::int64_t penalty_per_quantum =
        RoundHalfUp(Int128{policy.quantum.value} * policy.shortage_penalty.value, 1000);
    const auto first = std::ssize(instance_.requirements);
    for (const AskedNeed& asked : needs) {
      const std::int64_t need = QuantaToCover(asked.weight, policy.quantum).value;
      if (need == 0) continue;
      instance_.requirements.push_back(
          {.demand_point = asked.demand_point,
           .commodity = instance_.SpanOf(last_day(), asked.commodity),
           .need = need,
           .penalty = penalty_per_quantum * dataset_.demand_points[asked.demand_point].priority,
           .lane_cap = LaneCapOf(policy, need)});
    }
    AddStandIns(static_cast<std::int32_t>(first), instance_);
    std::set<std::pair<std::int32_t, std::int32_t>> present;
    for (auto row = instance_.requirements.begin() + first;
         row != instance_.requirements.end() && !ahead.empty(); ++row)
      present.emplace(row->demand_point, instance_.commodities[row->commodity].dataset_commodity);
    for (const auto& [demand_point, commodity] : ahead) {
      if (present.contains({demand_point, commodity})) continue;
      instance_.requirements.push_back(
          {.demand_point = demand_point,
           .commodity = instance_.SpanOf(last_day(), commodity),
           .need = 0,
           .penalty = penalty_per_quantum * dataset_.demand_points[demand_point].priority,
           .lane_cap = 1});
    }
    AddReliefs(static_cast<std::int32_t>(first), keeps_, instance_);
    std::ranges::stable_sort(
        instance_.requirements.begin() + first, instance_.requirements.end(), {},
        [](const RequirementRow& row) { return std::pair(row.commodity, row.demand_point); });
  }

  void CloseRequirements() {
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      ++instance_.commodities[instance_.requirements[r].commodity].end_requirement;
    }
    for (std::size_t k = 1; k < instance_.commodities.size(); ++k) {
      CommoditySpan& span = instance_.commodities[k];
      span.first_requirement = instance_.commodities[k - 1].end_requirement;
      span.end_requirement += span.first_requirement;
    }
  }

  void AddOffers(std::int32_t day, const TakenWeights& taken) {
    if (!offers_) offers_.emplace(instance_, places_);
    offers_->AddDay(day, taken);
  }

  // They are counted already.
  void CloseOffers() {
    for (std::size_t k = 1; k < instance_.commodities.size(); ++k) {
      CommoditySpan& span = instance_.commodities[k];
      span.first_offer = instance_.commodities[k - 1].end_offer;
      span.end_offer += span.first_offer;
    }
  }

  void AddPlaces() { StandAtPlaces(places_, instance_, log_); }
  void AddForbiddenPairs() { ForbidPairs(instance_, log_); }
  void AddDayBudgets() { AddBudgets(instance_); }
  void AddTransfersBetween() { AddTransfers(instance_); }
  void AddContracts() { ApplyContracts(instance_); }

  // Rows of an earlier plan that name what the dataset no longer has are of no use here.
  void AddFamiliar(const std::vector<Delivered>& previous) {
    for (const Delivered& row : previous) {
      const std::int32_t supplier = dataset_.FindSupplier(row.supplier_id);
      const std::int32_t demand_point = dataset_.FindDemandPoint(row.demand_id);
      if (supplier == kNone || demand_point == kNone) continue;
      instance_.familiar.push_back({.supplier = supplier, .demand_point = demand_point});
      if (const std::int32_t commodity = dataset_.FindCommodity(row.commodity); commodity != kNone)
        instance_.familiar.push_back(
            {.supplier = supplier, .demand_point = demand_point, .commodity = commodity});
    }
    std::ranges::sort(instance_.familiar);
    const auto repeated = std::ranges::unique(instance_.familiar);
    instance_.familiar.erase(repeated.begin(), repeated.end());
  }

  // What of it the dataset no longer has is of no use either.
  void AddStock(const std::vector<AtHand>& at_hand) {
    if (instance_.policy.stock) instance_.stock = dataset_.stock;
    for (const AtHand& row : at_hand) {
      const std::int32_t demand_point = dataset_.FindDemandPoint(row.demand_id);
      const std::int32_t commodity = dataset_.FindCommodity(row.commodity);
      if (demand_point == kNone || commodity == kNone) continue;
      instance_.stock.push_back(
          {.demand_point = demand_point, .commodity = commodity, .weight = row.weight, .use_by = row.use_by});
    }
    std::ranges::stable_sort(instance_.stock, {},
                             [](const Stock& row) { return std::pair(row.demand_point, row.commodity); });
  }

  Instance Take() { return std::move(instance_); }
  const Instance& instance() const { return instance_; }

 private:
  void AddSpan(std::int32_t commodity, bool is_relief) {
    instance_.commodities.push_back({.dataset_commodity = commodity,
                                     .rule = instance_.policy.FindCommodity(dataset_.commodities[commodity]),
                                     .day = last_day(),
                                     .is_relief = is_relief});
  }

  std::int32_t last_day() const { return static_cast<std::int32_t>(instance_.days.size()) - 1; }

  const Dataset& dataset_;
  FindingLog& log_;
  PlaceBook places_;
  Instance instance_;
  std::optional<OfferRows> offers_;     // once there is a day
  std::vector<std::int32_t> relieved_;  // commodities of which there are reliefs
  AheadKeys keeps_;                     // of these what may be kept of, sorted
};

std::optional<Instance> Build(const Dataset& dataset, const Policy& policy, const Question& question,
                              FindingLog& log) {
  const std::vector<bool> asked = DemandPointsAsked(dataset, question.regions, log);
  if (log.errors() > 0) return std::nullopt;
  const AskedDays asked_days =
      FindAskedDays(dataset, policy, asked, question.date, question.days, log, question.may_be_empty);
  if (log.errors() > 0) return std::nullopt;

  Builder builder(dataset, policy, question, asked_days.first, asked_days.menu_overload, log);
  WarnOfUnknownSuppliers(dataset, question.taken, log);
  builder.AddStock(question.at_hand);
  const std::vector<AheadKeys> ahead = FindAhead(dataset, policy, asked_days.days, builder.instance().stock);
  builder.SetReliefs(ahead);
  for (std::size_t i = 0; i < asked_days.days.size(); ++i) {
    const AskedDay& day = asked_days.days[i];
    builder.AddDay(day.date);
    builder.AddRequirements(day.needs, ahead[i]);
    builder.AddMenu(day.menu);
  }
  builder.CloseRequirements();
  builder.AddTransfersBetween();
  for (std::int32_t i = 0; i < std::ssize(asked_days.days); ++i) {
    const AskedDay& day = asked_days.days[i];
    // Of several days an empty one stands here only where all are.
    if (question.days == 1 || !day.needs.empty())
      builder.AddOffers(i, SumTaken(dataset, question.taken, day.date));
  }
  builder.CloseOffers();
  builder.AddPlaces();
  builder.AddForbiddenPairs();
  builder.AddDayBudgets();
  builder.AddFamiliar(question.previous);
  WarnOfLostStock(builder.instance(), asked, log);
  WarnOfLaterSellers(builder.instance(), log);
  if (log.errors() > 0) return std::nullopt;
  if (std::optional<Finding> too_large = CheckTotals(builder.instance())) {
    log.Add(*std::move(too_large));
    return std::nullopt;
  }
  builder.AddContracts();
  return builder.Take();
}

}  // namespace

bool Instance::IsFamiliar(std::int32_t offer, std::int32_t demand_point,
                          std::int32_t dataset_commodity) const {
  return std::ranges::binary_search(familiar,
                                    Familiar{.supplier = suppliers[offers[offer].supplier].dataset_supplier,
                                             .demand_point = demand_point,
                                             .commodity = dataset_commodity});
}

const PairTerm* Instance::FindPairTerm(std::int32_t offer, std::int32_t requirement) const {
  if (pair_terms.empty()) return nullptr;
  const auto key = [](const PairTerm& term) { return std::pair(term.requirement, term.offer); };
  const auto found = std::ranges::lower_bound(pair_terms, std::pair(requirement, offer), {}, key);
  return found == pair_terms.end() || key(*found) != std::pair(requirement, offer) ? nullptr : &*found;
}

InstanceReading BuildInstance(const Dataset& dataset, const Policy& policy, const Question& question) {
  FindingLog log;
  for (const Finding& finding : CheckAgainst(dataset, policy).list) log.Add(finding);
  for (const std::string& code : MissingCommodities(dataset, policy)) {
    log.Add({.code = "unknown_commodity",
             .field = "menu",
             .value = code,
             .expected = "a commodity that the dataset knows, if only by the menu"});
  }
  std::optional<Instance> instance;
  if (log.errors() == 0) instance = Build(dataset, policy, question, log);
  return {.instance = std::move(instance), .findings = log.Take()};
}

}  // namespace pasok::match
