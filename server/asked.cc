#include "server/asked.h"

#include <algorithm>
#include <map>
#include <utility>

#include "server/names.h"

namespace pasok::server {
namespace {

bool LiesWithin(const Dataset& dataset, const std::string& demand_id, const RegionCodes& regions) {
  const std::int32_t point = dataset.FindDemandPoint(demand_id);
  if (point == kNone) return false;
  return std::any_of(regions.begin(), regions.end(), [&](const std::string& code) {
    const std::int32_t region = dataset.FindRegion(code);
    return region != kNone && dataset.IsWithin(dataset.demand_points[point].region, region);
  });
}

}  // namespace

Asked AskedOf(const Dataset& dataset, const std::string& date, const RegionCodes& regions, PlanStore& plans) {
  Asked asked{.question = {.date = ParseDate(date), .regions = {regions.begin(), regions.end()}, .taken = {}},
              .subtracted_plans = {}};
  if (regions.empty()) return asked;                           // it replaces all plans of the day
  std::map<std::pair<std::string, std::string>, Grams> taken;  // by supplier, commodity
  for (const v1::Plan& other : plans.PublishedOn(date)) {
    // A plan of the same regions is the one that this plan will replace.
    if (SameRegions(regions, other.regions())) continue;
    asked.subtracted_plans.push_back(other.name());
    plans.VisitAllocations(
        PlanIdOf(other.name(), "name"), {}, 0, [&](std::int64_t, v1::Allocation& allocation) {
          if (!LiesWithin(dataset, allocation.demand_id(), regions)) {
            taken[{allocation.supplier_id(), allocation.commodity()}] += Grams{allocation.grams()};
          }
          return true;
        });
  }
  for (const auto& [key, weight] : taken) {
    asked.question.taken.push_back({.supplier_id = key.first, .commodity = key.second, .weight = weight});
  }
  return asked;
}

}  // namespace pasok::server
