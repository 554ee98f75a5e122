#include "engine/study/held_back.h"

#include <algorithm>

#include "engine/match/question/delivery.h"
#include "engine/match/report/rule_report.h"
#include "engine/match/spread.h"
#include "engine/study/days.h"
#include "engine/study/names.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::LaneFlow;
using match::SupplierRow;

BindingRule Binding(match::Rule rule, Sentence why) {
  return {.rule = std::string(match::ToWord(rule)), .why = std::move(why)};
}

}  // namespace

Sentence SayBinding(const std::vector<BindingRule>& rules) {
  Sentence said;
  for (const BindingRule& rule : rules) {
    const std::string separator = said.english.empty() ? "" : "; ", key = " (" + rule.rule + ")";
    said.english += separator + rule.why.english + key;
    said.indonesian += separator + rule.why.indonesian + key;
  }
  return said;
}

HeldBack::HeldBack(const match::Solved& plan)
    : plan_(plan),
      instance_(plan.instance),
      flows_(plan.matching.flows),
      owners_(match::OwnersOf(*plan.instance.dataset)),
      dearest_(instance_.requirements.size()),
      first_flow_(instance_.requirements.size() + 1),
      sold_(match::SoldBy(instance_, flows_)),
      shares_(plan) {
  const Dataset& dataset = *instance_.dataset;
  const Policy& policy = instance_.policy;
  for (std::int32_t r = 0; r < std::ssize(dearest_); ++r) {
    if (plan.matching.shortage[r] > 0) dearest_[r] = instance_.requirements[r].penalty;
  }
  std::set<std::pair<std::int32_t, std::int32_t>> had_of_it;  // demand point, commodity
  for (const match::Familiar& row : instance_.familiar) had_of_it.emplace(row.demand_point, row.commodity);
  for (const LaneFlow& flow : flows_) {
    ++first_flow_[flow.requirement + 1];
    dearest_[flow.requirement] = std::max(dearest_[flow.requirement], CostOf(flow));
    const match::LaneCost lane = plan.lanes.Cost(flow.offer, flow.requirement);
    const Buyer buyer = BuyerOf(flow.requirement);
    const std::int32_t supplier = Seller(flow.offer);
    const std::int32_t commodity =
        instance_.commodities[instance_.offers[flow.offer].commodity].dataset_commodity;
    brought_by_owner_[buyer][owners_[supplier]] += flow.quanta;
    paid_[buyer] += flow.quanta * lane.money;
    if (instance_.requirements[flow.requirement].need == 0 ||
        !std::ranges::binary_search(policy.steady.risky, dataset.commodities[commodity]) ||
        !had_of_it.contains({buyer.second, commodity}))
      continue;
    if (!instance_.IsFamiliar(flow.offer, buyer.second, commodity)) changed_.insert(buyer.second);
  }
  for (const match::RequirementRow& row : instance_.requirements) {
    const std::int32_t commodity = instance_.commodities[row.commodity].dataset_commodity;
    if (row.need > 0 && std::ranges::binary_search(policy.steady.risky, dataset.commodities[commodity]) &&
        had_of_it.contains({row.demand_point, commodity}))
      had_.insert(row.demand_point);
  }
  for (std::size_t r = 0; r + 1 < first_flow_.size(); ++r) first_flow_[r + 1] += first_flow_[r];
}

std::vector<BindingRule> HeldBack::Of(std::int32_t offer, std::int32_t requirement) const {
  const match::LaneCost lane = plan_.lanes.Cost(offer, requirement);
  if (lane.ineligible != match::Ineligible::kNo) return {};
  const std::int64_t cost = lane.unit() + match::NextSurcharge(instance_, offer, sold_.of_offer[offer]);
  const std::int64_t delivery = NextDelivery(offer, requirement);
  std::vector<Change> changes;
  const auto add = [&](std::int32_t instead, std::int64_t spared) {
    const Change change{.offer = offer,
                        .requirement = requirement,
                        .instead = instead,
                        .quanta = delivery,
                        .saves = spared - cost};
    if (change.saves > 0 && Left(change) > 0) changes.push_back(change);
  };
  if (plan_.matching.shortage[requirement] > 0) add(kNone, instance_.requirements[requirement].penalty);
  for (std::int64_t i = first_flow_[requirement]; i < first_flow_[requirement + 1]; ++i) {
    const LaneFlow& flow = flows_[i];
    if (flow.offer != offer && flow.quanta > instance_.Reserved(flow.offer, requirement))
      add(static_cast<std::int32_t>(i), CostOf(flow));
  }
  std::ranges::stable_sort(changes, std::greater<>(), &Change::saves);
  std::vector<BindingRule> rules;
  for (const Change& change : changes) {
    const std::optional<BindingRule> broken = Broken(change);
    if (!broken) return {};
    if (std::ranges::find(rules, broken->rule, &BindingRule::rule) == rules.end()) rules.push_back(*broken);
  }
  return rules;
}

