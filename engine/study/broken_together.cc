#include "engine/study/broken_together.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "engine/match/files/fit.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Rule;

class Finder {
 public:
  Finder(const match::Plan& plan, const Base& base) : plan_(plan), base_(base) {}

  std::vector<BrokenTogether> Find() {
    if (base_.policy.price_ceiling == CeilingMode::kReport) AddCeilings();
    AddContracts();
    AddBudgets();
    AddSharing();
    if (base_.policy.deliveries.most_suppliers) AddSuppliers(*base_.policy.deliveries.most_suppliers);
    std::ranges::stable_sort(found_, {}, &BrokenTogether::rule);
    return std::move(found_);
  }

 private:
  void AddCeilings() {
    for (const match::Allocation& row : plan_.allocations) {
      const CommodityRule& rule = *base_.policy.FindCommodity(base_.dataset.commodities[row.commodity]);
      const std::optional<SenPerKg> ceiling = rule.CeilingBelow(row.price, base_.dataset, row.supplier);
      if (!ceiling) continue;
      found_.push_back({.rule = Rule::kPriceCeiling,
                        .date = row.date,
                        .demand_point = row.demand_point,
                        .commodity = row.commodity,
                        .supplier = row.supplier,
                        .planned = {.unit = Unit::kSenPerKg, .value = row.price.value},
                        .limit = {.unit = Unit::kSenPerKg, .value = ceiling->value}});
    }
  }

  void AddContracts() {
    for (const match::PlannedContract& row : plan_.contracts) {
      if (row.delivered >= row.due.least) continue;
      const Contract& contract = base_.dataset.contracts[row.due.contract];
      found_.push_back({.rule = Rule::kContracts,
                        .date = row.date,
                        .demand_point = contract.demand_point,
                        .commodity = contract.commodity,
                        .supplier = contract.supplier,
                        .planned = Weight(row.delivered),
                        .limit = Weight(row.due.least)});
    }
  }

  void AddBudgets() {
    for (const match::PlannedBudget& row : plan_.budgets) {
      if (row.over() == 0) continue;
      found_.push_back({.rule = Rule::kBudget,
                        .date = row.date,
                        .demand_point = row.demand_point,
                        .planned = {.unit = Unit::kSen, .value = row.money},
                        .limit = {.unit = Unit::kSen, .value = row.budget}});
    }
  }

  void AddSharing() {
    for (const match::PlannedShare& row : plan_.sharing.broken) {
      const auto amount = [&](std::int64_t value) {
        if (row.rule == Rule::kMinSuppliers) return Measured{.unit = Unit::kCount, .value = value};
        return match::IsOfMoney(row.rule) ? Measured{.unit = Unit::kSen, .value = value} : Weight(value);
      };
      found_.push_back({.rule = row.rule,
                        .date = row.date,
                        .demand_point = row.demand_point,
                        .commodity = row.commodity,
                        .supplier = row.supplier,
                        .region = row.region,
                        .planned = amount(row.part),
                        .limit = amount(row.limit)});
    }
  }

  // The plan has the rows of one requirement one below the other.
  void AddSuppliers(std::int64_t most) {
    const auto requirement = [](const match::Allocation& row) {
      return std::tuple(row.date, row.demand_point, row.commodity);
    };
    const std::vector<match::Allocation>& rows = plan_.allocations;
    for (auto first = rows.begin(); first != rows.end();) {
      const auto end = std::ranges::upper_bound(first, rows.end(), requirement(*first), {}, requirement);
      if (end - first > most) {
        found_.push_back({.rule = Rule::kWholeDeliveries,
                          .date = first->date,
                          .demand_point = first->demand_point,
                          .commodity = first->commodity,
                          .planned = {.unit = Unit::kCount, .value = std::int64_t{end - first}},
                          .limit = {.unit = Unit::kCount, .value = most}});
      }
      first = end;
    }
  }

  Measured Weight(std::int64_t quanta) const {
    return {.unit = Unit::kGrams, .value = quanta * base_.policy.quantum.value};
  }

  const match::Plan& plan_;
  const Base& base_;
  std::vector<BrokenTogether> found_;
};

std::string Amount(Unit unit, std::int64_t value) {
  if (unit == Unit::kGrams) return Kg(value, {1});
  if (unit == Unit::kSen) return Rupiah(value);
  return unit == Unit::kSenPerKg ? RupiahPerKg(value) : Number(value);
}

