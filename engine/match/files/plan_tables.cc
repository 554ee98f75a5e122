#include "engine/match/files/plan_tables.h"

#include <algorithm>
#include <utility>

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

}  // namespace

void WritePlanTables(const Plan& plan, const Dataset& dataset, const Policy& policy,
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
}

}  // namespace pasok::match