HeldBack::Buyer HeldBack::BuyerOf(std::int32_t requirement) const {
  return {DayOfRequirement(instance_, requirement), instance_.requirements[requirement].demand_point};
}

std::int32_t HeldBack::Seller(std::int32_t offer) const {
  return instance_.suppliers[instance_.offers[offer].supplier].dataset_supplier;
}

std::int64_t HeldBack::CostOf(const LaneFlow& flow) const {
  const match::OfferRow& row = instance_.offers[flow.offer];
  const std::int64_t surcharge =
      match::SpreadsFairly(instance_)
          ? match::LastPiece(instance_.policy, row.whole, row.given + sold_.of_offer[flow.offer]).surcharge
          : 0;
  return plan_.lanes.Cost(flow.offer, flow.requirement).unit() + surcharge;
}

// Of the offer for the change, by which its supplier or its aggregator may sell less of another.
std::int64_t HeldBack::Left(const Change& change) const {
  const std::int32_t s = instance_.offers[change.offer].supplier, a = instance_.suppliers[s].aggregator;
  std::int64_t of_supplier = 0, of_aggregator = 0;
  if (change.instead != kNone) {
    const LaneFlow& flow = flows_[change.instead];
    const std::int32_t other = instance_.offers[flow.offer].supplier;
    if (other == s) of_supplier = flow.quanta;
    if (a != kNone && instance_.suppliers[other].aggregator == a) of_aggregator = flow.quanta;
  }
  const auto left = [](std::int64_t capacity, std::int64_t used, std::int64_t spared) {
    return capacity == SupplierRow::kUnlimited ? capacity : capacity - used + spared;
  };
  const std::int64_t lane_cap = instance_.LaneCap(change.offer, change.requirement);
  const LaneFlow* own = FlowOf(change.offer, change.requirement);
  return std::min({instance_.offers[change.offer].capacity - sold_.of_offer[change.offer],
                   left(instance_.suppliers[s].capacity, sold_.of_supplier[s], of_supplier),
                   a == kNone
                       ? SupplierRow::kUnlimited
                       : left(instance_.aggregators[a].capacity, sold_.of_aggregator[a], of_aggregator),
                   lane_cap - (own ? own->quanta : 0)});
}

const LaneFlow* HeldBack::FlowOf(std::int32_t offer, std::int32_t requirement) const {
  for (std::int64_t i = first_flow_[requirement]; i < first_flow_[requirement + 1]; ++i) {
    if (flows_[i].offer == offer) return &flows_[i];
  }
  return nullptr;
}

std::int64_t HeldBack::NextDelivery(std::int32_t offer, std::int32_t requirement) const {
  if (!instance_.policy.deliveries.whole || instance_.Reserved(offer, requirement) > 0) return 1;
  const match::DeliverySize size = match::SizeOn(instance_, offer, requirement);
  return FlowOf(offer, requirement) ? size.lot : size.least;
}

std::optional<BindingRule> HeldBack::Broken(const Change& change) const {
  for (const auto broken : {&HeldBack::BrokenDelivery, &HeldBack::BrokenCount, &HeldBack::BrokenShare,
                            &HeldBack::BrokenMinimum, &HeldBack::BrokenBudget, &HeldBack::BrokenSteadiness}) {
    if (std::optional<BindingRule> rule = (this->*broken)(change)) return rule;
  }
  return std::nullopt;
}

std::optional<BindingRule> HeldBack::BrokenShare(const Change& change) const {
  return shares_.Broken({.offer = change.offer,
                         .requirement = change.requirement,
                         .instead = change.instead == kNone ? kNone : flows_[change.instead].offer,
                         .quanta = change.quanta});
}

