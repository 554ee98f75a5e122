#include "engine/match/beyond/steer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/match/beyond/blend.h"
#include "engine/match/beyond/separate.h"

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 12;
constexpr double kFirstPrice = 0.05;  // of a budget: its money counts 1.05 times
constexpr double kMostPrice = 4;

// The price of a part, and the two between which it is looked for.
struct Priced {
  double price = 0, too_low = 0, enough = kMostPrice;
  bool was_enough = false;

  void Raise() {
    too_low = price;
    price = was_enough ? (too_low + enough) / 2 : std::min(kMostPrice, std::max(kFirstPrice, 2 * price));
  }
  void Lower() {
    enough = price, was_enough = true;
    price = (too_low + enough) / 2;
  }
};

// One rule with its prices.
class Aim {
 public:
  Aim(const Market& market, const Limits& limits, double mean_unit)
      : market_(market),
        limits_(limits),
        worth_(limits.of_money ? 1 : mean_unit),
        priced_(limits.most.size()) {}

  // Whether any price moves after that plan.
  bool MovePrices(const MarketAnswer& answer) {
    const std::vector<double> excess = ExcessOf(market_, limits_, answer);
    bool moved = false;
    for (std::size_t i = 0; i < priced_.size(); ++i) {
      Priced& part = priced_[i];
      const double before = part.price;
      if (excess[i] > 0) {
        part.Raise();
      } else if (part.price > 0) {
        part.Lower();
      }
      moved |= std::abs(part.price - before) > 1e-3;
    }
    return moved;
  }

  // On top of what the lanes cost.
  void AddPrices(std::vector<std::int64_t>& units) const {
    std::vector<double> of_whole(static_cast<std::size_t>(limits_.wholes));
    for (std::size_t i = 0; i < priced_.size(); ++i) {
      if (limits_.whole_of_part[i] != kNone)
        of_whole[limits_.whole_of_part[i]] += limits_.share * priced_[i].price;
    }
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      const std::int32_t part = limits_.part_of_lane[i], whole = limits_.whole_of_lane[i];
      const double price = (part == kNone ? 0 : priced_[part].price) - (whole == kNone ? 0 : of_whole[whole]);
      if (price != 0)
        units[i] += std::llround(price * worth_ * static_cast<double>(limits_.Weight(market_.lanes[i])));
    }
  }

 private:
  const Market& market_;
  const Limits& limits_;
  const double worth_;
  std::vector<Priced> priced_;
};

}  // namespace

MarketAnswer Steer(const Instance& instance, const Market& market, std::span<const Limits> limits,
                   const MarketAnswer& start, const StopToken& stop, std::vector<std::int64_t>* counted) {
  const double mean_unit = MeanUnit(market);
  std::vector<Aim> aims;
  for (const Limits& each : limits) aims.emplace_back(market, each, mean_unit);
  const Separate separate = FindSeparate(instance, market, limits);
  BestOfParts best(instance, market, limits, separate, start);
  if (best.excess() == 0) return start;
  Blend blend(instance, market, limits, separate, best);
  MarketAnswer last = start;
  for (int round = 0; round < kRounds && best.excess() > 0; ++round) {
    bool moved = false;
    for (Aim& aim : aims) moved |= aim.MovePrices(last);
    if (!moved) break;
    std::vector<std::int64_t> units;
    for (const ListedLane& lane : market.lanes) units.push_back(lane.cost.unit());
    for (const Aim& aim : aims) aim.AddPrices(units);
    MarketAnswer next = SolveMarket(instance, market, {.unit = units}, &last, stop);
    if (next.status != flow::Status::kOptimal) break;
    last = std::move(next);
    best.Offer(last, BestOfParts::Prices::kTake, units);
    blend.Add(last);
  }
  blend.Improve(std::move(last), stop, best);
  if (counted) *counted = best.units();
  return best.answer();
}

}  // namespace pasok::match::beyond
