#include "engine/match/plain_numbers.h"

#include <algorithm>

namespace pasok::match {

std::string DecimalText(Int128 value, int scale) {
  const bool negative = value < 0;
  const std::size_t least = scale == 0 ? 1 : static_cast<std::size_t>(scale) + 2;
  std::string digits;  // backwards
  while (value != 0 || digits.size() < least) {
    const auto digit = static_cast<int>(value % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
    if (static_cast<int>(digits.size()) == scale) digits.push_back('.');
  }
  if (negative) digits.push_back('-');
  std::ranges::reverse(digits);
  return digits;
}

std::string KgText(Int128 grams) {
  std::string text = DecimalText(grams, 3);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

Int128 RoundHalfUpSigned(Int128 numerator, Int128 denominator) {
  const Int128 doubled = 2 * numerator + denominator;
  const Int128 quotient = doubled / (2 * denominator);
  return doubled % (2 * denominator) < 0 ? quotient - 1 : quotient;
}

std::optional<std::int64_t> ReadDecimal(std::string_view text, int scale) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Int128 value = 0;
  int decimals = -1;  // -1: the point has not come
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.') {
      if (decimals >= 0 || i == 0 || i + 1 == text.size()) return std::nullopt;
      decimals = 0;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
    if (decimals >= 0) ++decimals;
    if (decimals > scale || value > INT64_MAX) return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  for (int i = std::max(decimals, 0); i < scale; ++i) value *= 10;
  if (value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(negative ? -value : value);
}

}  // namespace pasok::match