std::optional<BindingRule> HeldBack::BrokenDelivery(const Change& change) const {
  if (!instance_.policy.deliveries.whole) return std::nullopt;
  const Grams quantum = instance_.policy.quantum;
  const std::string& seller = SupplierOf(instance_, instance_.offers[change.offer].supplier);
  const std::string& demand = DemandPointOf(instance_, change.requirement);
  const std::string next = Kg(change.quanta, quantum);
  const std::int64_t left = Left(change);
  if (left < change.quanta) {
    return Binding(match::Rule::kWholeDeliveries,
                   {seller + " has " + Kg(left, quantum) + " left for " + demand +
                        ", and the next whole delivery is " + next,
                    "sisa " + seller + " untuk " + demand + " adalah " + Kg(left, quantum) +
                        ", sedangkan pengiriman utuh berikutnya " + next});
  }
  const std::int64_t spared =
      change.instead == kNone ? plan_.matching.shortage[change.requirement] : flows_[change.instead].quanta;
  const std::int64_t rest = spared - change.quanta;
  const bool fits = rest == 0 || (rest > 0 && change.instead == kNone);
  if (fits) return std::nullopt;
  const std::int32_t other = change.instead == kNone ? kNone : flows_[change.instead].offer;
  if (rest > 0 && other != kNone) {
    const match::DeliverySize size = match::SizeOn(instance_, other, change.requirement);
    const bool is_free = instance_.Reserved(other, change.requirement) > 0;
    if (is_free || (rest >= size.least && rest % size.lot == 0)) return std::nullopt;
  }
  if (other == kNone) {
    return Binding(match::Rule::kWholeDeliveries,
                   {demand + " is short of " + Kg(spared, quantum) + ", and the next whole delivery of " +
                        seller + " is " + next,
                    "kekurangan " + demand + " adalah " + Kg(spared, quantum) +
                        ", sedangkan pengiriman utuh berikutnya dari " + seller + " " + next});
  }
  const std::string& who = study::SellerOf(instance_, other);
  return Binding(
      match::Rule::kWholeDeliveries,
      {"the next whole delivery of " + seller + " to " + demand + " is " + next + ", and " + who +
           ", which is dearer, brings " + Kg(spared, quantum) + " that can't make way for it",
       "pengiriman utuh berikutnya dari " + seller + " ke " + demand + " adalah " + next + ", dan " + who +
           " yang lebih mahal mengirim " + Kg(spared, quantum) + " yang tidak dapat digantikannya"});
}

std::optional<BindingRule> HeldBack::BrokenCount(const Change& change) const {
  const std::optional<std::int32_t>& most = instance_.policy.deliveries.most_suppliers;
  if (!most || FlowOf(change.offer, change.requirement)) return std::nullopt;
  const std::int64_t suppliers = first_flow_[change.requirement + 1] - first_flow_[change.requirement];
  if (suppliers < *most) return std::nullopt;
  const std::int64_t left = Left(change);
  if (change.instead != kNone && flows_[change.instead].quanta <= left &&
      instance_.Reserved(flows_[change.instead].offer, change.requirement) == 0)
    return std::nullopt;  // all of it may make way
  const std::string& demand = DemandPointOf(instance_, change.requirement);
  const std::string& commodity = CodeOf(instance_, instance_.requirements[change.requirement].commodity);
  const std::string& seller = SupplierOf(instance_, instance_.offers[change.offer].supplier);
  const std::string has = Kg(left, instance_.policy.quantum);
  return BindingRule{
      .rule = "max_suppliers_per_requirement",
      .why = {demand + " has " + commodity + " of " + Counted(suppliers, "supplier", "suppliers") +
                  ", at most " + Number(*most) + ", and the " + has + " that " + seller +
                  " has left would make one more",
              demand + " mendapat " + commodity + " dari " + Number(suppliers) + " pemasok, paling banyak " +
                  Number(*most) + ", dan sisa " + has + " dari " + seller + " menambah satu lagi"}};
}

std::optional<BindingRule> HeldBack::BrokenMinimum(const Change& change) const {
  const MinSuppliers& rule = instance_.policy.min_suppliers;
  if (rule.mode < MinSuppliersMode::kAim || change.instead == kNone) return std::nullopt;
  const auto brought = brought_by_owner_.find(BuyerOf(change.requirement));
  const std::int32_t other = owners_[Seller(flows_[change.instead].offer)];
  const auto own = brought->second.find(owners_[Seller(change.offer)]);
  const std::int64_t of_other = brought->second.at(other);
  const std::int64_t least =
      match::LeastThatCounts(instance_, flows_[change.instead].offer, change.requirement);
  const auto owners = std::ssize(brought->second);
  if (own == brought->second.end() || own->first == other || owners > rule.suppliers || of_other > least)
    return std::nullopt;
  const std::string& demand = DemandPointOf(instance_, change.requirement);
  const std::string& who = study::SellerOf(instance_, flows_[change.instead].offer);
  return Binding(match::Rule::kMinSuppliers,
                 {demand + " has " + Counted(owners, "supplier", "suppliers") + " that day, at least " +
                      Number(rule.suppliers) + ", and would have one less without " + who,
                  demand + " punya " + Number(owners) + " pemasok hari itu, paling sedikit " +
                      Number(rule.suppliers) + ", dan berkurang satu tanpa " + who});
}

