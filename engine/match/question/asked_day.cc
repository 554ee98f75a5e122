#include "engine/match/question/asked_day.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/match/plain_numbers.h"
#include "engine/register/limits.h"

namespace pasok::match {
namespace {

constexpr std::int32_t kLooksAhead = 400;  // days around an empty one, for one that has needs

// One day of the calendar.
class Service {
 public:
  Service(const Dataset& dataset, const Policy& policy, const std::optional<Date>& date) : dataset_(dataset) {
    if (!date) return;
    is_service_weekday_ = (policy.service_weekdays >> (Weekday(*date) - 1) & 1) != 0;
    for (const CalendarDay& row : std::ranges::equal_range(dataset.calendar, *date, {}, &CalendarDay::date)) {
      if (row.demand_point != kNone) {
        of_demand_point_[row.demand_point] = &row;
      } else if (row.region != kNone) {
        of_region_[row.region] = &row;
      } else {
        of_all_ = &row;
      }
    }
  }

  // By how much portions are others than usual; nullopt: it doesn't serve. What is dated holds on any
  // weekday.
  std::optional<Milli> FactorFor(std::int32_t demand_point, bool is_dated) const {
    const CalendarDay* row = RowOf(demand_point);
    if (row ? !row->serves : !is_service_weekday_ && !is_dated) return std::nullopt;
    return !row || is_dated ? Milli{1000} : row->portions_factor;
  }

  // The row that holds for it; nullptr: none does.
  const CalendarDay* RowOf(std::int32_t demand_point) const {
    if (of_demand_point_.empty() && of_region_.empty()) return of_all_;
    const auto own = of_demand_point_.find(demand_point);
    if (own != of_demand_point_.end()) return own->second;
    for (std::int32_t at = dataset_.demand_points[demand_point].region; at != kNone;
         at = dataset_.regions[at].parent) {
      const auto found = of_region_.find(at);
      if (found != of_region_.end()) return found->second;
    }
    return of_all_;
  }

 private:
  const Dataset& dataset_;
  bool is_service_weekday_ = true;
  const CalendarDay* of_all_ = nullptr;
  std::unordered_map<std::int32_t, const CalendarDay*> of_demand_point_, of_region_;
};

class Asked {
 public:
  Asked(const Dataset& dataset, const Policy& policy, const std::vector<bool>& demand_point_asked)
      : dataset_(dataset), policy_(policy), menu_(dataset, policy), is_asked_(demand_point_asked) {
    for (std::int32_t i = 0; i < std::ssize(dataset.requirements); ++i) {
      if (demand_point_asked[dataset.requirements[i].demand_point]) requirements_.push_back(i);
    }
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points) && menu_.any(); ++d) {
      const auto& recipients = dataset.demand_points[d].recipients;
      if (demand_point_asked[d] && std::ranges::any_of(recipients, [](std::int32_t n) { return n > 0; }))
        eaters_.push_back(d);
    }
  }

  bool asks_for_nothing() const { return requirements_.empty() && eaters_.empty(); }
  const MenuOverload& menu_overload() const { return menu_.overload(); }

  std::optional<Date> EarliestDate() const {
    std::optional<Date> earliest;
    for (std::int32_t index : requirements_) {
      const std::optional<Date>& date = dataset_.requirements[index].date;
      if (date && (!earliest || *date < *earliest)) earliest = date;
    }
    return earliest;
  }

  AskedDay On(const std::optional<Date>& date) const {
    const Service service(dataset_, policy_, date);
    AskedDay day{.date = date, .needs = {}, .menu = {}};
    const std::vector<Key> in_force = AddRequirements(service, day);
    for (const std::int32_t d : eaters_) {
      const std::optional<Milli> factor = service.FactorFor(d, /*is_dated=*/false);
      if (!factor) continue;
      const std::int32_t cycle_day = menu_.CycleDay(d, date);
      const std::size_t needs_before = day.needs.size();
      for (const MenuNeed& need : menu_.Of(d, date, cycle_day, *factor)) {
        if (std::ranges::binary_search(in_force, Key(d, need.commodity))) continue;
        day.needs.push_back({.demand_point = d, .commodity = need.commodity, .weight = need.weight});
      }
      if (day.needs.size() > needs_before) day.menu.push_back({.demand_point = d, .cycle_day = cycle_day});
    }
    std::ranges::sort(day.needs, {},
                      [](const AskedNeed& need) { return Key(need.demand_point, need.commodity); });
    return day;
  }

