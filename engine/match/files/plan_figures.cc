#include "engine/match/files/plan_figures.h"

#include <algorithm>
#include <cmath>

namespace pasok::match {
namespace {

constexpr int kPricePlaces = 6;
constexpr Int128 kMicro = 1'000'000;

}  // namespace

std::string DateText(const std::optional<Date>& date) { return date ? ToIso(*date) : ""; }

std::string HaulPerKgText(std::int64_t unit_money, SenPerKg price, Grams quantum) {
  const int places = RupiahPlaces(quantum);
  const Int128 scale = places == 2 ? 1 : 100;
  const Int128 landed = RoundHalfUpSigned(Int128{unit_money} * 1000 * scale, quantum.value);
  return FixedText(landed - price.value * scale, places);
}

std::string PricePerKgText(std::int64_t price, Grams quantum) {
  // sen per quantum * 1000 / grams = sen per kg; / 100 = rupiah per kg
  std::string text = FixedText(RoundHalfUpSigned(Int128{price} * 10 * kMicro, quantum.value), kPricePlaces);
  for (int spare = kPricePlaces - 2; spare > 0 && text.back() == '0'; --spare) text.pop_back();
  return text;
}

std::optional<std::int64_t> ReadPricePerKg(std::string_view text, Grams quantum) {
  const std::optional<Int128> micro = ReadDecimal(text, kPricePlaces);
  if (!micro) return std::nullopt;
  const Int128 price = RoundHalfUpSigned(*micro * quantum.value, 10 * kMicro);
  if (price > INT64_MAX || price < -INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(price);
}

std::optional<double> GapPercent(Int128 gap, std::int64_t money) {
  if (gap == 0) return 0.0;
  if (money == 0) return std::nullopt;
  return 100 * static_cast<double>(gap) / static_cast<double>(money);
}

double Share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  return std::round(1e6 * static_cast<double>(part) / static_cast<double>(whole)) / 1e6;
}

}  // namespace pasok::match