std::optional<BindingRule> HeldBack::BrokenBudget(const Change& change) const {
  if (instance_.policy.budget.mode != BudgetMode::kAim) return std::nullopt;
  const Buyer buyer = BuyerOf(change.requirement);
  const auto key = [](const match::DayBudget& row) { return Buyer(row.day, row.demand_point); };
  const auto budget = std::ranges::lower_bound(instance_.budgets, buyer, {}, key);
  if (budget == instance_.budgets.end() || key(*budget) != buyer) return std::nullopt;
  const auto money = [&](std::int32_t offer) {
    return plan_.lanes.Cost(offer, change.requirement).money * change.quanta;
  };
  const std::int64_t more =
      money(change.offer) - (change.instead == kNone ? 0 : money(flows_[change.instead].offer));
  const auto found = paid_.find(buyer);
  const std::int64_t paid = found == paid_.end() ? 0 : found->second;
  if (more <= 0 || paid + more <= budget->sen) return std::nullopt;
  const std::string& demand = DemandPointOf(instance_, change.requirement);
  const std::string& seller = study::SellerOf(instance_, change.offer);
  const std::string is = Rupiah(paid), may = Rupiah(budget->sen);
  return Binding(match::Rule::kBudget,
                 {demand + " pays " + is + " that day, its budget is " + may + ", and " + seller +
                      " is paid more than whom it would replace",
                  demand + " membayar " + is + " hari itu, anggarannya " + may + ", dan " + seller +
                      " dibayar lebih daripada yang digantikannya"});
}

std::optional<BindingRule> HeldBack::BrokenSteadiness(const Change& change) const {
  if (instance_.familiar.empty()) return std::nullopt;
  const Steady& rule = instance_.policy.steady;
  const match::RequirementRow& row = instance_.requirements[change.requirement];
  const std::int32_t commodity = instance_.commodities[row.commodity].dataset_commodity;
  const std::string& demand = DemandPointOf(instance_, change.requirement);
  const std::string& seller = SupplierOf(instance_, instance_.offers[change.offer].supplier);
  const auto is_new = [&](std::int32_t offer) {
    return offer != kNone && !instance_.IsFamiliar(offer, row.demand_point, kNone);
  };
  const std::int32_t other = change.instead == kNone ? kNone : flows_[change.instead].offer;
  const std::int64_t surcharge =
      RoundHalfUp(Int128{instance_.policy.quantum.value} * rule.surcharge.value, 1000);
  if (is_new(change.offer) && !is_new(other) && change.saves <= surcharge) {
    const std::string counts = RupiahPerKg(rule.surcharge.value);
    return Binding(match::Rule::kSteady,
                   {seller + " is new to " + demand + ", which counts " + counts + " more",
                    seller + " baru bagi " + demand + ", yang dihitung " + counts + " lebih mahal"});
  }
  const bool changes = had_.contains(row.demand_point) && !changed_.contains(row.demand_point) &&
                       std::ranges::binary_search(rule.risky, instance_.dataset->commodities[commodity]) &&
                       !instance_.IsFamiliar(change.offer, row.demand_point, commodity);
  const auto most = static_cast<std::int64_t>(Int128{rule.most_changed.value} * std::ssize(had_) / 1'000'000);
  if (!changes || std::ssize(changed_) < most) return std::nullopt;
  const std::string count = Number(std::ssize(changed_)), may = Number(most);
  return Binding(
      match::Rule::kSteady,
      {seller + " is new to " + demand + "; kitchens that get a risky commodity from somebody new: " + count +
           ", at most " + may,
       seller + " baru bagi " + demand + "; dapur yang mendapat komoditas berisiko dari pemasok baru: " +
           count + ", paling banyak " + may});
}

}  // namespace pasok::study