// What there is too much or too little of.
Sentence SubjectOf(const BrokenTogether& broken, const Base& base) {
  const Dataset& dataset = base.dataset;
  const std::string where = broken.demand_point != kNone ? dataset.demand_points[broken.demand_point].id
                            : broken.region != kNone     ? dataset.regions[broken.region].code
                                                         : "";
  const std::string commodity = broken.commodity == kNone ? "" : dataset.commodities[broken.commodity];
  const Supplier* seller = broken.supplier == kNone ? nullptr : &dataset.suppliers[broken.supplier];
  const std::string supplier = seller ? seller->id : "";
  const bool of_group = seller && !seller->owner_group.empty();
  const std::string owner = of_group ? "the owner group " + seller->owner_group : supplier;
  const std::string pemilik = of_group ? "kelompok pemilik " + seller->owner_group : supplier;
  switch (broken.rule) {
    case Rule::kPriceCeiling:
      return {"price of " + commodity + " of " + supplier + " for " + where,
              "harga " + commodity + " dari " + supplier + " untuk " + where};
    case Rule::kContracts:
      return {commodity + " of " + supplier + " for " + where + " by their contract",
              commodity + " dari " + supplier + " untuk " + where + " menurut kontraknya"};
    case Rule::kBudget:
      return {"all that " + where + " pays, by its budget",
              "semua yang dibayar " + where + ", menurut anggarannya"};
    case Rule::kOwnerShare:
      return {commodity + " of " + owner + " for " + where,
              commodity + " dari " + pemilik + " untuk " + where};
    case Rule::kSupplierSpend:
      return {"what " + where + " pays " + supplier, "yang dibayar " + where + " kepada " + supplier};
    case Rule::kOwnerSpend:
      return {"what " + where + " pays " + owner, "yang dibayar " + where + " kepada " + pemilik};
    case Rule::kSupplierRegion:
      return {"everything of " + supplier + " for " + where, "semua dari " + supplier + " untuk " + where};
    case Rule::kOwnerRegion:
      return {"everything of " + owner + " for " + where, "semua dari " + pemilik + " untuk " + where};
    case Rule::kLocalShare:
      return {"food for " + where + " from beyond the kabupaten",
              "bahan untuk " + where + " dari luar kabupaten"};
    case Rule::kSmallShare:
      return {"food for " + where + " from suppliers that aren't small",
              "bahan untuk " + where + " dari pemasok yang bukan usaha kecil"};
    case Rule::kMinSuppliers:
      return {"suppliers of " + where + ", those of one owner as one",
              "pemasok untuk " + where + ", yang satu pemilik dihitung satu"};
    case Rule::kWholeDeliveries:
      return {"suppliers of " + commodity + " for " + where, "pemasok " + commodity + " untuk " + where};
    case Rule::kServiceDays:
    case Rule::kOfferDays:
    case Rule::kBlocks:
    case Rule::kRelatedParty:
    case Rule::kRadius:
    case Rule::kLargestShare:
    case Rule::kLicenceDates:
    case Rule::kRegionCeilings:
    case Rule::kTravelTime:
    case Rule::kProbation:
    case Rule::kMenu:
    case Rule::kStaggeredMenus:
    case Rule::kAggregators:
    case Rule::kStorage:
    case Rule::kStock:
    case Rule::kSubstitutes:
    case Rule::kFairSpread:
    case Rule::kStrictAims:
    case Rule::kSteady:
      break;
  }
  return {};
}

}  // namespace

bool IsOnlyReported(Rule rule, const Policy& policy) {
  switch (rule) {
    case Rule::kPriceCeiling:
      return policy.price_ceiling == CeilingMode::kReport;
    case Rule::kBudget:
      return policy.budget.mode == BudgetMode::kReport;
    case Rule::kMinSuppliers:
      return policy.min_suppliers.mode == MinSuppliersMode::kReport;
    case Rule::kOwnerShare:
    case Rule::kSupplierSpend:
    case Rule::kOwnerSpend:
    case Rule::kSupplierRegion:
    case Rule::kOwnerRegion:
    case Rule::kLocalShare:
    case Rule::kSmallShare:
      return policy.sharing.mode == SharingMode::kReport;
    case Rule::kContracts:
    case Rule::kWholeDeliveries:
    case Rule::kServiceDays:
    case Rule::kOfferDays:
    case Rule::kBlocks:
    case Rule::kRelatedParty:
    case Rule::kRadius:
    case Rule::kLargestShare:
    case Rule::kLicenceDates:
    case Rule::kRegionCeilings:
    case Rule::kTravelTime:
    case Rule::kProbation:
    case Rule::kMenu:
    case Rule::kStaggeredMenus:
    case Rule::kAggregators:
    case Rule::kStorage:
    case Rule::kStock:
    case Rule::kSubstitutes:
    case Rule::kFairSpread:
    case Rule::kStrictAims:
    case Rule::kSteady:
      return false;
  }
  return false;
}

std::vector<BrokenTogether> FindBrokenTogether(const match::Plan& plan, const Base& base) {
  return Finder(plan, base).Find();
}

std::string_view WordOf(const BrokenTogether& broken) {
  if (broken.rule == Rule::kWholeDeliveries) return "max_suppliers_per_requirement";
  if (broken.rule == Rule::kContracts) return match::ToWord(match::BrokenRule::kContract);
  return match::ToWord(broken.rule);
}

Sentence Say(const BrokenTogether& broken, const Base& base) {
  const std::int64_t is = std::get<std::int64_t>(broken.planned.value);
  const std::int64_t limit = std::get<std::int64_t>(broken.limit.value);
  const Unit unit = broken.planned.unit;
  const std::string planned = Amount(unit, is), bound = Amount(unit, limit);
  const std::string off = Amount(unit, is < limit ? limit - is : is - limit);
  const bool counted = unit == Unit::kCount;
  Sentence sentence = SubjectOf(broken, base);
  if (IsAFloor(broken.rule)) {
    sentence.english +=
        ": " + planned + " planned, at least " + bound + ", " + off + (counted ? " too few" : " too little");
    sentence.indonesian += ": direncanakan " + planned + ", paling sedikit " + bound + ", kurang " + off;
    return sentence;
  }
  sentence.english +=
      ": " + planned + " planned, " + bound + " allowed, " + off + (counted ? " too many" : " too much");
  sentence.indonesian += ": direncanakan " + planned + ", paling banyak " + bound + ", kelebihan " + off;
  return sentence;
}

}  // namespace pasok::study
