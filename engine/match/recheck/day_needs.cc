#include "engine/match/recheck/day_needs.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace pasok::match::recheck {
namespace {

class Reader {
 public:
  Reader(const Dataset& dataset, const Policy& policy, std::optional<Date> date,
         const std::vector<std::int32_t>& regions, const MenuReading& menu)
      : dataset_(dataset), policy_(policy), date_(date), regions_(regions), menu_(menu) {}

  DayNeeds Read() {
    ReadNeeds();
    AddStandIns();
    CountClosed();
    return std::move(day_);
  }

 private:
  // By demand point and commodity, grams of the day.
  using Weights = std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t>;

  void ReadNeeds() {
    for (const auto& [key, grams] : WeighNeeds()) {
      const std::int64_t quantum = policy_.quantum.value;
      const std::int64_t quanta = (grams + quantum - 1) / quantum;
      if (quanta == 0) continue;
      const std::int64_t penalty = RoundHalfUp(Int128{quantum} * policy_.shortage_penalty.value, 1000);
      const auto share =
          static_cast<std::int64_t>(Int128{quanta} * policy_.max_share_per_supplier.value / 1'000'000);
      day_.list.push_back({.demand_point = key.first,
                           .commodity = key.second,
                           .quanta = quanta,
                           .penalty = penalty * dataset_.demand_points[key.first].priority,
                           .lane_cap = share < 1 ? 1 : share});
    }
  }

  Weights WeighNeeds() {
    std::map<std::pair<std::int32_t, std::int32_t>, const Requirement*> in_force;
    for (const Requirement& row : dataset_.requirements) {
      if (!IsAsked(row.demand_point) || (row.date && row.date != date_)) continue;
      const Requirement*& holder = in_force[{row.demand_point, row.commodity}];
      if (!holder || row.date) holder = &row;
    }
    Weights weights;
    for (const auto& [key, row] : in_force) {
      const CalendarDay* day = row->date ? CalendarOf(dataset_, key.first, *row->date) : nullptr;
      if (day && !day->serves) continue;
      const std::optional<std::int64_t> portions = row->date ? 1000 : PortionsOn(key.first);
      if (portions) weights[key] = RoundHalfUp(Int128{row->need.value} * *portions, 1000);
    }
    if (policy_.menu.days.empty()) return weights;
    const std::int64_t passed = menu_.Passed(date_);
    for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
      const std::optional<std::int64_t> portions = IsAsked(d) ? PortionsOn(d) : std::nullopt;
      if (!portions) continue;
      const Cook cook{.demand_point = d, .menu_day = menu_.DayOf(d, passed)};
      bool cooks = false;
      for (const MenuItem& item : policy_.menu.days[cook.menu_day]) {
        const std::pair key(d, dataset_.FindCommodity(item.commodity));
        const std::int64_t grams = menu_.GramsOn(date_, d, item, *portions);
        if (grams == 0 || in_force.contains(key)) continue;
        weights[key] = grams;
        cooks = true;
      }
      if (cooks) day_.cooks.push_back(cook);
    }
    return weights;
  }

  // In thousandths of the usual portions; nullopt: the demand point doesn't serve.
  std::optional<std::int64_t> PortionsOn(std::int32_t demand_point) const {
    if (!date_) return 1000;
    if (const CalendarDay* day = CalendarOf(dataset_, demand_point, *date_))
      return day->serves ? std::optional(day->portions_factor.value) : std::nullopt;
    const bool is_service_day = policy_.service_weekdays & 1 << (Weekday(*date_) - 1);
    return is_service_day ? std::optional(std::int64_t{1000}) : std::nullopt;
  }

  bool IsAsked(std::int32_t demand_point) const {
    const std::int32_t home = dataset_.demand_points[demand_point].region;
    return regions_.empty() || std::ranges::any_of(regions_, [&](std::int32_t region) {
             return dataset_.IsWithin(home, region);
           });
  }

  void AddStandIns() {
    const auto key = [](const Need& need) { return std::pair(need.demand_point, need.commodity); };
    std::map<std::pair<std::int32_t, std::int32_t>, Need> more;
    for (const SubstituteRule& rule : policy_.substitutes) {
      for (const Need& need : day_.list) {
        if (dataset_.commodities[need.commodity] != rule.commodity) continue;
        for (const std::string& code : rule.by) {
          const std::int32_t commodity = dataset_.FindCommodity(code);
          if (commodity == kNone || FindNeed(day_.list, need.demand_point, commodity) != kNone) continue;
          more[{need.demand_point, commodity}] = {.demand_point = need.demand_point,
                                                  .commodity = commodity,
                                                  .penalty = need.penalty,
                                                  .lane_cap = 1};
        }
      }
    }
    for (const auto& [of, need] : more) day_.list.push_back(need);
    std::ranges::sort(day_.list, {}, key);
  }

  void CountClosed() {
    for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
      if (!IsAsked(d)) continue;
      ++day_.asked;
      const auto first = std::ranges::lower_bound(day_.list, d, {}, &Need::demand_point);
      const bool needs_any = first != day_.list.end() && first->demand_point == d;
      day_.closed += !needs_any && !PortionsOn(d);
    }
  }

  const Dataset& dataset_;
  const Policy& policy_;
  const std::optional<Date> date_;
  const std::vector<std::int32_t>& regions_;
  const MenuReading& menu_;
  DayNeeds day_;
};

}  // namespace

DayNeeds NeedsOn(const Dataset& dataset, const Policy& policy, std::optional<Date> date,
                 const std::vector<std::int32_t>& regions, const MenuReading& menu) {
  return Reader(dataset, policy, date, regions, menu).Read();
}

std::int32_t FindNeed(std::span<const Need> list, std::int32_t demand_point, std::int32_t commodity) {
  const auto key = [](const Need& need) { return std::pair(need.demand_point, need.commodity); };
  const auto found = std::ranges::lower_bound(list, std::pair(demand_point, commodity), {}, key);
  if (found == list.end() || key(*found) != std::pair(demand_point, commodity)) return kNone;
  return static_cast<std::int32_t>(found - list.begin());
}

const CalendarDay* CalendarOf(const Dataset& dataset, std::int32_t demand_point, Date date) {
  const auto key = [](const CalendarDay& row) { return std::tuple(row.date, row.demand_point, row.region); };
  const auto find = [&](std::int32_t of_point, std::int32_t of_region) -> const CalendarDay* {
    const std::tuple wanted(date, of_point, of_region);
    const auto row = std::ranges::lower_bound(dataset.calendar, wanted, {}, key);
    return row == dataset.calendar.end() || key(*row) != wanted ? nullptr : &*row;
  };
  const CalendarDay* found = find(demand_point, kNone);
  for (std::int32_t region = dataset.demand_points[demand_point].region; !found && region != kNone;
       region = dataset.regions[region].parent)
    found = find(kNone, region);
  return found ? found : find(kNone, kNone);
}

}  // namespace pasok::match::recheck
