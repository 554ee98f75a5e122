#include "engine/match/asked_day.h"

#include <cstdlib>
#include <span>
#include <utility>

namespace pasok::match {
namespace {

std::optional<Date> EarliestDate(const Dataset& dataset, const std::vector<std::int32_t>& requirements) {
  std::optional<Date> earliest;
  for (std::int32_t index : requirements) {
    const std::optional<Date>& date = dataset.requirements[index].date;
    if (date && (!earliest || *date < *earliest)) earliest = date;
  }
  return earliest;
}

// The dated day nearest to `asked`, the earlier of two equally near; nullopt where no requirement is dated.
std::optional<Date> NearestDate(const Dataset& dataset, const std::vector<std::int32_t>& requirements,
                                Date asked) {
  std::optional<Date> nearest;
  const auto distance = [&](Date date) { return std::pair(std::abs(date.days - asked.days), date.days); };
  for (std::int32_t index : requirements) {
    const std::optional<Date>& date = dataset.requirements[index].date;
    if (date && (!nearest || distance(*date) < distance(*nearest))) nearest = date;
  }
  return nearest;
}

bool SameKey(const Requirement& a, const Requirement& b) {
  return a.demand_point == b.demand_point && a.commodity == b.commodity;
}

}  // namespace

AskedDay FindAskedDay(const Dataset& dataset, const std::vector<bool>& demand_point_asked,
                      const std::optional<Date>& asked_date, FindingLog& log) {
  std::vector<std::int32_t> asked;
  for (std::int32_t i = 0; i < std::ssize(dataset.requirements); ++i) {
    if (demand_point_asked[dataset.requirements[i].demand_point]) asked.push_back(i);
  }
  AskedDay day{.date = asked_date ? asked_date : EarliestDate(dataset, asked), .requirements = {}};

  // Requirements stand by key with the undated one first, so the last that holds on the day is the one in
  // force.
  for (std::int32_t index : asked) {
    const Requirement& requirement = dataset.requirements[index];
    if (requirement.date && requirement.date != day.date) continue;
    if (!day.requirements.empty() && SameKey(dataset.requirements[day.requirements.back()], requirement)) {
      day.requirements.back() = index;
    } else {
      day.requirements.push_back(index);
    }
  }
  if (day.requirements.empty() && !asked.empty()) {
    log.Add({.code = "no_requirement_on_date",
             .field = "date",
             .value = ToIso(*day.date),
             .expected = "a day on which the asked demand points need something",
             .fix = "ask for " + ToIso(*NearestDate(dataset, asked, *day.date)) + ", the nearest such day"});
  }
  return day;
}

bool IsAvailable(const Offer& offer, const std::optional<Date>& date) {
  if (!date) return true;
  if (offer.available_from && *date < *offer.available_from) return false;
  if (offer.available_to && *date > *offer.available_to) return false;
  return (offer.weekdays >> (Weekday(*date) - 1) & 1) != 0;
}

}  // namespace pasok::match