  // Whether the registers themselves say that nobody is served on the day, of whose needs none is more than
  // 0 kg, rather than have nothing about it: those who would need something are closed, or ask for 0 kg;
  // where no row is about the day, the calendar closes everybody. Dated rows may be missing on any weekday.
  bool SaysNobodyIsServed(const AskedDay& day) const {
    if (!day.needs.empty()) return true;
    const Service service(dataset_, policy_, day.date);
    AskedDay ignored;
    bool any = !AddRequirements(service, ignored).empty() || !eaters_.empty();
    const auto serves = [&](std::int32_t d) { return service.FactorFor(d, /*is_dated=*/false).has_value(); };
    if (any) return std::ranges::none_of(eaters_, serves);
    for (std::int32_t d = 0; d < std::ssize(dataset_.demand_points); ++d) {
      if (!is_asked_[d]) continue;
      if (service.FactorFor(d, /*is_dated=*/true)) return false;
      any = true;
    }
    return any;
  }

  // Needs of the day that calendar.csv takes back: the two were hardly both meant.
  void WarnOfClosedDay(Date date, FindingLog& log) const {
    const Service service(dataset_, policy_, date);
    for (const std::int32_t index : requirements_) {
      const Requirement& row = dataset_.requirements[index];
      if (row.date != date || row.need.value == 0) continue;
      if (service.FactorFor(row.demand_point, /*is_dated=*/true)) continue;
      log.Add({.severity = Severity::kWarning,
               .code = "requirement_on_closed_day",
               .file = "requirements.csv",
               .field = "date",
               .value = dataset_.demand_points[row.demand_point].id + " " +
                        dataset_.commodities[row.commodity] + " " + ToIso(date),
               .expected = "a day that isn't closed in calendar.csv; its " + KgText(row.need.value) +
                           " kg aren't planned",
               .fix = "take out one of the two rows"});
    }
  }

  // The day with needs that is nearest to `asked`, the earlier of two equally near.
  std::optional<Date> NearestDay(Date asked) const {
    std::set<std::pair<std::int32_t, std::int32_t>> candidates;  // distance, day
    bool any_undated = !eaters_.empty();
    for (std::int32_t index : requirements_) {
      const std::optional<Date>& date = dataset_.requirements[index].date;
      any_undated = any_undated || !date;
      if (date) candidates.emplace(std::abs(date->days - asked.days), date->days);
    }
    for (std::int32_t far = 1; any_undated && far <= kLooksAhead; ++far) {
      candidates.emplace(far, asked.days - far);
      candidates.emplace(far, asked.days + far);
    }
    for (const auto& [far, day] : candidates) {
      if (!On(Date{day}).needs.empty()) return Date{day};
    }
    return std::nullopt;
  }

 private:
  using Key = std::pair<std::int32_t, std::int32_t>;  // demand point, commodity

  // Answers what they speak of that day, in order. Requirements stand by key with the undated one first, so
  // the last that is of the day is the one that counts.
  std::vector<Key> AddRequirements(const Service& service, AskedDay& day) const {
    std::vector<Key> in_force;
    for (std::size_t i = 0; i < requirements_.size();) {
      const Requirement& first = dataset_.requirements[requirements_[i]];
      const Requirement* counts = nullptr;
      for (; i < requirements_.size(); ++i) {
        const Requirement& row = dataset_.requirements[requirements_[i]];
        if (row.demand_point != first.demand_point || row.commodity != first.commodity) break;
        if (!row.date || row.date == day.date) counts = &row;
      }
      if (!counts) continue;
      in_force.emplace_back(first.demand_point, first.commodity);
      const std::optional<Milli> factor = service.FactorFor(first.demand_point, counts->date.has_value());
      if (!factor) continue;
      day.needs.push_back({.demand_point = first.demand_point,
                           .commodity = first.commodity,
                           .weight = {RoundHalfUp(Int128{counts->need.value} * factor->value, 1000)}});
    }
    return in_force;
  }

  const Dataset& dataset_;
  const Policy& policy_;
  const MenuNeeds menu_;
  const std::vector<bool>& is_asked_;       // per demand point of the dataset
  std::vector<std::int32_t> requirements_;  // of the asked demand points, in the dataset's order
  std::vector<std::int32_t> eaters_;        // the asked demand points that a menu can ask something for
};

}  // namespace

