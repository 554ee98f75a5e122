#include "client/figures.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace pasok::client {
namespace {

constexpr const char* kNarrowSpace = "\u202F";

std::string Fixed(double number, int places) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", places, number);
  return text.data();
}

// Of a number split at `scale`: the sign, the whole part and the rest; safe for the least integer too.
struct Parts {
  bool negative;
  std::uint64_t whole, rest;
};
Parts Split(std::int64_t number, std::uint64_t scale) {
  const auto bits = static_cast<std::uint64_t>(number);
  const std::uint64_t size = number < 0 ? 0 - bits : bits;
  return {.negative = number < 0, .whole = size / scale, .rest = size % scale};
}

std::string Grouped(const Parts& parts) {
  std::string digits = std::to_string(parts.whole);
  for (std::size_t place = digits.size(); place > 3;) digits.insert(place -= 3, kNarrowSpace);
  return (parts.negative ? "-" : "") + digits;
}

std::string Padded(std::uint64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

// "15 400", "0.5": as many decimals as there are.
std::string Thousandths(std::int64_t number) {
  const Parts parts = Split(number, 1000);
  std::string text = Grouped(parts);
  if (parts.rest != 0) {
    text += "." + Padded(parts.rest, 3);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace

std::string Grouped(std::int64_t number) { return Grouped(Split(number, 1)); }

std::string Counted(std::int64_t number, const std::string& noun) {
  return Grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string Kilograms(std::int64_t grams) { return Thousandths(grams) + " kg"; }

std::string Kilometres(std::int64_t metres) { return Thousandths(metres) + " km"; }

std::string Rupiah(std::int64_t sen) {
  const Parts parts = Split(sen, 100);
  return "Rp " + Grouped(parts) + (parts.rest == 0 ? "" : "." + Padded(parts.rest, 2));
}

std::string WholeRupiah(std::int64_t sen) { return Rupiah(sen - sen % 100); }

std::string RupiahPerKg(std::int64_t sen, std::int64_t grams) {
  if (grams == 0) return "";
  const double rupiah_per_kg = static_cast<double>(sen) * 10.0 / static_cast<double>(grams);
  return "Rp " + Grouped(std::llround(rupiah_per_kg)) + " per kg";
}

std::string Percent(double share) {
  const double percent = 100 * share;
  if (percent > 0 && percent < 0.05) return "< 0.1 %";
  if (percent < 0 && percent > -0.05) return "> -0.1 %";
  return Fixed(percent, 1) + " %";
}

std::string Percent(double share, int decimals) { return Fixed(100 * share, decimals) + " %"; }

std::string GapPercent(double percent) {
  std::array<char, 32> text{};
  // Plain figures, however small: "5e-05 %" is no figure for a reader.
  if (percent > 0 && percent < 1e-4) return "< 0.0001 %";
  std::snprintf(text.data(), text.size(), std::abs(percent) < 1000 ? "%.3g" : "%.0f", percent);
  return std::string(text.data()) + " %";
}

std::string Seconds(double seconds) {
  if (seconds < 60) return Fixed(seconds, 1) + " s";
  const std::int64_t whole = std::llround(seconds);
  return std::to_string(whole / 60) + " min " + Padded(static_cast<std::uint64_t>(whole % 60), 2) + " s";
}

std::string Megabytes(std::int64_t bytes) { return Fixed(static_cast<double>(bytes) / 1e6, 1) + " MB"; }

std::string PlainRupiah(std::int64_t sen) {
  const Parts parts = Split(sen, 100);
  return (parts.negative ? "-" : "") + std::to_string(parts.whole) + "." + Padded(parts.rest, 2);
}

double PlainKilograms(std::int64_t grams) { return static_cast<double>(grams) / 1000; }

}  // namespace pasok::client
