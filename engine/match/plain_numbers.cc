#include "engine/match/plain_numbers.h"

#include <array>
#include <cstddef>

#include "engine/register/decimal.h"

namespace pasok::match {
namespace {

__extension__ using UInt128 = unsigned __int128;

}  // namespace

std::string FixedText(Int128 value, int scale) {
  constexpr std::size_t kMostDigits = 39;  // of 128 bits
  const bool negative = value < 0;
  auto rest = static_cast<UInt128>(value);
  if (negative) rest = -rest;
  const std::size_t least = scale == 0 ? 1 : static_cast<std::size_t>(scale) + 1;
  std::array<char, kMostDigits + 2> text;  // written from its end; a point and a sign may join
  std::size_t digits = 0, begin = text.size();
  const auto put = [&](auto& number) {
    text[--begin] = static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
    if (static_cast<int>(++digits) == scale) text[--begin] = '.';
  };
  while (rest > UINT64_MAX) put(rest);
  for (auto small = static_cast<std::uint64_t>(rest); small != 0 || digits < least;) put(small);
  if (negative) text[--begin] = '-';
  return {text.data() + begin, text.size() - begin};
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

std::optional<Int128> ReadDecimal(std::string_view text, int scale) {
  const std::size_t point = text.find('.');
  const Decimal whole = ParseDecimal(text.substr(0, point), 0, '.');
  if (whole.fault != DecimalFault::kFine) return std::nullopt;
  Int128 unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  if (point == text.npos) return whole.scaled * unit;
  const Decimal part = ParseDecimal("0" + std::string(text.substr(point)), scale, '.');
  if (part.fault != DecimalFault::kFine) return std::nullopt;
  return whole.scaled * unit + (text.starts_with('-') ? -part.scaled : part.scaled);
}

}  // namespace pasok::match
