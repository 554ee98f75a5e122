#include "engine/match/beyond/part_prices.h"

#include <algorithm>
#include <cmath>

namespace pasok::match::beyond {
namespace {

constexpr double kFirstPrice = 0.05;  // of a budget: its money counts 1.05 times
constexpr double kMostPrice = 4;
constexpr double kLeastMove = 1e-3;

}  // namespace

PartPrices::PartPrices(const Market& market, std::span<const Limits> limits)
    : market_(market), limits_(limits), mean_unit_(MeanUnit(market)) {
  for (const Limits& each : limits) priced_.emplace_back(each.most.size(), Priced{.enough = kMostPrice});
}

void PartPrices::Priced::Raise() {
  too_low = price;
  price = was_enough ? (too_low + enough) / 2 : std::min(kMostPrice, std::max(kFirstPrice, 2 * price));
}

void PartPrices::Priced::Lower() {
  enough = price, was_enough = true;
  price = (too_low + enough) / 2;
}

bool PartPrices::Move(const MarketAnswer& answer) {
  bool moved = false;
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const std::vector<double> excess = ExcessOf(market_, limits_[l], answer);
    for (std::size_t p = 0; p < excess.size(); ++p) {
      Priced& part = priced_[l][p];
      const double before = part.price;
      if (excess[p] > 0) {
        part.Raise();
      } else if (part.price > 0) {
        part.Lower();
      }
      moved |= std::abs(part.price - before) > kLeastMove;
    }
  }
  return moved;
}

std::vector<std::int64_t> PartPrices::OnTopOf(std::vector<std::int64_t> units) const {
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const Limits& limits = limits_[l];
    std::vector<double> of_whole(static_cast<std::size_t>(limits.wholes));
    for (std::size_t p = 0; p < priced_[l].size(); ++p) {
      if (limits.whole_of_part[p] != kNone)
        of_whole[limits.whole_of_part[p]] += limits.Slope() * priced_[l][p].price;
    }
    const double worth = limits.of_money ? 1 : mean_unit_;
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      const std::int32_t part = limits.part_of_lane[i], whole = limits.whole_of_lane[i];
      const double price =
          (part == kNone ? 0 : priced_[l][part].price) - (whole == kNone ? 0 : of_whole[whole]);
      if (price != 0)
        units[i] += std::llround(price * worth * static_cast<double>(limits.Weight(market_.lanes[i])));
    }
  }
  return units;
}

}  // namespace pasok::match::beyond
