#include "engine/match/report/rule_report.h"

#include <algorithm>

#include "engine/match/figures_in_words.h"
#include "engine/match/plan.h"
#include "engine/match/question/delivery.h"
#include "engine/match/report/cheapest_food.h"
#include "engine/match/report/limits_report.h"
#include "engine/match/report/sharing.h"
#include "engine/match/sold.h"
#include "engine/match/spread.h"

namespace pasok::match {
namespace {

constexpr std::uint8_t kEveryWeekday = 0x7f;
constexpr int kRulesInAll = static_cast<int>(Rule::kSteady) + 1;

std::int64_t MostSuppliers(const Matching& matching) {
  std::int64_t most = 0, suppliers = 0;
  std::int32_t requirement = kNone;
  for (const LaneFlow& flow : matching.flows) {  // by requirement
    suppliers = flow.requirement == requirement ? suppliers + 1 : 1;
    requirement = flow.requirement;
    most = std::max(most, suppliers);
  }
  return most;
}

}  // namespace

bool IsInUse(Rule rule, const Dataset& dataset, const Policy& policy, bool dated, bool any_stock) {
  const auto any_commodity = [&](auto holds) { return std::ranges::any_of(policy.commodities, holds); };
  switch (rule) {
    case Rule::kServiceDays:
      return dated && (policy.service_weekdays != kEveryWeekday || !dataset.calendar.empty());
    case Rule::kOfferDays:
      return dated && std::ranges::any_of(dataset.offers, [](const Offer& offer) {
               return offer.available_from || offer.available_to || offer.weekdays != kEveryWeekday;
             });
    case Rule::kBlocks:
      return !dataset.blocks.empty();
    case Rule::kRelatedParty:
      return policy.related_party == RelatedParty::kForbid &&
             std::ranges::any_of(dataset.demand_points,
                                 [](const DemandPoint& each) { return !each.owner_group.empty(); });
    case Rule::kRadius:
      return any_commodity([](const CommodityRule& each) { return each.max_distance.has_value(); });
    case Rule::kPriceCeiling:
      return policy.price_ceiling != CeilingMode::kOff &&
             any_commodity([](const CommodityRule& each) { return each.price_ceiling.has_value(); });
    case Rule::kLargestShare:
      return policy.max_share_per_supplier < Millionths{1'000'000};
    case Rule::kStrictAims:
      return policy.aims == Aims::kStrict;
    case Rule::kLicenceDates:
      return dated && std::ranges::any_of(dataset.suppliers, [](const Supplier& supplier) {
               return std::ranges::any_of(supplier.licences,
                                          [](const Licence& licence) { return licence.until.has_value(); });
             });
    case Rule::kRegionCeilings:
      return policy.price_ceiling != CeilingMode::kOff &&
             any_commodity([](const CommodityRule& each) { return !each.region_ceilings.empty(); });
    case Rule::kTravelTime:
      return any_commodity([](const CommodityRule& each) { return each.max_travel_minutes.has_value(); });
    case Rule::kProbation:
      return dated && policy.probation.days > 0;
    case Rule::kMenu:
      return !policy.menu.days.empty();
    case Rule::kStaggeredMenus:
      return !policy.menu.days.empty() && !policy.menu.most_per_day.empty();
    case Rule::kContracts:
      return !dataset.contracts.empty();
    case Rule::kAggregators:
      return policy.aggregators && std::ranges::any_of(dataset.suppliers, [](const Supplier& supplier) {
               return supplier.via != kNone;
             });
    case Rule::kBudget:
      return policy.budget.mode != BudgetMode::kOff;
    case Rule::kMinSuppliers:
      return policy.min_suppliers.mode != MinSuppliersMode::kOff;
    case Rule::kSteady:
      return false;  // not for the dataset and the policy to say
    case Rule::kOwnerShare:
    case Rule::kSupplierSpend:
    case Rule::kOwnerSpend:
    case Rule::kSupplierRegion:
    case Rule::kOwnerRegion:
    case Rule::kLocalShare:
    case Rule::kSmallShare:
      return policy.sharing.Limits(LimitOf(rule));
    case Rule::kWholeDeliveries:
      return AsksForWholeDeliveries(policy);
    case Rule::kStorage:
      return dated && policy.storage.on && !dataset.storage.empty();
    case Rule::kStock:
      return any_stock;
    case Rule::kSubstitutes:
      return !policy.substitutes.empty();
    case Rule::kFairSpread:
      return !policy.fair_spread.empty();
  }
  return false;
}

RuleReport ReportBudgets(const Dataset& dataset, const std::vector<PlannedBudget>& budgets) {
  RuleReport report{.rule = Rule::kBudget};
  for (const PlannedBudget& row : budgets) {
    ++report.all;
    if (row.over() == 0) continue;
    ++report.cases;
    report.over += row.over();
  }
  report.kept = report.cases == 0;
  const PlannedBudget* most = MostOver(budgets);
  if (!most) return report;
  report.example = dataset.demand_points[most->demand_point].id;
  if (most->date) report.example += " on " + ToIso(*most->date);
  report.example += ", by " + Rupiah(most->over());
  return report;
}

RuleReport ReportCarried(Rule rule, const std::vector<Carried>& carried) {
  const Carried::Way way = rule == Rule::kStorage ? Carried::Way::kStorage
                           : rule == Rule::kStock ? Carried::Way::kStock
                                                  : Carried::Way::kSubstitute;
  RuleReport report{.rule = rule};
  for (const Carried& row : carried) {
    if (row.way != way) continue;
    ++report.cases;
    report.quanta += row.quanta;
    report.served += row.served;
    report.over += row.cost();
  }
  return report;
}

std::vector<RuleReport> ReportRules(const Instance& instance, const Matching& matching, const Plan& plan) {
  std::vector<RuleReport> reports;
  for (int i = 0; i < kRulesInAll; ++i) {
    const auto rule = static_cast<Rule>(i);
    if (!IsInUse(rule, *instance.dataset, instance.policy, instance.date.has_value(),
                 !instance.stock.empty()))
      continue;
    RuleReport& report = reports.emplace_back(RuleReport{.rule = rule});
    switch (rule) {
      case Rule::kServiceDays:
      case Rule::kOfferDays:
      case Rule::kBlocks:
      case Rule::kRelatedParty:
      case Rule::kRadius:
      case Rule::kPriceCeiling:
      case Rule::kLargestShare:
      case Rule::kRegionCeilings:
      case Rule::kStrictAims:
        report = ReportLimit(rule, instance, matching, plan);
        break;
      case Rule::kLicenceDates:
        report.cases = CountExcluded(instance, Excluded::kLicenceEnded);
        break;
      case Rule::kTravelTime:
        break;
      case Rule::kProbation:
        report.cases =
            CountExcluded(instance, Excluded::kProbation) +
            std::ranges::count_if(instance.offers, [](const OfferRow& offer) { return offer.held_back > 0; });
        break;
      case Rule::kMenu:
        report.cases = std::ssize(instance.menu);
        break;
      case Rule::kStaggeredMenus: {
        const Int128 quantum = instance.policy.quantum.value;
        report.cases = instance.menu_overload.cases;
        report.broken = static_cast<std::int64_t>((instance.menu_overload.grams + quantum - 1) / quantum);
        report.kept = report.broken == 0;
        break;
      }
      case Rule::kContracts:
        for (const PlannedContract& row : plan.contracts) {
          const DueContract& due = row.due;
          ++report.all;
          if (due.broken() == 0) continue;
          if (report.kept) report.example = due.sentence;
          report.kept = false;
          ++report.cases;
          report.broken += due.broken();
        }
        break;
      case Rule::kAggregators:
        report.cases = std::ranges::count_if(instance.offers, [&](const OfferRow& offer) {
          return instance.suppliers[offer.supplier].aggregator != kNone;
        });
        break;
      case Rule::kBudget:
        report = ReportBudgets(*instance.dataset, plan.budgets);
        if (const PlannedBudget* most = MostOver(plan.budgets))
          report.example += CheapestInWords(*most, CostOfCheapest(instance, plan, *most));
        break;
      case Rule::kOwnerShare:
      case Rule::kSupplierSpend:
      case Rule::kOwnerSpend:
      case Rule::kSupplierRegion:
      case Rule::kOwnerRegion:
      case Rule::kLocalShare:
      case Rule::kSmallShare:
      case Rule::kMinSuppliers:
        report = ReportSharing(rule, *instance.dataset, instance.policy, plan.sharing);
        break;
      case Rule::kWholeDeliveries:
        report.cases = CountExcluded(instance, Excluded::kTooSmall);
        report.most_suppliers = MostSuppliers(matching);
        report.example = ClashesOfDeliveries(instance).InWords();
        report.kept = !instance.policy.deliveries.most_suppliers ||
                      report.most_suppliers <= *instance.policy.deliveries.most_suppliers;
        if (!matching.network) break;
        report.more_short = plan.totals.shortage - matching.network->shortage;
        report.more_cost = matching.objective - plan.totals.penalty - matching.network->cost;
        break;
      case Rule::kStorage:
        report = ReportCarried(rule, plan.carried);
        break;
      case Rule::kStock:
        report = ReportCarried(rule, plan.carried);
        break;
      case Rule::kSubstitutes:
        report = ReportCarried(rule, plan.carried);
        break;
      case Rule::kFairSpread: {
        const std::vector<std::int64_t> quanta = QuantaOfOffers(instance, matching.flows);
        report.all = std::ranges::count_if(quanta, [](std::int64_t of_offer) { return of_offer > 0; });
        report.over = plan.totals.spread;
        report.steps = TallySpread(instance, matching.flows);
        report.cases = report.steps.front().offers;
        break;
      }
      case Rule::kSteady:
        break;
    }
  }
  return reports;
}

}  // namespace pasok::match
