#include "server/asked.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "engine/match/files/left_over.h"
#include "engine/match/plain_numbers.h"
#include "server/names.h"
#include "server/stored_rows.h"

namespace pasok::server {
namespace {

// The demand points of a question, looked up once for the many rows that are asked about.
class PointsWithin {
 public:
  // Those in one of the regions; all where there are none.
  PointsWithin(const Dataset& dataset, const RegionCodes& regions)
      : dataset_(dataset), within_(dataset.demand_points.size(), regions.empty()) {
    if (regions.empty()) return;
    std::vector<bool> named(dataset.regions.size());
    for (const std::string& code : regions) {
      const std::int32_t region = dataset.FindRegion(code);
      if (region != kNone) named[region] = true;
    }
    for (std::size_t point = 0; point < within_.size(); ++point) {
      std::int32_t at = dataset.demand_points[point].region;
      while (at != kNone && !named[at]) at = dataset.regions[at].parent;
      within_[point] = at != kNone;
    }
  }
  bool Hold(const std::string& demand_id) const {
    const std::int32_t point = dataset_.FindDemandPoint(demand_id);
    return point != kNone && within_[point];
  }

 private:
  const Dataset& dataset_;
  std::vector<bool> within_;
};

}  // namespace

std::optional<std::vector<match::Delivered>> DeliveredBy(const std::string& plan_name, PlanStore& plans,
                                                         const StopToken& stop) {
  std::map<std::tuple<std::string, std::string, std::string>, Grams> sums;
  plans.VisitAllocations(PlanIdOf(plan_name, "previous_plan"), {}, 0,
                         [&](std::int64_t, v1::Allocation& allocation) {
                           sums[{allocation.demand_id(), allocation.commodity(), allocation.supplier_id()}] +=
                               Grams{allocation.grams()};
                           return !stop.Asked();
                         });
  if (stop.Asked()) return std::nullopt;
  std::vector<match::Delivered> rows;
  for (const auto& [key, weight] : sums) {
    const auto& [demand_id, commodity, supplier_id] = key;
    rows.push_back(
        {.demand_id = demand_id, .commodity = commodity, .supplier_id = supplier_id, .weight = weight});
  }
  return rows;
}

namespace {

bool IsCounted(const Dataset& dataset, const Policy& policy, const match::AtHand& row) {
  if (!policy.stock) return false;
  const std::pair key(dataset.FindDemandPoint(row.demand_id), dataset.FindCommodity(row.commodity));
  return std::ranges::binary_search(dataset.stock, key, {}, [](const Stock& stock) {
    return std::pair(stock.demand_point, stock.commodity);
  });
}

// It may have been renamed, and be bought again in vain. In which region an unknown demand point was isn't
// known: it may be one of the question's.
void WarnOfUnknown(const Dataset& dataset, const PointsWithin& within, const std::string& plan,
                   const match::AtHand& row, FindingLog& log) {
  const bool point_known = dataset.FindDemandPoint(row.demand_id) != kNone;
  if (point_known && (!within.Hold(row.demand_id) || dataset.FindCommodity(row.commodity) != kNone)) return;
  log.Add({.severity = Severity::kWarning,
           .code = "at_hand_of_unknown",
           .field = point_known ? "commodity" : "demand_id",
           .value = row.demand_id + " " + row.commodity,
           .expected = std::string(point_known ? "a commodity" : "a demand point") +
                       " of this dataset; the " + match::KgText(row.weight.value) + " kg that " + plan +
                       " has delivered ahead have no effect",
           .fix = "if it was renamed, say in stock.csv what is there"});
}

match::LastingRows LastingRowsOf(const v1::Plan& plan, PlanStore& plans, const StopToken& stop) {
  const std::string id = PlanIdOf(plan.name(), "name");
  FindingLog log;
  const std::vector<RegisterFile> files = plans.Files(id);
  match::LastingRows rows{.delivered = {}, .carried = CarriedIn(files, log), .at_hand = AtHandIn(files, log)};
  RequireSound(log, plan.name());
  plans.VisitAllocations(id, {}, 0, [&](std::int64_t, v1::Allocation& allocation) {
    if (const std::optional<Date> date = ParseDate(allocation.date()))
      rows.delivered.push_back({.date = *date,
                                .demand_id = allocation.demand_id(),
                                .commodity = allocation.commodity(),
                                .weight = {allocation.grams()}});
    return !stop.Asked();
  });
  return rows;
}

void AddAtHand(const Dataset& dataset, const Policy& policy, const PlannedDays& days,
               const RegionCodes& regions, PlanStore& plans, const StopToken& stop, Asked& asked) {
  if (!ParseDate(days.first)) return;
  const std::vector<v1::Plan> before = plans.PublishedBefore(days, regions);
  for (const v1::Plan& each : before) asked.carried_from_plans.push_back(each.name());
  FindingLog log;
  asked.question.at_hand = LeftBy(before, dataset, policy, days, regions, plans, stop, log);
  asked.findings = log.Take();
}

// What other plans take, wherever their kitchens are by now. A plan that the question covers is one that it
// takes the place of, or can't be published beside; of one that covers more, what it brings to the question's
// kitchens is planned anew.
void AddTaken(const Dataset& dataset, const PlannedDays& days, const RegionCodes& regions, PlanStore& plans,
              const StopToken& stop, Asked& asked) {
  const PointsWithin within(dataset, regions);
  std::map<std::tuple<std::string, std::string, std::string>, Grams> taken;  // by day, supplier, commodity
  const PlanStore::Published published = plans.PublishedOn(days);
  asked.publications_known = published.publications;
  for (const v1::Plan& other : published.plans) {
    if (LieWithin(other.regions(), regions)) continue;
    asked.subtracted_plans.push_back(other.name());
    const bool is_wider = Overlap(other.regions(), regions);
    const PlannedDays theirs = PublishedDaysOf(other);
    plans.VisitAllocations(PlanIdOf(other.name(), "name"), {}, 0,
                           [&](std::int64_t, v1::Allocation& allocation) {
                             const bool is_anew = is_wider && within.Hold(allocation.demand_id());
                             if (!is_anew && days.Hold(allocation.date()) && theirs.Hold(allocation.date())) {
                               taken[{allocation.date(), allocation.supplier_id(), allocation.commodity()}] +=
                                   Grams{allocation.grams()};
                             }
                             return !stop.Asked();
                           });
  }
  for (const auto& [key, weight] : taken) {
    const auto& [date, supplier, commodity] = key;
    match::Taken row{.supplier_id = supplier, .commodity = commodity, .weight = weight};
    if (asked.question.days > 1) row.date = ParseDate(date);
    asked.question.taken.push_back(std::move(row));
  }
}

}  // namespace

std::vector<match::AtHand> LeftBy(const std::vector<v1::Plan>& before, const Dataset& dataset,
                                  const Policy& policy, const PlannedDays& days, const RegionCodes& regions,
                                  PlanStore& plans, const StopToken& stop, FindingLog& log) {
  const PointsWithin within(dataset, regions);
  const std::optional<Date> morning = ParseDate(days.first);
  std::vector<match::AtHand> left;
  for (const v1::Plan& plan : before) {
    for (match::AtHand& row : match::LeftOver(LastingRowsOf(plan, plans, stop), policy, *morning)) {
      WarnOfUnknown(dataset, within, plan.name(), row, log);
      if (within.Hold(row.demand_id) && !IsCounted(dataset, policy, row)) left.push_back(std::move(row));
    }
  }
  return left;
}

std::optional<Asked> AskedOf(const Dataset& dataset, const Policy& policy, const PlannedDays& days,
                             const RegionCodes& regions, PlanStore& plans, const StopToken& stop) {
  Asked asked{.question = {.date = ParseDate(days.first),
                           .regions = {regions.begin(), regions.end()},
                           .taken = {},
                           .days = std::max(1, days.count)},
              .subtracted_plans = {},
              .carried_from_plans = {}};
  AddTaken(dataset, days, regions, plans, stop, asked);
  AddAtHand(dataset, policy, days, regions, plans, stop, asked);
  if (stop.Asked()) return std::nullopt;
  return asked;
}

}  // namespace pasok::server
