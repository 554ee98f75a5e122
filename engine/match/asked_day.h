// Which day a question means, and what holds on that day: the requirements in force and the offers available.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/instance.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

struct AskedDay {
  std::optional<Date> date;  // nullopt: the undated day
  std::vector<std::int32_t>
      requirements;  // dataset indices in dataset order, at most one per demand point and commodity
};

// The asked date, else the earliest dated requirement's among the asked demand points, else the undated day.
// A dated requirement replaces the undated one of the same key on its day, also where it asks for nothing.
// Adds to `log` an error where every requirement is dated and none on the asked day (with the nearest
// day that has one).
AskedDay FindAskedDay(const Dataset& dataset, const std::vector<bool>& demand_point_asked,
                      const std::optional<Date>& asked_date, FindingLog& log);

// Whether the window and the weekdays of an offer hold the day. On the undated day every offer is available.
bool IsAvailable(const Offer& offer, const std::optional<Date>& date);

}  // namespace pasok::match
