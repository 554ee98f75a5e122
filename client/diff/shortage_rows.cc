// A plan's shortages.csv, which the wire has as a file alone.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "client/diff/plan_rows.h"
#include "client/exit_code.h"

namespace pasok::client {
namespace {

// Takes the next row's fields from RFC 4180 with any line end. REQUIRES: not empty.
std::vector<std::string> TakeRow(std::string_view& csv) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < csv.size(); ++at) {
    const char c = csv[at];
    if (quoted) {
      const bool escaped = c == '"' && at + 1 < csv.size() && csv[at + 1] == '"';
      if (c == '"' && !escaped) {
        quoted = false;
        continue;
      }
      at += escaped;
      fields.back() += c;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  csv.remove_prefix(at);
  return fields;
}

// "12.5" is 12,500.
std::optional<std::int64_t> Grams(std::string_view kilograms) {
  constexpr std::size_t kDecimals = 3;
  const std::size_t point = std::min(kilograms.find('.'), kilograms.size());
  std::string digits(kilograms.substr(0, point));
  std::string decimals(kilograms.substr(std::min(point + 1, kilograms.size())));
  if (digits.empty() || decimals.size() > kDecimals) return std::nullopt;
  decimals.resize(kDecimals, '0');
  digits += decimals;
  std::int64_t grams = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), grams);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return grams;
}

[[noreturn]] void FailToRead(const std::string& what) {
  throw Failure(ExitCode::kServerFailed, "the server's shortages.csv can't be read: " + what,
                "Use a `pasok` of the server's version.");
}

}  // namespace

std::vector<ShortageRow> ReadShortages(std::string_view csv,
                                       const std::function<std::int32_t(std::string_view date)>& day_of,
                                       Texts& demands, Texts& commodities, Texts& reasons) {
  std::vector<ShortageRow> rows;
  if (csv.empty()) return rows;
  const std::vector<std::string> header = TakeRow(csv);
  const auto column = [&](std::string_view key) {
    const auto found = std::ranges::find(header, key);
    if (found == header.end()) FailToRead("it has no column " + std::string(key));
    return static_cast<std::size_t>(found - header.begin());
  };
  const std::size_t date = column("date"), demand = column("demand_id"), commodity = column("commodity"),
                    kg = column("kg"), reason = column("reason");
  std::int64_t most = 0;  // that one reason has of the requirement read last
  for (std::int64_t line = 2; !csv.empty(); ++line) {
    const std::vector<std::string> fields = TakeRow(csv);
    if (fields.size() != header.size())
      FailToRead("line " + std::to_string(line) + " has " + std::to_string(fields.size()) + " fields");
    const auto grams = Grams(fields[kg]);
    if (!grams) FailToRead("line " + std::to_string(line) + " has no kg");
    const std::int32_t day = day_of(fields[date]);
    if (day == DayPairs::kNoPair) continue;
    const ShortageRow row{.day = day,
                          .demand = demands.NumberOf(fields[demand]),
                          .commodity = commodities.NumberOf(fields[commodity]),
                          .grams = *grams,
                          .reason = reasons.NumberOf(fields[reason])};
    // A requirement's reasons follow one another.
    const bool is_next = rows.empty() || rows.back().day != row.day || rows.back().demand != row.demand ||
                         rows.back().commodity != row.commodity;
    if (is_next) {
      rows.push_back(row);
      most = row.grams;
      continue;
    }
    rows.back().grams += row.grams;
    if (row.grams <= most) continue;
    most = row.grams;
    rows.back().reason = row.reason;
  }
  return rows;
}

}  // namespace pasok::client
