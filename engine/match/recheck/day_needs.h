// What is needed on one day, and by whom: the checker's own reading of requirements, calendar, menu and
// substitutes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/match/recheck/menu.h"
#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match::recheck {

// A requirement in force on the day.
struct Need {
  std::int32_t demand_point = kNone;
  std::int32_t commodity = kNone;
  std::int64_t quanta = 0;    // 0 of what may only stand in for another, or be kept for a later day
  std::int64_t penalty = 0;   // sen per quantum
  std::int64_t lane_cap = 0;  // quanta
  std::int64_t sends = 0;     // quanta that may serve elsewhere, in all
  bool relieved = false;      // what serves it in place of the day's delivery isn't sent on (ways.h)

  // What sizes deliveries for it.
  std::int64_t use() const { return quanta > 0 ? quanta : sends; }
};

// A demand point that cooks by the menu on the day.
struct Cook {
  std::int32_t demand_point = kNone;
  std::size_t menu_day = 0;  // from 0
};

struct DayNeeds {
  std::vector<Need> list;   // by demand point, commodity
  std::vector<Cook> cooks;  // by demand point
  // Of the demand points that are asked for: how many there are, and how many don't serve on the day and need
  // nothing that is dated.
  std::int64_t asked = 0, closed = 0;
};

// `regions`: indices; of the demand points within any; empty: all. What may stand in for a need is in the
// list too, with 0 quanta.
DayNeeds NeedsOn(const Dataset& dataset, const Policy& policy, std::optional<Date> date,
                 const std::vector<std::int32_t>& regions, const MenuReading& menu);

// An index into a day's list, or kNone.
std::int32_t FindNeed(std::span<const Need> list, std::int32_t demand_point, std::int32_t commodity);

// The calendar's row that holds for the demand point on the day; nullptr: none. O(log rows).
const CalendarDay* CalendarOf(const Dataset& dataset, std::int32_t demand_point, Date date);

}  // namespace pasok::match::recheck
