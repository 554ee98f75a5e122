#include <cstdlib>

#include "engine/match/figures_in_words.h"
#include "engine/match/report/rule_report.h"
#include "engine/match/report/sharing.h"
#include "engine/register/decimal.h"
#include "engine/register/words.h"

namespace pasok::match {
namespace {

// "of 7 offers in use 3 give more than 0.5 of their capacity, by 12 kg in all, 1 more than 0.8, by 2 kg; …".
std::string SpreadSentence(const RuleReport& report, const Policy& policy, const std::string& each_day) {
  std::string text =
      "of " + Counted(report.all, "offer", "offers") + " in use" + (each_day.empty() ? "" : each_day + ",");
  for (std::size_t i = 0; i < report.steps.size() && i < policy.fair_spread.size(); ++i) {
    const auto& [offers, quanta] = report.steps[i];
    text += (i == 0 ? " " : ", ") + Number(offers) + (offers == 1 ? " gives" : " give") + " more than " +
            DecimalText(policy.fair_spread[i].above_share.value, 6) + " of " +
            (offers == 1 ? "its" : "their") + " capacity, by " + Kg(quanta, policy.quantum) + " in all";
  }
  return text + "; surcharges of " + Rupiah(report.over);
}

// Of a floor, which limits what isn't as it should be.
std::string FloorSentence(const RuleReport& report, const Policy& policy, const std::string& each_day) {
  const Millionths most = policy.sharing.most[static_cast<std::size_t>(LimitOf(report.rule))];
  const auto of_food = [&](std::string_view whose) {
    return DecimalText(Sharing::kWhole.value - most.value, 6)
        .append(" of ")
        .append(whose)
        .append(" food from ")
        .append(report.rule == Rule::kLocalShare ? std::string(whose).append(" own suppliers")
                                                 : "small suppliers")
        .append(each_day);
  };
  if (report.kept) return "every kabupaten gets at least " + of_food("its");
  return Number(report.cases) + " kabupaten " +
         (report.cases == 1 ? "gets less than " + of_food("its") : "get less than " + of_food("their")) +
         ": " + Kg(report.broken, policy.quantum) + " too little in all, most of all in " + report.example;
}

// "1 of 3 demand points has", by what there is of it, and how many have it.
std::string CountedOf(std::int64_t cases, std::int64_t all, const std::string& one, const std::string& many,
                      const char* has, const char* have) {
  return Number(cases) + " of " + Counted(all, one, many) + (cases == 1 ? has : have);
}

// `each_day`: what to say behind a count of several days; "" for a plan of one.
std::string WhatHolds(const RuleReport& report, const Policy& policy, const std::string& each_day) {
  const std::string offers = Counted(report.cases, "offer", "offers");
  const std::string rows = Counted(report.cases, "row", "rows");
  const std::string kg = Kg(report.quanta, policy.quantum);
  switch (report.rule) {
    case Rule::kServiceDays:
      return CountedOf(report.cases, report.all, "demand point", "demand points", " doesn't serve",
                       " don't serve") +
             " by the weekday or the calendar" + each_day;
    case Rule::kOfferDays:
      return offers + " left out: not sold on the day" + each_day;
    case Rule::kBlocks:
      return Counted(report.cases, "pair", "pairs") + " of supplier and demand point kept apart by blocks" +
             each_day;
    case Rule::kRelatedParty:
      return Counted(report.cases, "pair", "pairs") +
             " of supplier and demand point of one owner kept apart" + each_day;
    case Rule::kRadius:
      return (report.cases > 0 ? offers + " left out: too far from the aggregator" + each_day + "; " : "") +
             "no delivery comes from beyond max_distance_km" +
             (report.example.empty() ? "" : ", nearest to it " + report.example);
    case Rule::kLargestShare:
      return Number(report.cases) + " of " + Counted(report.all, "row", "rows") +
             " at the largest share of a need, " + DecimalText(policy.max_share_per_supplier.value, 6) +
             "; none above";
    case Rule::kStrictAims:
      return kg + " from beyond the kitchens' own desa, " +
             (report.kept ? "the least in each rank, proven rank by rank" : "not proven: stopped early");
    case Rule::kLicenceDates:
      return offers + " left out: a licence that the commodity requires has ended" + each_day;
    case Rule::kPriceCeiling:
    case Rule::kRegionCeilings:
      if (policy.price_ceiling == CeilingMode::kHard)
        return offers + " left out: above the ceiling" + each_day;
      if (report.kept) return "nothing bought above the ceiling";
      return Kg(report.broken, policy.quantum) + " bought above the ceiling, in " + rows + ", by " +
             Rupiah(report.over) + " in all, most of all " + report.example;
    case Rule::kTravelTime:
      return "no road that is listed with its minutes takes longer than max_travel_minutes";
    case Rule::kProbation:
      return offers + " of suppliers that are new cut to a share of " +
             DecimalText(policy.probation.max_share.value, 6) + " of their capacity" + each_day;
    case Rule::kMenu:
      return Counted(report.cases, "demand point cooks", "demand points cook") + " by the menu" + each_day;
    case Rule::kStaggeredMenus:
      if (report.kept) return "no day of the cycle needs more of a commodity than most_kg_per_day";
      return Kg(report.broken, policy.quantum) + " above most_kg_per_day, on " +
             Counted(report.cases, "day", "days") + " of the cycle, each commodity for itself";
    case Rule::kContracts: {
      const std::string due = Counted(report.all, "contract", "contracts");
      if (report.kept) return due + " due, all of them kept" + each_day;
      return Number(report.cases) + " of " + due + (report.all == 1 ? " that was" : " that were") + " due" +
             (each_day.empty() ? "" : each_day + ",") + " broken by " + Kg(report.broken, policy.quantum) +
             " in all, for example: " + report.example;
    }
    case Rule::kAggregators:
      return offers + " sold through an aggregator" + each_day;
    case Rule::kBudget: {
      const std::string all = Counted(report.all, "budget", "budgets");
      if (report.kept) return all + ", none exceeded";
      return Number(report.cases) + " of " + all + " exceeded, by " + Rupiah(report.over) +
             " in all, most of all " + report.example;
    }
    case Rule::kMinSuppliers: {
      const std::string enough = Counted(policy.min_suppliers.suppliers, "supplier", "suppliers");
      if (report.kept) return "every demand point has at least " + enough;
      return CountedOf(report.cases, report.all, "demand point", "demand points", " has", " have") +
             " fewer than " + enough + each_day + "; fewest at " + report.example;
    }
    case Rule::kSteady:
      return Kg(report.broken, policy.quantum) + " from suppliers who are new to the demand point; " +
             CountedOf(report.cases, report.all, "demand point", "demand points", " has", " have") +
             " a new supplier of a risky commodity" +
             (report.example.empty() ? "" : ", " + report.example + " for one");
    case Rule::kOwnerShare:
    case Rule::kSupplierSpend:
    case Rule::kOwnerSpend:
    case Rule::kSupplierRegion:
    case Rule::kOwnerRegion: {
      const std::string all = Counted(report.all, "share", "shares");
      if (report.kept) return all + ", all within their limits" + each_day;
      const std::string by = IsOfMoney(report.rule) ? Rupiah(report.over) : Kg(report.broken, policy.quantum);
      return Number(report.cases) + " of " + all + " above the limit" + each_day + ", by " + by +
             " in all, most of all " + report.example;
    }
    case Rule::kLocalShare:
    case Rule::kSmallShare:
      return FloorSentence(report, policy, each_day);
    case Rule::kWholeDeliveries: {
      const std::string more = Kg(std::abs(report.more_short), policy.quantum);
      return (policy.deliveries.whole
                  ? offers + " left out as too small" + each_day + "; every delivery is whole"
                  : "") +
             (policy.deliveries.whole ? ", " : "") + "a requirement has " +
             Counted(report.most_suppliers, "supplier", "suppliers") + " at most; " + more +
             (report.more_short < 0 ? " less" : " more") + " short than in parts of any size, and " +
             Rupiah(std::abs(report.more_cost)) + (report.more_cost < 0 ? " cheaper" : " dearer") +
             (report.example.empty() ? "" : "; " + report.example);
    }
    case Rule::kStorage:
      return kg + " kept for a later day, in " + rows + ", for " + Rupiah(report.over);
    case Rule::kStock:
      return kg + " of stock cooked, in " + rows;
    case Rule::kSubstitutes:
      return kg +
             (policy.has_ratios() ? " serve for " + Kg(report.served, policy.quantum) + " as substitutes, in "
                                  : " served by substitutes, in ") +
             rows + ", for " + Rupiah(report.over);
    case Rule::kFairSpread:
      return SpreadSentence(report, policy, each_day);
  }
  return "";
}

// Whether the policy aims at the rule, but its strict aims come first and are all that is sought.
bool IsOnlyCounted(Rule rule, const Policy& policy) {
  if (policy.aims != Aims::kStrict) return false;
  if (rule == Rule::kBudget) return policy.budget.mode == BudgetMode::kAim;
  if (rule == Rule::kMinSuppliers) return policy.min_suppliers.mode != MinSuppliersMode::kReport;
  const bool is_share = rule >= Rule::kOwnerShare && rule <= Rule::kSmallShare;
  return rule == Rule::kSteady || (is_share && policy.sharing.mode == SharingMode::kAim);
}

}  // namespace

std::string_view ToWord(Rule rule) {
  switch (rule) {
    case Rule::kServiceDays:
      return "service_days";
    case Rule::kOfferDays:
      return "offer_days";
    case Rule::kBlocks:
      return "blocks";
    case Rule::kRelatedParty:
      return "related_party";
    case Rule::kRadius:
      return "radius";
    case Rule::kPriceCeiling:
      return "price_ceiling";
    case Rule::kLargestShare:
      return "max_share_per_supplier";
    case Rule::kLicenceDates:
      return "licence_dates";
    case Rule::kRegionCeilings:
      return "region_ceilings";
    case Rule::kTravelTime:
      return "travel_time";
    case Rule::kProbation:
      return "probation";
    case Rule::kMenu:
      return "menu";
    case Rule::kStaggeredMenus:
      return "staggered_menus";
    case Rule::kContracts:
      return "contracts";
    case Rule::kAggregators:
      return "aggregators";
    case Rule::kBudget:
      return "budget";
    case Rule::kMinSuppliers:
      return "min_suppliers_per_demand_point";
    case Rule::kSteady:
      return "steady";
    case Rule::kOwnerShare:
    case Rule::kSupplierSpend:
    case Rule::kOwnerSpend:
    case Rule::kSupplierRegion:
    case Rule::kOwnerRegion:
    case Rule::kLocalShare:
    case Rule::kSmallShare:
      return kShareLimitWords[static_cast<std::size_t>(LimitOf(rule))];
    case Rule::kWholeDeliveries:
      return "whole_deliveries";
    case Rule::kStorage:
      return "storage";
    case Rule::kStock:
      return "stock";
    case Rule::kSubstitutes:
      return "substitutes";
    case Rule::kFairSpread:
      return "fair_spread";
    case Rule::kStrictAims:
      return "strict_aims";
  }
  return "";
}

std::string Sentence(const RuleReport& report, const Policy& policy, std::int64_t asked_days) {
  std::string sentence = WhatHolds(report, policy, asked_days > 1 ? ", each day for itself" : "");
  if (!report.kept && IsOnlyCounted(report.rule, policy))
    sentence += "; under aims: strict it is counted, and nothing is done for it";
  return sentence;
}

}  // namespace pasok::match
