#include "engine/match/files/summary_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/match/files/plan_figures.h"

namespace pasok::match {
namespace {

using Json = nlohmann::ordered_json;

// Kilograms as a JSON number: an integer where it is one.
Json KgNumber(Int128 grams) {
  if (grams % 1000 == 0) return static_cast<std::int64_t>(grams / 1000);
  return static_cast<double>(grams) / 1000;
}

template <class Kind, std::size_t kCount>
Json Shares(const std::array<std::int64_t, kCount>& quanta, std::int64_t whole) {
  Json shares = Json::object();
  for (std::size_t i = 0; i < kCount; ++i) {
    shares[std::string(ToWord(static_cast<Kind>(i)))] = Share(quanta[i], whole);
  }
  return shares;
}

Json DaysJson(const std::vector<DayTotals>& days, Grams quantum) {
  const int places = RupiahPlaces(quantum);
  const auto kg = [&](std::int64_t quanta) { return KgNumber(Int128{quanta} * quantum.value); };
  Json rows = Json::array();
  for (const DayTotals& day : days) {
    rows.push_back({{"date", DateText(day.date)},
                    {"demand_kg", kg(day.demand)},
                    {"allocated_kg", kg(day.allocated)},
                    {"shortage_kg", kg(day.shortage)},
                    {"money_idr", RupiahText(day.money, places)},
                    {"preference_idr", RupiahText(day.preference, places)},
                    {"penalty_idr", RupiahText(day.penalty, places)},
                    {"deliveries", day.deliveries}});
  }
  return rows;
}

// Rupiah in the first and the last rank, kg in the others.
Json RanksJson(const std::vector<RankTotal>& ranks, Grams quantum) {
  Json rows = Json::array();
  for (const RankTotal& total : ranks) {
    const bool is_money = total.rank == Rank::kPenalty || total.rank == Rank::kMoney;
    const auto figure = [&](std::int64_t value) {
      return is_money ? Json(RupiahText(value, RupiahPlaces(quantum)))
                      : KgNumber(Int128{value} * quantum.value);
    };
    rows.push_back({{"rank", std::string(ToWord(total.rank))},
                    {"unit", is_money ? "idr" : "kg"},
                    {"value", figure(total.value)},
                    {"bound", figure(total.bound)}});
  }
  return rows;
}

Json CertificateJson(const Certificate& certificate, std::int64_t money, Grams quantum) {
  const int places = RupiahPlaces(quantum);
  const Int128 gap = Int128{certificate.primal} - certificate.dual;
  const std::optional<double> gap_percent = GapPercent(gap, money);
  const DualParts& parts = certificate.parts;
  Json json = {{"primal_idr", RupiahText(certificate.primal, places)},
               {"dual_idr", RupiahText(certificate.dual, places)},
               {"gap_idr", RupiahText(gap, places)},
               {"gap_percent", gap_percent ? Json(*gap_percent) : Json(nullptr)},
               {"lanes_eligible_proof", certificate.lanes_eligible_proof},
               {"lanes_in_network", certificate.lanes_in_network},
               {"lanes_eligible", certificate.lanes_eligible},
               {"dual_parts_idr",
                {{"requirements", RupiahText(parts.requirements, places)},
                 {"lanes", RupiahText(parts.lanes, places)},
                 {"offers", RupiahText(parts.offers, places)},
                 {"suppliers", RupiahText(parts.suppliers, places)}}}};
  if (parts.aggregators != 0) json["dual_parts_idr"]["aggregators"] = RupiahText(parts.aggregators, places);
  if (parts.transfers != 0) json["dual_parts_idr"]["transfers"] = RupiahText(parts.transfers, places);
  if (parts.contracts != 0) json["dual_parts_idr"]["contracts"] = RupiahText(parts.contracts, places);
  if (!certificate.ranks.empty()) json["ranks"] = RanksJson(certificate.ranks, quantum);
  return json;
}

Json SpreadJson(const std::vector<SpreadTally>& tallies, const Policy& policy) {
  Json steps = Json::array();
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    steps.push_back({{"above_share", static_cast<double>(policy.fair_spread[i].above_share.value) / 1e6},
                     {"offers", tallies[i].offers},
                     {"kg", KgNumber(Int128{tallies[i].quanta} * policy.quantum.value)}});
  }
  return steps;
}

Json RulesJson(const Plan& plan, const Policy& policy) {
  Json rules = Json::object();
  for (const RuleReport& report : plan.rules) {
    rules[std::string(ToWord(report.rule))] = {
        {"kept", report.kept},
        {"cases", report.cases},
        {"broken_kg", KgNumber(Int128{report.broken} * policy.quantum.value)},
        {"sentence", Sentence(report, policy, plan.asked_days)}};
    if (HasMoneyOver(report.rule, report.kept))
      rules[std::string(ToWord(report.rule))]["over_idr"] =
          RupiahText(report.over, RupiahPlaces(policy.quantum));
    if (report.rule == Rule::kWholeDeliveries) {
      Json& rule = rules[std::string(ToWord(report.rule))];
      rule["more_short_kg"] = KgNumber(Int128{report.more_short} * policy.quantum.value);
      rule["more_cost_idr"] = RupiahText(report.more_cost, RupiahPlaces(policy.quantum));
      rule["most_suppliers_per_requirement"] = report.most_suppliers;
    }
    if (report.rule == Rule::kFairSpread)
      rules[std::string(ToWord(report.rule))]["steps"] = SpreadJson(report.steps, policy);
    if (MayCarry(report.rule))
      rules[std::string(ToWord(report.rule))]["kg"] = KgNumber(Int128{report.quanta} * policy.quantum.value);
    if (report.rule == Rule::kSubstitutes && policy.has_ratios())
      rules[std::string(ToWord(report.rule))]["to_kg"] =
          KgNumber(Int128{report.served} * policy.quantum.value);
  }
  return rules;
}

Json ContractsJson(const Plan& plan, const Dataset& dataset) {
  const auto kg = [&](std::int64_t quanta) { return KgNumber(Int128{quanta} * plan.quantum.value); };
  Json rows = Json::array();
  for (const auto& [date, due, delivered] : plan.contracts) {
    const Contract& contract = dataset.contracts[due.contract];
    Json& row = rows.emplace_back();
    row["date"] = DateText(date);
    row["supplier_id"] = dataset.suppliers[contract.supplier].id;
    row["demand_id"] = dataset.demand_points[contract.demand_point].id;
    row["commodity"] = dataset.commodities[contract.commodity];
    if (contract.least) row["min_kg"] = KgNumber(contract.least->value);
    if (contract.most) row["max_kg"] = KgNumber(contract.most->value);
    row["delivered_kg"] = kg(delivered);
    row["kept"] = due.broken() == 0;
    row["broken_kg"] = kg(due.broken());
    row["reason"] = due.reason;
    row["sentence"] = due.sentence;
  }
  return rows;
}

Json SpreadJson(const MinMedianMax& figures) {
  return {{"min", figures.min}, {"median", figures.median}, {"max", figures.max}};
}

}  // namespace

