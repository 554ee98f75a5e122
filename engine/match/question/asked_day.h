// Which days a question means, and what holds on each: the needs in force and the offers available.
//
// A demand point serves on a day as its most special row of calendar.csv says: its own, else that of the
// deepest of its regions that has one, else the one for all; without any, on the policy's service weekdays.
// An undated requirement holds on the days on which its demand point serves, times the calendar's portions
// factor. A dated one replaces it on its day, also where it asks for nothing; it holds whatever the weekday
// is, and as it is written, unless the calendar says no. The undated day knows no calendar.
//
// A menu (menu.h) asks like an undated requirement, of the demand points' recipients; where a requirement of
// that commodity is in force on the day, that one holds in its place, whatever it asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

struct AskedNeed {
  std::int32_t demand_point = kNone;  // dataset indices
  std::int32_t commodity = kNone;
  Grams weight;
};

struct AskedDay {
  std::optional<Date> date;       // nullopt: the undated day
  std::vector<AskedNeed> needs;   // by demand point, commodity; at most one of each
  std::vector<MenuServing> menu;  // by demand point; their `day` is 0
};

struct AskedDays {
  std::optional<Date> first;   // the first that is asked for, planned or not
  std::vector<AskedDay> days;  // the planned ones
  MenuOverload menu_overload;
};

// `days` days from the asked date on, else from the earliest dated requirement's among the asked demand
// points, else the undated day. Of several days those without any need are left out, but for the first of
// none. Adds to `log` an error where nothing is needed on any of them though there are requirements (with the
// nearest day that has a need), and where several days are asked for but none is known to begin with.
// Likewise where they aren't within the years that registers may speak of; and a warning for each dated
// requirement on a day that the calendar closes for it. Where the days `may_be_empty`, that nothing is needed
// is a warning too, with another for each day of which the registers say that nobody is served, rather than
// have no row about it. REQUIRES as MenuNeeds does.
AskedDays FindAskedDays(const Dataset& dataset, const Policy& policy,
                        const std::vector<bool>& demand_point_asked, const std::optional<Date>& asked_date,
                        std::int32_t days, FindingLog& log, bool may_be_empty = false);

// Per demand point of the dataset: whether it serves on the day, apart from what is dated.
std::vector<bool> ServingOn(const Dataset& dataset, const Policy& policy, const std::optional<Date>& date);

// Of a demand point, what an undated requirement of it is multiplied by on the day; nullopt: it doesn't
// serve. The dataset outlives it. O(calendar rows of the day), then O(log regions) each.
std::function<std::optional<Milli>(std::int32_t)> PortionsOn(const Dataset& dataset, const Policy& policy,
                                                             const Date& date);

// Of a demand point, the portions of the day as a factor of an ordinary one's, as the calendar has it,
// whether it serves or not. The dataset outlives it. As costly as PortionsOn.
std::function<Milli(std::int32_t)> FactorsOn(const Dataset& dataset, const std::optional<Date>& date);

// Whether the window and the weekdays of an offer hold the day. On the undated day every offer is available.
bool IsAvailable(const Offer& offer, const std::optional<Date>& date);

}  // namespace pasok::match
