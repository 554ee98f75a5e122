#include "client/day.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>

#include "client/exit_code.h"

namespace pasok::client {
namespace {

using std::chrono::year_month_day;

template <typename Number>
bool ReadDigits(std::string_view digits, Number& number) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size();
}

std::optional<year_month_day> ReadIso(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !ReadDigits(text.substr(0, 4), year) ||
      !ReadDigits(text.substr(5, 2), month) || !ReadDigits(text.substr(8, 2), day) || year < 0) {
    return std::nullopt;
  }
  const year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::string ToIso(year_month_day date) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

}  // namespace

year_month_day Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return {std::chrono::year(local.tm_year + 1900),
          std::chrono::month(static_cast<unsigned>(local.tm_mon + 1)),
          std::chrono::day(static_cast<unsigned>(local.tm_mday))};
}

std::string ReadDay(std::string_view text, year_month_day today) {
  if (text == "today") return ToIso(today);
  if (text == "tomorrow") return ToIso(std::chrono::sys_days(today) + std::chrono::days(1));
  if (const auto date = ReadIso(text)) return ToIso(*date);
  throw Failure(ExitCode::kUsage, "'" + std::string(text) + "' is not a day",
                "Write it as 2026-11-24, or today, or tomorrow.");
}

std::string DaysAfter(std::string_view date, int days) {
  return ToIso(std::chrono::sys_days(ReadIso(date).value()) + std::chrono::days(days));
}

std::string ReadFirstDay(const std::string& date, const std::string& from, std::int32_t days) {
  if (!date.empty() && (!from.empty() || days > 1)) {
    throw Failure(ExitCode::kUsage, "--date is one day, --from and --days are several",
                  "Give --date, or --from with --days.");
  }
  const std::string& first = from.empty() ? date : from;
  return first.empty() ? "" : ReadDay(first, Today());
}

}  // namespace pasok::client
