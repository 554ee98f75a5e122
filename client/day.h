// Days as planners give them on the command line.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pasok::client {

// The day on the wall calendar of this machine's time zone.
std::chrono::year_month_day Today();

// ISO 8601 for "2026-11-24", "today" or "tomorrow". Failure (kUsage) for anything else, impossible days
// included.
std::string ReadDay(std::string_view text, std::chrono::year_month_day today);

}  // namespace pasok::client
