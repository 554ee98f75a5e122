#include "engine/match/report/what_there_was.h"

#include <algorithm>
#include <set>
#include <vector>

namespace pasok::match {
namespace {

std::int32_t DayOf(const Instance& instance, const PlannedShare& row) {
  return static_cast<std::int32_t>(std::ranges::find(instance.days, row.date) - instance.days.begin());
}

std::int64_t OwnersThatMayDeliver(const Instance& instance, const LaneRule& lanes, const PlannedShare& row) {
  const std::vector<std::int32_t> owners = OwnersOf(*instance.dataset);
  const std::int32_t day = DayOf(instance, row);
  std::set<std::int32_t> found;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& span = instance.commodities[requirement.commodity];
    if (requirement.demand_point != row.demand_point || span.day != day) continue;
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const std::int32_t owner = owners[instance.suppliers[instance.offers[o].supplier].dataset_supplier];
      if (!found.contains(owner) && lanes.Cost(o, r).ineligible == Ineligible::kNo) found.insert(owner);
    }
  }
  return std::ssize(found);
}

std::int64_t OfferedNearBy(const Instance& instance, const PlannedShare& row) {
  const Dataset& dataset = *instance.dataset;
  const std::int32_t day = DayOf(instance, row);
  std::vector<std::int64_t> needed(instance.commodities.size()), offered(needed.size());
  for (const RequirementRow& requirement : instance.requirements) {
    if (KabupatenOf(dataset, dataset.demand_points[requirement.demand_point].region) == row.region)
      needed[requirement.commodity] += requirement.need;
  }
  for (const OfferRow& offer : instance.offers) {
    const Supplier& supplier = dataset.suppliers[instance.suppliers[offer.supplier].dataset_supplier];
    if (KabupatenOf(dataset, supplier.region) == row.region) offered[offer.commodity] += offer.capacity;
  }
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < needed.size(); ++k) {
    if (instance.commodities[k].day == day) sum += std::min(needed[k], offered[k]);
  }
  return sum;
}

}  // namespace

void FindWhatThereWas(const Instance& instance, const LaneRule& lanes, SharingTally& tally) {
  if (const PlannedShare* row = MostBroken(Rule::kMinSuppliers, tally))
    tally.ThereWas(Rule::kMinSuppliers) = OwnersThatMayDeliver(instance, lanes, *row);
  if (const PlannedShare* row = MostBroken(Rule::kLocalShare, tally))
    tally.ThereWas(Rule::kLocalShare) = OfferedNearBy(instance, *row);
}

}  // namespace pasok::match
