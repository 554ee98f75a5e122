#include "engine/register/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pasok {
namespace {

constexpr std::array<std::int64_t, 10> kPowersOfTen{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsDigit); }

// Digits in groups of three behind a first group of one to three, e.g. "1.234.567".
std::optional<std::string> Join(std::string_view text, char separator) {
  std::string digits;
  std::size_t group = 0;
  bool first = true;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && IsDigit(text[at])) {
      digits += text[at];
      ++group;
      continue;
    }
    if (at < text.size() && text[at] != separator) return std::nullopt;
    if (first ? group < 1 || group > 3 : group != 3) return std::nullopt;
    first = false;
    group = 0;
  }
  return digits;
}

}  // namespace

Decimal ParseDecimal(std::string_view text, int decimals, char point) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  int places = -1;  // digits behind the point; -1 before it
  bool any = false;
  DecimalFault fault = DecimalFault::kFine;
  for (const char c : text) {
    if (c == point && any && places < 0) {
      places = 0;
      continue;
    }
    if (!IsDigit(c)) return {.fault = DecimalFault::kNotANumber};
    any = true;
    if (places >= 0 && ++places > decimals) {
      if (c != '0' && fault == DecimalFault::kFine) fault = DecimalFault::kTooManyDecimals;
      continue;
    }
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value) ||
        __builtin_add_overflow(value, std::int64_t{c - '0'}, &value)) {
      fault = DecimalFault::kTooLarge;
      value = 0;
    }
  }
  if (!any || places == 0) return {.fault = DecimalFault::kNotANumber};
  const int missing = decimals - std::clamp(places, 0, decimals);
  if (__builtin_mul_overflow(value, kPowersOfTen[static_cast<std::size_t>(missing)], &value)) {
    fault = DecimalFault::kTooLarge;
  }
  if (fault != DecimalFault::kFine) return {.fault = fault};
  return {.scaled = negative ? -value : value};
}

std::string DecimalText(std::int64_t scaled, int decimals) {
  const std::int64_t unit = kPowersOfTen[static_cast<std::size_t>(decimals)];
  std::string text = scaled < 0 ? "-" : "";
  text += std::to_string(std::abs(scaled / unit));
  std::string fraction = std::to_string(std::abs(scaled % unit));
  fraction.insert(0, static_cast<std::size_t>(decimals) - std::min<std::size_t>(decimals, fraction.size()),
                  '0');
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (decimals > 0 && !fraction.empty()) text += '.' + fraction;
  return text;
}

std::optional<std::string> UngroupThousands(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  for (const char separator : {'.', ',', ' '}) {
    const char point = separator == ',' ? '.' : ',';
    const std::size_t end = text.find(point);
    const std::string_view fraction = end == text.npos ? std::string_view() : text.substr(end + 1);
    if (end != text.npos && !AllDigits(fraction)) continue;
    const std::string_view whole = text.substr(0, end);
    if (whole.find(separator) == whole.npos || whole.starts_with('0')) continue;
    if (auto digits = Join(whole, separator)) {
      return (negative ? "-" : "") + *digits + (fraction.empty() ? "" : "." + std::string(fraction));
    }
  }
  return std::nullopt;
}

bool IsOneGroupOfThousands(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  return point != text.npos && point <= 3 && AllDigits(text.substr(0, point)) && text.front() != '0' &&
         text.size() - point == 4 && AllDigits(text.substr(point + 1));
}

std::optional<double> ParseDegrees(std::string_view text, char point) {
  if (ParseDecimal(text, 9, point).fault == DecimalFault::kNotANumber) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  std::array<char, 32> short_one;  // an exporter's full double has some 20 characters
  std::string long_one;
  if (text.size() > short_one.size()) long_one.resize(text.size());
  char* const spelled = long_one.empty() ? short_one.data() : long_one.data();
  std::ranges::replace_copy(text, spelled, point, '.');
  double degrees = 0;
  const auto [end, error] = std::from_chars(spelled, spelled + text.size(), degrees);
  if (error != std::errc() || end != spelled + text.size()) return std::nullopt;
  return degrees;
}

}  // namespace pasok
