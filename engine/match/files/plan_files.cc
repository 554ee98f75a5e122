#include "engine/match/files/plan_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/match/files/plan_figures.h"

namespace pasok::match {
namespace {

// One CSV table in the making: RFC 4180 but for the line end, which is a line feed alone.
class Table {
 public:
  explicit Table(std::string_view header) : content_(header) { content_ += '\n'; }

  Table& Add(std::string_view field) {
    if (!at_line_start_) content_ += ',';
    at_line_start_ = false;
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      content_ += field;
      return *this;
    }
    content_ += '"';
    for (char c : field) content_.append(c == '"' ? 2 : 1, c);
    content_ += '"';
    return *this;
  }
  void EndRow() {
    content_ += '\n';
    at_line_start_ = true;
  }
  std::string Take() { return std::move(content_); }

 private:
  std::string content_;
  bool at_line_start_ = true;
};

std::string DateText(const std::optional<Date>& date) { return date ? ToIso(*date) : ""; }

std::string AllocationsCsv(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  const int places = RupiahPlaces(plan.quantum);
  Table table(
      "date,demand_id,commodity,supplier_id,kg,price_idr_per_kg,haul_idr_per_kg,surcharge_idr_per_kg,km,tier,"
      "money_idr,"
      "preference_idr" +
      std::string(policy.aggregators ? ",via,leg1_km" : ""));
  for (const Allocation& row : plan.allocations) {
    const Supplier& supplier = dataset.suppliers[row.supplier];
    SenPerKg surcharge = policy.kind_surcharge[static_cast<std::size_t>(supplier.kind)];
    if (policy.aims == Aims::kWeighted)
      surcharge = surcharge + policy.tier_surcharge[static_cast<std::size_t>(row.tier)];
    table.Add(DateText(row.date)).Add(dataset.demand_points[row.demand_point].id);
    table.Add(dataset.commodities[row.commodity]).Add(supplier.id);
    table.Add(KgText(Int128{row.quanta} * plan.quantum.value)).Add(RupiahText(row.price.value, places));
    table.Add(HaulPerKgText(row.unit_money, row.price, plan.quantum))
        .Add(RupiahText(surcharge.value, places));
    table.Add(KmText(row.road)).Add(ToWord(row.tier));
    table.Add(RupiahText(Int128{row.quanta} * row.unit_money, places));
    table.Add(RupiahText(Int128{row.quanta} * row.unit_preference, places));
    if (policy.aggregators) {
      table.Add(row.via == kNone ? "" : dataset.suppliers[row.via].id);
      table.Add(row.via == kNone ? "" : KmText(row.first_leg));
    }
    table.EndRow();
  }
  return table.Take();
}

std::string ShortagesCsv(const Plan& plan, const Dataset& dataset) {
  Table table("date,demand_id,commodity,kg,reason,detail");
  for (const Shortage& row : plan.shortages) {
    table.Add(DateText(row.date)).Add(dataset.demand_points[row.demand_point].id);
    table.Add(dataset.commodities[row.commodity]).Add(KgText(Int128{row.quanta} * plan.quantum.value));
    table.Add(ToWord(row.reason)).Add(row.detail).EndRow();
  }
  return table.Take();
}

std::string_view ToWord(NodePrice::Node node) {
  switch (node) {
    case NodePrice::Node::kSupplier:
      return "supplier";
    case NodePrice::Node::kOffer:
      return "offer";
    case NodePrice::Node::kRequirement:
      return "requirement";
    case NodePrice::Node::kAggregator:
      return "aggregator";
    case NodePrice::Node::kRelief:
      return "relief";
  }
  return "";
}

std::string PricesCsv(const Plan& plan, const Dataset& dataset) {
  const bool by_rank = !plan.certificate.ranks.empty();
  Table table(by_rank
                  ? "date,node,supplier_id,demand_id,commodity,idr_per_kg,penalty_idr_per_kg,luar,provinsi,"
                    "kabupaten,kecamatan"
                  : "date,node,supplier_id,demand_id,commodity,idr_per_kg");
  for (const NodePrice& row : plan.prices) {
    table.Add(DateText(row.date)).Add(ToWord(row.node));
    table.Add(row.supplier == kNone ? "" : dataset.suppliers[row.supplier].id);
    table.Add(row.demand_point == kNone ? "" : dataset.demand_points[row.demand_point].id);
    table.Add(row.commodity == kNone ? "" : dataset.commodities[row.commodity]);
    table.Add(PricePerKgText(row.price, plan.quantum));
    if (by_rank) {
      table.Add(PricePerKgText(row.above_money.front(), plan.quantum));
      for (std::size_t i = 1; i < row.above_money.size(); ++i) table.Add(std::to_string(row.above_money[i]));
    }
    table.EndRow();
  }
  return table.Take();
}

std::string MenuCsv(const Plan& plan, const Dataset& dataset) {
  Table table("date,demand_id,menu_day");
  for (const PlannedServing& row : plan.menu) {
    table.Add(DateText(row.date)).Add(dataset.demand_points[row.demand_point].id);
    table.Add(std::to_string(row.cycle_day + 1)).EndRow();
  }
  return table.Take();
}

std::string BudgetsCsv(const Plan& plan, const Dataset& dataset) {
  Table table("date,demand_id,budget_idr,money_idr,over_idr");
  const int places = RupiahPlaces(plan.quantum);
  for (const PlannedBudget& row : plan.budgets) {
    table.Add(DateText(row.date)).Add(dataset.demand_points[row.demand_point].id);
    table.Add(RupiahText(row.budget, places)).Add(RupiahText(row.money, places));
    table.Add(RupiahText(row.over(), places)).EndRow();
  }
  return table.Take();
}

std::string SharesCsv(const Plan& plan, const Dataset& dataset) {
  Table table("date,rule,demand_id,region,commodity,supplier_id,unit,is,limit");
  for (const PlannedShare& row : plan.sharing.broken) {
    const auto amount = [&](std::int64_t value) {
      if (row.rule == Rule::kMinSuppliers) return std::to_string(value);
      if (IsOfMoney(row.rule)) return RupiahText(value, RupiahPlaces(plan.quantum));
      return KgText(Int128{value} * plan.quantum.value);
    };
    table.Add(DateText(row.date)).Add(ToWord(row.rule));
    table.Add(row.demand_point == kNone ? "" : dataset.demand_points[row.demand_point].id);
    table.Add(row.region == kNone ? "" : dataset.regions[row.region].code);
    table.Add(row.commodity == kNone ? "" : dataset.commodities[row.commodity]);
    table.Add(row.supplier == kNone ? "" : dataset.suppliers[row.supplier].id);
    table.Add(row.rule == Rule::kMinSuppliers ? "suppliers" : IsOfMoney(row.rule) ? "idr" : "kg");
    table.Add(amount(row.part)).Add(amount(row.limit)).EndRow();
  }
  return table.Take();
}

std::string PreviousCsv(const Plan& plan) {
  Table table("demand_id,commodity,supplier_id,kg");
  for (const Delivered& row : plan.previous)
    table.Add(row.demand_id).Add(row.commodity).Add(row.supplier_id).Add(KgText(row.weight.value)).EndRow();
  return table.Take();
}

std::string ChangesCsv(const Plan& plan) {
  Table table("demand_id,commodity,supplier_id,change,before_kg,kg");
  for (const PlannedChange& row : plan.changes.changes) {
    table.Add(row.demand_id).Add(row.commodity).Add(row.supplier_id).Add(ToWord(row.change()));
    table.Add(KgText(row.before.value)).Add(KgText(row.now.value)).EndRow();
  }
  return table.Take();
}

// Where something may stand in at another ratio than kg for kg, also the weight that it serves for.
std::string CarriedCsv(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  const std::string header = "date,demand_id,commodity,kg,way,to_date,to_commodity,cost_idr";
  Table table(policy.has_ratios() ? header + ",to_kg" : header);
  for (const Carried& row : plan.carried) {
    table.Add(DateText(row.date)).Add(dataset.demand_points[row.demand_point].id);
    table.Add(dataset.commodities[row.commodity]).Add(KgText(Int128{row.quanta} * plan.quantum.value));
    table.Add(ToWord(row.way)).Add(DateText(row.to_date)).Add(dataset.commodities[row.to_commodity]);
    table.Add(RupiahText(row.cost(), RupiahPlaces(plan.quantum)));
    if (policy.has_ratios()) table.Add(KgText(Int128{row.served} * plan.quantum.value));
    table.EndRow();
  }
  return table.Take();
}

// With the day only where there are several.
std::string TakenCsv(const Plan& plan) {
  const bool has_days = plan.asked_days > 1;
  Table table(has_days ? "date,supplier_id,commodity,kg" : "supplier_id,commodity,kg");
  for (const Taken& row : plan.taken) {
    if (has_days) table.Add(DateText(row.date));
    table.Add(row.supplier_id).Add(row.commodity).Add(KgText(row.weight.value)).EndRow();
  }
  return table.Take();
}

std::string AtHandCsv(const Plan& plan) {
  Table table("demand_id,commodity,kg,use_by");
  for (const AtHand& row : plan.at_hand)
    table.Add(row.demand_id)
        .Add(row.commodity)
        .Add(KgText(row.weight.value))
        .Add(DateText(row.use_by))
        .EndRow();
  return table.Take();
}

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

const Policy& PolicyAsked(const Policy& policy, const PlanLabels& labels) {
  return labels.scenario ? labels.scenario->policy_before : policy;
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

Json RulesJson(const std::vector<RuleReport>& reports, const Policy& policy) {
  Json rules = Json::object();
  for (const RuleReport& report : reports) {
    rules[std::string(ToWord(report.rule))] = {
        {"kept", report.kept},
        {"cases", report.cases},
        {"broken_kg", KgNumber(Int128{report.broken} * policy.quantum.value)},
        {"sentence", Sentence(report, policy)}};
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

}  // namespace

std::string SummaryJson(const Plan& plan, const Dataset& dataset, const Policy& policy,
                        const PlanLabels& labels) {
  const Totals& totals = plan.totals;
  const int places = RupiahPlaces(plan.quantum);
  const auto kg = [&](std::int64_t quanta) { return KgNumber(Int128{quanta} * plan.quantum.value); };
  Int128 taken = 0;
  for (const Taken& row : plan.taken) taken += row.weight.value;
  const auto& suppliers = totals.suppliers_per_demand_point;

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
  summary["suppliers_per_demand_point"] = {
      {"min", suppliers.min}, {"median", suppliers.median}, {"max", suppliers.max}};
  const auto& deliveries = totals.deliveries_per_kitchen_day;
  summary["deliveries_per_kitchen_day"] = {
      {"min", deliveries.min}, {"median", deliveries.median}, {"max", deliveries.max}};
  if (plan.asked_days > 1) summary["per_day"] = DaysJson(plan.days, plan.quantum);
  if (!plan.rules.empty()) summary["rules"] = RulesJson(plan.rules, policy);
  if (!plan.contracts.empty()) summary["contracts"] = ContractsJson(plan, dataset);
  summary["certificate"] = CertificateJson(plan.certificate, totals.money, plan.quantum);
  summary["solver"] = {
      {"name", plan.solver_name}, {"iterations", plan.iterations}, {"seconds", plan.seconds}};
  summary["dataset"] = labels.dataset;
  summary["policy_digest"] = Digest(PolicyAsked(policy, labels));
  if (labels.scenario) {
    summary["scenario"] = {{"name", labels.scenario->name}, {"digest", labels.scenario->digest}};
  }
  summary["version"] = labels.version;
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void WritePlanFiles(const Plan& plan, const Dataset& dataset, const Policy& policy, const PlanLabels& labels,
                    const std::function<void(std::string_view name, std::string content)>& emit) {
  emit("allocations.csv", AllocationsCsv(plan, dataset, policy));
  emit("shortages.csv", ShortagesCsv(plan, dataset));
  emit("prices.csv", PricesCsv(plan, dataset));
  if (!policy.menu.days.empty()) emit("menu.csv", MenuCsv(plan, dataset));
  if (policy.budget.mode != BudgetMode::kOff) emit("budgets.csv", BudgetsCsv(plan, dataset));
  if (LimitsShares(policy)) emit("shares.csv", SharesCsv(plan, dataset));
  if (std::ranges::any_of(plan.rules, MayCarry, &RuleReport::rule))
    emit("carried.csv", CarriedCsv(plan, dataset, policy));
  if (!plan.taken.empty()) emit("taken.csv", TakenCsv(plan));
  if (!plan.at_hand.empty()) emit("at_hand.csv", AtHandCsv(plan));
  if (!plan.previous.empty()) {
    emit("previous.csv", PreviousCsv(plan));
    emit("changes.csv", ChangesCsv(plan));
  }
  emit("policy.yaml", ToYaml(PolicyAsked(policy, labels)));
  if (labels.scenario) emit("scenario.yaml", labels.scenario->yaml);
  emit("summary.json", SummaryJson(plan, dataset, policy, labels));
}

}  // namespace pasok::match
