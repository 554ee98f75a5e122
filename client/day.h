// Days as planners give them on the command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace pasok::client {

// The day on the wall calendar of this machine's time zone.
std::chrono::year_month_day Today();

// ISO 8601 for "2026-11-24", "today" or "tomorrow". Failure (kUsage) for anything else, impossible days
// included.
std::string ReadDay(std::string_view text, std::chrono::year_month_day today);

// The day so many days after `date`, both ISO 8601. REQUIRES: `date` is a day.
std::string DaysAfter(std::string_view date, int days);

// The first day that is to be planned, as ReadDay: `date`, or of several days `from`; "" where neither is
// given. Failure (kUsage) where one day is asked for and several too.
std::string ReadFirstDay(const std::string& date, const std::string& from, std::int32_t days);

}  // namespace pasok::client