std::string SummaryJson(const Plan& plan, const Dataset& dataset, const Policy& policy,
                        const PlanLabels& labels) {
  const Totals& totals = plan.totals;
  const int places = RupiahPlaces(plan.quantum);
  const auto kg = [&](std::int64_t quanta) { return KgNumber(Int128{quanta} * plan.quantum.value); };
  Int128 taken = 0;
  for (const Taken& row : plan.taken) taken += row.weight.value;

  Json summary;
  summary["date"] = DateText(plan.date);
  if (plan.asked_days > 1) summary["days"] = plan.asked_days;
  summary["regions"] = plan.regions;
  summary["subtracted_plans"] = labels.subtracted_plans;
  summary["taken_kg"] = KgNumber(taken);
  if (!labels.carried_from_plans.empty() || !plan.at_hand.empty()) {
    Int128 at_hand = 0;
    for (const AtHand& row : plan.at_hand) at_hand += row.weight.value;
    summary["carried_from_plans"] = labels.carried_from_plans;
    summary["at_hand_kg"] = KgNumber(at_hand);
  }
  summary["quantum_kg"] = KgNumber(plan.quantum.value);
  summary["complete"] = plan.complete;
  summary["demand_kg"] = kg(totals.demand);
  summary["allocated_kg"] = kg(totals.allocated);
  summary["shortage_kg"] = kg(totals.shortage);
  summary["above_ceiling_kg"] = kg(totals.above_ceiling_quanta);
  summary["money_idr"] = RupiahText(totals.money, places);
  summary["preference_idr"] = RupiahText(totals.preference, places);
  if (!policy.fair_spread.empty()) summary["spread_idr"] = RupiahText(totals.spread, places);
  summary["penalty_idr"] = RupiahText(totals.penalty, places);
  if (std::ranges::any_of(plan.rules, MayCarry, &RuleReport::rule))
    summary["carried_idr"] = RupiahText(totals.carried, places);
  summary["objective_idr"] =
      RupiahText(Int128{totals.money} + totals.preference + totals.penalty + totals.carried, places);
  summary["share_by_tier"] = Shares<Tier>(totals.by_tier, totals.allocated);
  summary["share_by_kind"] = Shares<SupplierKind>(totals.by_kind, totals.allocated);
  summary["suppliers_used"] = totals.suppliers_used;
  summary["deliveries"] = totals.deliveries;
  summary["suppliers_per_demand_point"] = SpreadJson(totals.suppliers_per_demand_point);
  summary["deliveries_per_kitchen_day"] = SpreadJson(totals.deliveries_per_kitchen_day);
  if (plan.asked_days > 1) summary["per_day"] = DaysJson(plan.days, plan.quantum);
  if (!plan.rules.empty()) summary["rules"] = RulesJson(plan, policy);
  if (!plan.contracts.empty()) summary["contracts"] = ContractsJson(plan, dataset);
  summary["certificate"] = CertificateJson(plan.certificate, totals.money, plan.quantum);
  summary["solver"] = {
      {"name", plan.solver_name}, {"iterations", plan.iterations}, {"seconds", plan.seconds}};
  summary["dataset"] = labels.dataset;
  summary["policy_digest"] = Digest(labels.PolicyAsked(policy));
  if (labels.scenario) {
    summary["scenario"] = {{"name", labels.scenario->name}, {"digest", labels.scenario->digest}};
  }
  summary["version"] = labels.version;
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pasok::match