AskedDays FindAskedDays(const Dataset& dataset, const Policy& policy,
                        const std::vector<bool>& demand_point_asked, const std::optional<Date>& asked_date,
                        std::int32_t days, FindingLog& log, bool may_be_empty) {
  const Asked asked(dataset, policy, demand_point_asked);
  const std::optional<Date> first = asked_date ? asked_date : asked.EarliestDate();
  AskedDays asked_days{.first = first, .days = {}, .menu_overload = asked.menu_overload()};
  if (days < 1 || days > limits::kPlannedDays) {
    log.Add({.code = "days_out_of_range",
             .field = "days",
             .value = std::to_string(days),
             .expected = "from 1 to " + std::to_string(limits::kPlannedDays) + " days"});
    return asked_days;
  }
  const bool is_in_range =
      !first || (limits::kFirstDate <= *first && first->days + days - 1 <= limits::kLastDate.days);
  if (!is_in_range) {
    log.Add({.code = "days_out_of_range",
             .field = "date",
             .value = ToIso(*first),
             .expected = "days from " + ToIso(limits::kFirstDate) + " to " + ToIso(limits::kLastDate),
             .fix = "check the year"});
    return asked_days;
  }
  if (days > 1 && !first) {
    log.Add({.code = "first_day_needed",
             .field = "date",
             .expected = "the first of the days, since no requirement is dated",
             .fix = "say which day that is (--from), or ask for one day"});
    return asked_days;
  }
  std::vector<AskedDay>& found = asked_days.days;
  bool nothing = true;  // is asked for, be it 0 kg
  std::vector<Date> unserved;
  for (std::int32_t i = 0; i < days; ++i) {
    const std::optional<Date> date = first ? std::optional(Date{first->days + i}) : std::nullopt;
    AskedDay day = asked.On(date);
    nothing = nothing && day.needs.empty();
    const auto is_some = [](const AskedNeed& need) { return need.weight.value > 0; };
    const bool any = std::ranges::any_of(day.needs, is_some);
    if (may_be_empty && !any && date && asked.SaysNobodyIsServed(day)) unserved.push_back(*date);
    if (days == 1 || any) found.push_back(std::move(day));
  }
  if (nothing && !asked.asks_for_nothing()) {
    const std::optional<Date> nearest = first ? asked.NearestDay(*first) : std::nullopt;
    log.Add({.severity = may_be_empty ? Severity::kWarning : Severity::kError,
             .code = "no_requirement_on_date",
             .field = "date",
             .value = first ? ToIso(*first) : "",
             .expected = days == 1 ? "a day on which the asked demand points need something"
                                   : "days on which the asked demand points need something",
             .fix = nearest ? "ask for " + ToIso(*nearest) + ", the nearest such day" : ""});
  }
  for (const Date& date : unserved) {
    log.Add({.severity = Severity::kWarning,
             .code = "nobody_served_on_date",
             .field = "date",
             .value = ToIso(date),
             .expected = "a day on which the calendar and the weekdays let somebody be served",
             .fix = "none, if the day is closed"});
  }
  // Last, since of thousands not all may be kept.
  for (std::int32_t i = 0; i < days && first && !dataset.calendar.empty(); ++i)
    asked.WarnOfClosedDay(Date{first->days + i}, log);
  if (found.empty()) found.push_back({.date = first, .needs = {}, .menu = {}});
  return asked_days;
}

std::vector<bool> ServingOn(const Dataset& dataset, const Policy& policy, const std::optional<Date>& date) {
  const Service service(dataset, policy, date);
  std::vector<bool> serving;
  for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d)
    serving.push_back(service.FactorFor(d, /*is_dated=*/false).has_value());
  return serving;
}

std::function<std::optional<Milli>(std::int32_t)> PortionsOn(const Dataset& dataset, const Policy& policy,
                                                             const Date& date) {
  return [service = Service(dataset, policy, date)](std::int32_t demand_point) {
    return service.FactorFor(demand_point, /*is_dated=*/false);
  };
}

std::function<Milli(std::int32_t)> FactorsOn(const Dataset& dataset, const std::optional<Date>& date) {
  return [service = Service(dataset, {}, date)](std::int32_t demand_point) {
    const CalendarDay* row = service.RowOf(demand_point);
    return row ? row->portions_factor : Milli{1000};
  };
}

bool IsAvailable(const Offer& offer, const std::optional<Date>& date) {
  if (!date) return true;
  if (offer.available_from && *date < *offer.available_from) return false;
  if (offer.available_to && *date > *offer.available_to) return false;
  return (offer.weekdays >> (Weekday(*date) - 1) & 1) != 0;
}

}  // namespace pasok::match
