#include "engine/match/report/sharing.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "engine/match/figures_in_words.h"
#include "engine/match/plan.h"
#include "engine/register/decimal.h"

namespace pasok::match {
namespace {

bool IsOfRegion(ShareLimit limit) { return limit >= ShareLimit::kSupplierOfRegion; }

class Counter {
 public:
  Counter(const Instance& instance, const std::vector<Allocation>& allocations)
      : instance_(instance),
        dataset_(*instance.dataset),
        allocations_(allocations),
        owners_(OwnersOf(dataset_)) {}

  SharingTally Take() {
    for (int i = 0; i < kShareLimits; ++i) {
      const auto limit = static_cast<ShareLimit>(i);
      if (instance_.policy.sharing.Limits(limit)) Count(limit);
    }
    if (instance_.policy.min_suppliers.mode != MinSuppliersMode::kOff) CountOwners();
    std::ranges::sort(tally_.broken, {}, [](const PlannedShare& row) {
      return std::tuple(row.date, row.rule, row.demand_point, row.region, row.commodity, row.supplier);
    });
    return std::move(tally_);
  }

 private:
  using Key = std::tuple<std::optional<Date>, WholeOf, std::int32_t>;  // who
  void Count(ShareLimit limit) {
    std::map<Key, std::int64_t> parts;
    std::map<std::pair<std::optional<Date>, WholeOf>, std::int64_t> wholes;
    for (const Allocation& row : allocations_) {
      const WholeOf whole = FindWhole(limit, dataset_, row.demand_point, row.commodity);
      const std::int64_t amount = IsOfMoney(RuleOf(limit)) ? row.quanta * row.unit_money : row.quanta;
      if (const auto who = FindPart(limit, dataset_, owners_, row.supplier, row.tier))
        parts[{row.date, whole, *who}] += amount;
      wholes[{row.date, whole}] += amount;
    }
    std::map<std::pair<std::optional<Date>, WholeOf>, std::int64_t> needed;
    for (const RequirementRow& row : instance_.requirements) {
      const CommoditySpan& span = instance_.commodities[row.commodity];
      const WholeOf whole = FindWhole(limit, dataset_, row.demand_point, span.dataset_commodity);
      needed[{instance_.days[span.day], whole}] += row.need;
    }
    for (const auto& [key, amount] : parts) {
      ++tally_.all[static_cast<std::size_t>(limit)];
      const auto& [date, whole, who] = key;
      const std::int64_t delivered = wholes[{date, whole}];
      const std::int64_t most =
          MostOf(limit, instance_.policy.sharing,
                 IsOfNeed(limit) ? std::max(delivered, needed[{date, whole}]) : delivered);
      if (amount <= most) continue;
      tally_.broken.push_back({.date = date,
                               .rule = RuleOf(limit),
                               .demand_point = IsOfRegion(limit) ? kNone : whole.where,
                               .region = IsOfRegion(limit) ? whole.where : kNone,
                               .commodity = whole.commodity,
                               .supplier = who,
                               .part = amount,
                               .limit = most});
    }
  }

  void CountOwners() {
    std::map<std::pair<std::optional<Date>, std::int32_t>, std::set<std::int32_t>> owners;
    for (const RequirementRow& row : instance_.requirements)
      owners[{instance_.DateOf(row.commodity), row.demand_point}];
    for (const Allocation& row : allocations_)
      owners[{row.date, row.demand_point}].insert(owners_[row.supplier]);
    for (const auto& [key, distinct] : owners) {
      ++tally_.all[kShareLimits];
      const auto count = static_cast<std::int64_t>(distinct.size());
      if (count >= instance_.policy.min_suppliers.suppliers) continue;
      tally_.broken.push_back({.date = key.first,
                               .rule = Rule::kMinSuppliers,
                               .demand_point = key.second,
                               .part = count,
                               .limit = instance_.policy.min_suppliers.suppliers});
    }
  }

