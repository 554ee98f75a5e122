#include "engine/match/report/limits_report.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/match/figures_in_words.h"
#include "engine/match/question/asked_day.h"
#include "engine/match/question/delivery.h"
#include "engine/match/question/question_names.h"
#include "engine/register/finding_log.h"

namespace pasok::match {
namespace {

// "beras of A to SPPG1 on 2026-05-01".
std::string InWords(const Dataset& dataset, const DeliveryName& name) {
  std::string text = dataset.commodities[name.commodity] + " of " + dataset.suppliers[name.supplier].id +
                     " to " + dataset.demand_points[name.demand_point].id;
  if (name.date) text += " on " + ToIso(*name.date);
  return text;
}

DeliveryName NameOf(const Allocation& row) {
  return {.date = row.date,
          .demand_point = row.demand_point,
          .commodity = row.commodity,
          .supplier = row.supplier};
}

// Days and demand points that need something.
std::set<std::pair<std::int32_t, std::int32_t>> Buyers(const Instance& instance) {
  std::set<std::pair<std::int32_t, std::int32_t>> buyers;
  for (const RequirementRow& row : instance.requirements)
    buyers.emplace(instance.commodities[row.commodity].day, row.demand_point);
  return buyers;
}

RuleReport ReportServiceDays(const Instance& instance) {
  const Dataset& dataset = *instance.dataset;
  FindingLog log;  // the regions are known by now
  const std::vector<bool> asked = DemandPointsAsked(dataset, instance.regions, log);
  std::set<std::pair<std::int32_t, std::int32_t>> cooks;  // days of the calendar, demand points
  for (const RequirementRow& row : instance.requirements)
    cooks.emplace(instance.DateOf(row.commodity)->days, row.demand_point);
  RuleReport report{.rule = Rule::kServiceDays};
  for (std::int32_t i = 0; i < instance.asked_days; ++i) {
    const Date date{instance.date->days + i};
    const std::vector<bool> serves = ServingOn(dataset, instance.policy, date);
    for (std::int32_t d = 0; d < std::ssize(asked); ++d) {
      if (!asked[d]) continue;
      ++report.all;
      report.cases += !serves[d] && !cooks.contains({date.days, d});
    }
  }
  return report;
}

RuleReport ReportPairs(Rule rule, const Instance& instance) {
  const auto buyers = Buyers(instance);
  RuleReport report{.rule = rule};
  for (const auto& [supplier, demand_point] : rule == Rule::kBlocks ? instance.blocked : instance.related)
    report.cases += buyers.contains({instance.suppliers[supplier].day, demand_point});
  return report;
}

RuleReport ReportRadius(const Instance& instance, const Plan& plan) {
  std::optional<LegOfDelivery> nearest;
  for (const Allocation& row : plan.allocations) {
    const CommodityRule& rule = *instance.commodities[row.commodity].rule;  // each day has the same
    if (!rule.max_distance) continue;
    const Metres second{row.road.value - row.first_leg.value};
    const LegOfDelivery leg{
        .name = NameOf(row), .road = std::max(row.first_leg, second), .limit = *rule.max_distance};
    if (!nearest || IsNearer(leg, *nearest)) nearest = leg;
  }
  return ReportRadius(*instance.dataset, nearest, CountExcluded(instance, Excluded::kFirstLegTooLong));
}

RuleReport ReportCeiling(Rule rule, const Instance& instance, const Plan& plan) {
  const Dataset& dataset = *instance.dataset;
  const auto is_meant = [&](std::int32_t commodity) {
    const CommodityRule& of = *instance.commodities[commodity].rule;
    return of.region_ceilings.empty() == (rule == Rule::kPriceCeiling);
  };
  if (instance.policy.price_ceiling == CeilingMode::kHard) {
    RuleReport report{.rule = rule};
    report.cases = std::ranges::count_if(instance.excluded, [&](const ExcludedOffer& row) {
      return row.reason == Excluded::kPriceCeiling && is_meant(dataset.offers[row.dataset_offer].commodity);
    });
    return report;
  }
  std::vector<AboveCeiling> rows;
  for (const Allocation& row : plan.allocations) {
    if (!is_meant(row.commodity)) continue;
    const CommodityRule& of = *instance.commodities[row.commodity].rule;
    if (const std::optional<SenPerKg> ceiling = of.CeilingBelow(row.price, dataset, row.supplier))
      rows.push_back({.name = NameOf(row), .quanta = row.quanta, .price = row.price, .ceiling = *ceiling});
  }
  return ReportCeiling(rule, dataset, instance.policy, rows);
}

RuleReport ReportLargestShare(const Instance& instance, const Matching& matching) {
  RuleReport report{.rule = Rule::kLargestShare, .all = std::ssize(matching.flows)};
  report.cases = std::ranges::count_if(matching.flows, [&](const LaneFlow& flow) {
    return flow.quanta == instance.requirements[flow.requirement].lane_cap;
  });
  return report;
}

RuleReport ReportStrictAims(const Plan& plan) {
  const auto& by_tier = plan.totals.by_tier;
  return {.rule = Rule::kStrictAims,
          .kept = !plan.certificate.ranks.empty(),
          .quanta = plan.totals.allocated - by_tier[static_cast<std::size_t>(Tier::kDesa)]};
}

}  // namespace

std::int64_t CountExcluded(const Instance& instance, Excluded reason) {
  return std::ranges::count(instance.excluded, reason, &ExcludedOffer::reason);
}

RuleReport ReportCeiling(Rule rule, const Dataset& dataset, const Policy& policy,
                         const std::vector<AboveCeiling>& rows) {
  RuleReport report{.rule = rule, .kept = rows.empty(), .cases = std::ssize(rows)};
  const auto over = [](const AboveCeiling& row) { return row.price.value - row.ceiling.value; };
  Int128 thousandths = 0;  // of sen
  for (const AboveCeiling& row : rows) {
    report.broken += row.quanta;
    thousandths += Int128{row.quanta} * policy.quantum.value * over(row);
  }
  report.over = RoundHalfUp(thousandths, 1000);
  const auto most = std::ranges::max_element(rows, {}, over);
  if (most == rows.end()) return report;
  report.example = InWords(dataset, most->name) + ", at " + Rupiah(most->price.value) + " per kg, " +
                   Rupiah(over(*most)) + " above";
  return report;
}

bool IsNearer(const LegOfDelivery& leg, const LegOfDelivery& than) {
  const auto key = [](const LegOfDelivery& each) {
    return std::pair(each.limit.value - each.road.value, each.name);
  };
  return key(leg) < key(than);
}

RuleReport ReportRadius(const Dataset& dataset, const std::optional<LegOfDelivery>& nearest,
                        std::int64_t too_far) {
  RuleReport report{.rule = Rule::kRadius, .cases = too_far};
  if (nearest)
    report.example = InWords(dataset, nearest->name) + ", " + Km(nearest->road) + " of " + Km(nearest->limit);
  return report;
}

DeliveryClashes ClashesOfDeliveries(const Instance& instance) {
  const Dataset& dataset = *instance.dataset;
  const Policy& policy = instance.policy;
  DeliveryClashes clashes;
  for (std::size_t first = 0, end = 0; policy.deliveries.most_suppliers && first < instance.pair_terms.size();
       first = end) {
    const std::int32_t r = instance.pair_terms[first].requirement;
    std::vector<std::int32_t> promised;
    for (; end < instance.pair_terms.size() && instance.pair_terms[end].requirement == r; ++end) {
      const PairTerm& term = instance.pair_terms[end];
      if (term.reserved > 0)
        promised.push_back(instance.suppliers[instance.offers[term.offer].supplier].dataset_supplier);
    }
    const RequirementRow& row = instance.requirements[r];
    if (std::ssize(promised) > *policy.deliveries.most_suppliers)
      clashes.AddCrowded(promised, *policy.deliveries.most_suppliers, row.demand_point,
                         instance.commodities[row.commodity].dataset_commodity, dataset);
  }
  for (const DueContract& due : instance.contracts) {
    if (!policy.deliveries.whole || due.offer == kNone || due.least > 0 || due.most == 0) continue;
    if (instance.requirements[due.requirement].need == 0) continue;
    const std::int64_t least = SizeOn(instance, due.offer, due.requirement).least;
    if (due.most < least)
      clashes.AddTooLittle(dataset.contracts[due.contract], due.most, least, dataset, policy.quantum);
  }
  return clashes;
}

RuleReport ReportLimit(Rule rule, const Instance& instance, const Matching& matching, const Plan& plan) {
  if (rule == Rule::kServiceDays) return ReportServiceDays(instance);
  if (rule == Rule::kOfferDays)
    return {.rule = rule, .cases = CountExcluded(instance, Excluded::kNotAvailable)};
  if (rule == Rule::kBlocks || rule == Rule::kRelatedParty) return ReportPairs(rule, instance);
  if (rule == Rule::kRadius) return ReportRadius(instance, plan);
  if (IsCeiling(rule)) return ReportCeiling(rule, instance, plan);
  if (rule == Rule::kLargestShare) return ReportLargestShare(instance, matching);
  return ReportStrictAims(plan);
}

}  // namespace pasok::match
