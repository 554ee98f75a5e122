// Prices and capacities that are sound each by itself, and look like a slip beside the others of their
// commodity.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/register/codes.h"
#include "engine/register/decimal.h"
#include "engine/register/limits.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

constexpr std::size_t kEnough = 20;  // of fewer offers no median says what is usual
constexpr std::int64_t kPriceTimes = 5;
constexpr std::int64_t kCapacityTimes = 100;

// The median of each group's values, the upper one of two; 0 where they are too few. O(values).
std::vector<std::int64_t> Medians(std::vector<std::vector<std::int64_t>> values_of) {
  std::vector<std::int64_t> medians;
  for (std::vector<std::int64_t>& values : values_of) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    medians.push_back(values.size() < kEnough ? 0 : *middle);
  }
  return medians;
}

void Warn(const Registers& registers, std::size_t offer, std::string_view code, int column,
          std::int64_t value, const NumberRule& rule, std::string expected, std::int64_t median) {
  const Register& source = registers.offers;
  source.table->RemarkAt(
      source.lines[offer], Severity::kWarning, code, column, DecimalText(value, rule.decimals),
      expected + ", which is " + DecimalText(median, rule.decimals), "check the decimal point and the unit");
}

}  // namespace

void WarnOfUnusualFigures(const Registers& registers) {
  const Dataset& dataset = registers.dataset;
  const auto commodity_of = [](const Offer& offer) { return static_cast<std::size_t>(offer.commodity); };
  const auto kind_of = [&](const Offer& offer) {
    return commodity_of(offer) * kSupplierKinds +
           static_cast<std::size_t>(dataset.suppliers[offer.supplier].kind);
  };
  std::vector<std::vector<std::int64_t>> prices(dataset.commodities.size()), capacities(prices.size()),
      capacities_of_kind(prices.size() * kSupplierKinds);
  for (const Offer& offer : dataset.offers) {
    prices[commodity_of(offer)].push_back(offer.price.value);
    capacities[commodity_of(offer)].push_back(offer.capacity_per_day.value);
    capacities_of_kind[kind_of(offer)].push_back(offer.capacity_per_day.value);
  }
  const std::vector<std::int64_t> price_medians = Medians(std::move(prices)),
                                  medians = Medians(std::move(capacities)),
                                  medians_of_kind = Medians(std::move(capacities_of_kind));
  for (std::size_t i = 0; i < dataset.offers.size(); ++i) {
    const Offer& offer = dataset.offers[i];
    const std::string& commodity = dataset.commodities[offer.commodity];
    const std::int64_t price = offer.price.value, usual_price = price_medians[commodity_of(offer)];
    const bool is_given_away = price == 0;  // which is told apart
    if (usual_price > 0 && !is_given_away &&
        (price * kPriceTimes < usual_price || price > usual_price * kPriceTimes)) {
      Warn(registers, i, code::kUnusualPrice, kOfferPriceColumn, price, limits::kRupiahPerKg,
           "a price from a fifth of to five times the median of " + commodity, usual_price);
    }
    const std::int64_t capacity = offer.capacity_per_day.value;
    const std::int64_t least = std::min(medians[commodity_of(offer)], medians_of_kind[kind_of(offer)]);
    const std::int64_t most = std::max(medians[commodity_of(offer)], medians_of_kind[kind_of(offer)]);
    if (least > 0 && capacity > most * kCapacityTimes) {
      Warn(registers, i, code::kUnusualCapacity, kOfferCapacityColumn, capacity, limits::kKg,
           "no more than a hundred times the median of " + commodity + " of such suppliers",
           medians_of_kind[kind_of(offer)]);
    }
  }
}

}  // namespace pasok