  const Instance& instance_;
  const Dataset& dataset_;
  const std::vector<Allocation>& allocations_;
  const std::vector<std::int32_t> owners_;
  SharingTally tally_;
};

// What a limit collides with, as far as the figure shows it.
std::string WhatThereWas(Rule rule, std::int64_t there_was, const Policy& policy) {
  if (rule == Rule::kLocalShare || rule == Rule::kSmallShare) {
    return (rule == Rule::kLocalShare ? "its own suppliers offer " : "small suppliers offer ") +
           Kg(there_was, policy.quantum) + " of what it needs";
  }
  const bool of_suppliers = rule == Rule::kSupplierSpend || rule == Rule::kSupplierRegion;
  const std::string_view one = of_suppliers ? " supplier sells" : " owner sells";
  const std::string_view several = of_suppliers ? " suppliers sell" : " owners sell";
  std::string text = Number(there_was);
  text.append(there_was == 1 ? one : several).append(" anything that may go there");
  if (rule == Rule::kMinSuppliers) {
    if (const auto& most = policy.deliveries.most_suppliers)
      text += ", and " + Number(*most) + " may bring one commodity (max_suppliers_per_requirement)";
    return text;
  }
  const std::int64_t most = policy.sharing.most[static_cast<std::size_t>(LimitOf(rule))].value;
  const Int128 together = Int128{there_was} * most;
  if (together < Sharing::kWhole.value)
    text += ", and may bring " + DecimalText(static_cast<std::int64_t>(together), 6) +
            " of it within their limits";
  return text;
}

// The most broken, in words.
std::string ExampleOf(const PlannedShare& row, const std::optional<std::int64_t>& there_was,
                      const Dataset& dataset, const Policy& policy) {
  const auto amount = [&](std::int64_t value) {
    if (row.rule == Rule::kMinSuppliers) return Number(value);
    if (IsOfMoney(row.rule)) return Rupiah(value);
    return Kg(value, policy.quantum);
  };
  std::string text = row.demand_point != kNone ? dataset.demand_points[row.demand_point].id
                                               : dataset.regions[row.region].code;
  if (row.commodity != kNone) text += ' ' + dataset.commodities[row.commodity];
  if (row.date) text += " on " + ToIso(*row.date);
  text += ": " + amount(row.part);
  if (row.rule == Rule::kLocalShare) text += " from elsewhere";
  if (row.rule == Rule::kSmallShare) text += " from suppliers that aren't small";
  if (row.supplier != kNone) {
    const Supplier& supplier = dataset.suppliers[row.supplier];
    const bool of_group =
        (row.rule == Rule::kOwnerShare || row.rule == Rule::kOwnerSpend || row.rule == Rule::kOwnerRegion) &&
        !supplier.owner_group.empty();
    text += of_group ? " of the owner group " + supplier.owner_group : " of " + supplier.id;
  }
  text += (row.rule == Rule::kMinSuppliers ? ", at least " : ", at most ") + amount(row.limit);
  return there_was ? text + "; " + WhatThereWas(row.rule, *there_was, policy) : text;
}

}  // namespace

bool LimitsShares(const Policy& policy) {
  for (int i = 0; i < kShareLimits; ++i) {
    if (policy.sharing.Limits(static_cast<ShareLimit>(i))) return true;
  }
  return policy.min_suppliers.mode != MinSuppliersMode::kOff;
}

std::vector<std::int32_t> OwnersOf(const Dataset& dataset) {
  std::unordered_map<std::string_view, std::int32_t> first_of_group;
  std::vector<std::int32_t> owners;
  for (const Supplier& supplier : dataset.suppliers) {
    const auto index = static_cast<std::int32_t>(owners.size());
    owners.push_back(supplier.owner_group.empty()
                         ? index
                         : first_of_group.try_emplace(supplier.owner_group, index).first->second);
  }
  return owners;
}

bool IsSmall(SupplierKind kind) {
  return kind != SupplierKind::kUmkmMenengah && kind != SupplierKind::kLainnya;
}

bool IsOfNeed(ShareLimit limit) {
  return limit == ShareLimit::kOwnerOfRequirement || limit == ShareLimit::kSupplierOfRegion ||
         limit == ShareLimit::kOwnerOfRegion;
}

WholeOf FindWhole(ShareLimit limit, const Dataset& dataset, std::int32_t demand_point,
                  std::int32_t commodity) {
  if (limit == ShareLimit::kOwnerOfRequirement) return {.where = demand_point, .commodity = commodity};
  if (!IsOfRegion(limit)) return {.where = demand_point};
  return {.where = dataset.Enclosing(dataset.demand_points[demand_point].region, kKabupatenLevel)};
}

std::optional<std::int32_t> FindPart(ShareLimit limit, const Dataset& dataset,
                                     const std::vector<std::int32_t>& owners, std::int32_t supplier,
                                     Tier tier) {
  switch (limit) {
    case ShareLimit::kSupplierOfSpend:
    case ShareLimit::kSupplierOfRegion:
      return supplier;
    case ShareLimit::kOwnerOfRequirement:
    case ShareLimit::kOwnerOfSpend:
    case ShareLimit::kOwnerOfRegion:
      return owners[supplier];
    case ShareLimit::kNotLocal:
      return tier > Tier::kKabupaten ? std::optional(kNone) : std::nullopt;
    case ShareLimit::kNotSmall:
      return IsSmall(dataset.suppliers[supplier].kind) ? std::nullopt : std::optional(kNone);
  }
  return std::nullopt;
}

std::int64_t MostOf(Millionths share, std::int64_t whole) {
  return static_cast<std::int64_t>(Int128{share.value} * whole / Sharing::kWhole.value);
}

std::int64_t MostOf(ShareLimit limit, const Sharing& sharing, std::int64_t whole) {
  const std::int64_t most = MostOf(sharing.most[static_cast<std::size_t>(limit)], whole);
  return IsOfNeed(limit) ? std::max<std::int64_t>(1, most) : most;
}

SharingTally TallyShares(const Instance& instance, const std::vector<Allocation>& allocations) {
  return Counter(instance, allocations).Take();
}

RuleReport ReportSharing(Rule rule, const Dataset& dataset, const Policy& policy, const SharingTally& tally) {
  const std::size_t index = IndexAmongSharing(rule);
  RuleReport report{.rule = rule, .all = tally.all[index]};
  for (const PlannedShare& row : tally.broken) {
    if (row.rule != rule) continue;
    ++report.cases;
    if (IsOfMoney(rule)) {
      report.over += row.off();
    } else if (rule != Rule::kMinSuppliers) {
      report.broken += row.off();
    }
  }
  report.kept = report.cases == 0;
  if (const PlannedShare* most = MostBroken(rule, tally))
    report.example = ExampleOf(*most, tally.there_was[index], dataset, policy);
  return report;
}

const PlannedShare* MostBroken(Rule rule, const SharingTally& tally) {
  const PlannedShare* most = nullptr;
  for (const PlannedShare& row : tally.broken) {
    if (row.rule == rule && (!most || row.off() > most->off())) most = &row;
  }
  return most;
}

}  // namespace pasok::match
