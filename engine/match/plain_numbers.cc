#include "engine/match/plain_numbers.h"

#include <algorithm>

#include "engine/register/decimal.h"

namespace pasok::match {

std::string FixedText(Int128 value, int scale) {
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
  std::string text = FixedText(grams, 3);
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
  const Decimal decimal = ParseDecimal(text, scale, '.');
  if (decimal.fault != DecimalFault::kFine) return std::nullopt;
  return decimal.scaled;
}

}  // namespace pasok::match
