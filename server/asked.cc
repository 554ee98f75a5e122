#include "server/asked.h"

#include <algorithm>
#include <map>
#include <tuple>
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

std::vector<match::Delivered> DeliveredBy(const std::string& plan_name, PlanStore& plans) {
  std::map<std::tuple<std::string, std::string, std::string>, Grams> sums;
  plans.VisitAllocations(PlanIdOf(plan_name, "previous_plan"), {}, 0,
                         [&](std::int64_t, v1::Allocation& allocation) {
                           sums[{allocation.demand_id(), allocation.commodity(), allocation.supplier_id()}] +=
                               Grams{allocation.grams()};
                           return true;
                         });
  std::vector<match::Delivered> rows;
  for (const auto& [key, weight] : sums) {
    const auto& [demand_id, commodity, supplier_id] = key;
    rows.push_back(
        {.demand_id = demand_id, .commodity = commodity, .supplier_id = supplier_id, .weight = weight});
  }
  return rows;
}

Asked AskedOf(const Dataset& dataset, const PlannedDays& days, const RegionCodes& regions, PlanStore& plans) {
  Asked asked{.question = {.date = ParseDate(days.first),
                           .regions = {regions.begin(), regions.end()},
                           .taken = {},
                           .days = std::max(1, days.count)},
              .subtracted_plans = {}};
  if (regions.empty()) return asked;  // it replaces all plans of the days
  std::map<std::tuple<std::string, std::string, std::string>, Grams> taken;  // by day, supplier, commodity
  for (const v1::Plan& other : plans.PublishedOn(days)) {
    // A plan of the same regions is the one that this plan will replace.
    if (SameRegions(regions, other.regions())) continue;
    asked.subtracted_plans.push_back(other.name());
    plans.VisitAllocations(
        PlanIdOf(other.name(), "name"), {}, 0, [&](std::int64_t, v1::Allocation& allocation) {
          if (days.Hold(allocation.date()) && !LiesWithin(dataset, allocation.demand_id(), regions)) {
            taken[{allocation.date(), allocation.supplier_id(), allocation.commodity()}] +=
                Grams{allocation.grams()};
          }
          return true;
        });
  }
  for (const auto& [key, weight] : taken) {
    const auto& [date, supplier, commodity] = key;
    match::Taken row{.supplier_id = supplier, .commodity = commodity, .weight = weight};
    if (asked.question.days > 1) row.date = ParseDate(date);
    asked.question.taken.push_back(std::move(row));
  }
  return asked;
}

}  // namespace pasok::server
