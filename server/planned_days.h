// The days of a plan, as plans and requests say them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "engine/register/dataset.h"
#include "engine/register/limits.h"

namespace pasok::server {

struct PlannedDays {
  static constexpr std::int32_t kMost = limits::kPlannedDays;

  std::string first;       // ISO 8601; empty: the undated day
  std::int32_t count = 1;  // from there on; 0 is one

  std::string last() const { return Shifted(std::max(1, count) - 1); }
  // The earliest first day of which some days may be shared with these.
  std::string EarliestFirst() const { return Shifted(1 - kMost); }
  bool Hold(const std::string& date) const { return first <= date && date <= last(); }
  // Those after the first `gone` of them. REQUIRES a dated first, unless none is gone.
  PlannedDays After(std::int32_t gone) const { return {Shifted(gone), count - gone}; }
  // The day before. REQUIRES a dated first.
  PlannedDays Eve() const { return {Shifted(-1), 1}; }

 private:
  std::string Shifted(std::int32_t days) const {
    const std::optional<Date> date = ParseDate(first);
    return date ? ToIso({date->days + days}) : first;
  }
};

}  // namespace pasok::server
