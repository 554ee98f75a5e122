#include "engine/match/report/what_there_was.h"

#include <algorithm>
#include <set>
#include <vector>

namespace pasok::match {
namespace {

std::int32_t DayOf(const Instance& instance, const PlannedShare& row) {
  return static_cast<std::int32_t>(std::ranges::find(instance.days, row.date) - instance.days.begin());
}

// Whether a requirement is part of the row's whole.
bool IsPartOf(const Instance& instance, const PlannedShare& row, const RequirementRow& requirement) {
  const Dataset& dataset = *instance.dataset;
  if (row.demand_point == kNone)
    return dataset.Enclosing(dataset.demand_points[requirement.demand_point].region, kKabupatenLevel) ==
           row.region;
  const std::int32_t commodity = instance.commodities[requirement.commodity].dataset_commodity;
  return requirement.demand_point == row.demand_point &&
         (row.commodity == kNone || row.commodity == commodity);
}

// Owners, or suppliers by themselves.
std::int64_t SellersThatMayDeliver(const Instance& instance, const LaneRule& lanes, const PlannedShare& row) {
  const std::vector<std::int32_t> owners = OwnersOf(*instance.dataset);
  const bool by_supplier = row.rule == Rule::kSupplierSpend || row.rule == Rule::kSupplierRegion;
  const std::int32_t day = DayOf(instance, row);
  std::set<std::int32_t> found;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    if (span.day != day || !IsPartOf(instance, row, requirement)) continue;
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const std::int32_t supplier = instance.suppliers[instance.offers[o].supplier].dataset_supplier;
      const std::int32_t seller = by_supplier ? supplier : owners[supplier];
      if (!found.contains(seller) && lanes.Cost(o, r).ineligible == Ineligible::kNo) found.insert(seller);
    }
  }
  return std::ssize(found);
}

// What small suppliers offer of what the kabupaten needs and may go there.
std::int64_t OfferedBySmall(const Instance& instance, const LaneRule& lanes, const PlannedShare& row) {
  const std::int32_t day = DayOf(instance, row);
  std::vector<std::int64_t> needed(instance.commodities.size()), offered(needed.size());
  std::vector<bool> counted(instance.offers.size());
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    if (span.day != day || !IsPartOf(instance, row, requirement)) continue;
    needed[requirement.commodity] += requirement.need;
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const std::int32_t supplier = instance.suppliers[instance.offers[o].supplier].dataset_supplier;
      if (counted[o] || !IsSmall(instance.dataset->suppliers[supplier].kind) ||
          lanes.Cost(o, r).ineligible != Ineligible::kNo)
        continue;
      counted[o] = true;
      offered[requirement.commodity] += instance.offers[o].capacity;
    }
  }
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < needed.size(); ++k) sum += std::min(needed[k], offered[k]);
  return sum;
}

std::int64_t OfferedNearBy(const Instance& instance, const PlannedShare& row) {
  const Dataset& dataset = *instance.dataset;
  const std::int32_t day = DayOf(instance, row);
  std::vector<std::int64_t> needed(instance.commodities.size()), offered(needed.size());
  for (const RequirementRow& requirement : instance.requirements) {
    if (dataset.Enclosing(dataset.demand_points[requirement.demand_point].region, kKabupatenLevel) ==
        row.region)
      needed[requirement.commodity] += requirement.need;
  }
  for (const OfferRow& offer : instance.offers) {
    const Supplier& supplier = dataset.suppliers[instance.suppliers[offer.supplier].dataset_supplier];
    if (dataset.Enclosing(supplier.region, kKabupatenLevel) == row.region)
      offered[offer.commodity] += offer.capacity;
  }
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < needed.size(); ++k) {
    if (instance.commodities[k].day == day) sum += std::min(needed[k], offered[k]);
  }
  return sum;
}

}  // namespace

void FindWhatThereWas(const Instance& instance, const LaneRule& lanes, SharingTally& tally) {
  for (int i = 0; i < kSharingRules; ++i) {
    const Rule rule = SharingRule(i);
    const PlannedShare* row = MostBroken(rule, tally);
    if (!row) continue;
    tally.ThereWas(rule) = rule == Rule::kLocalShare   ? OfferedNearBy(instance, *row)
                           : rule == Rule::kSmallShare ? OfferedBySmall(instance, lanes, *row)
                                                       : SellersThatMayDeliver(instance, lanes, *row);
  }
}

}  // namespace pasok::match
