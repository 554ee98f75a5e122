#include "engine/match/beyond/steer.h"

#include <utility>

#include "engine/match/beyond/blend.h"
#include "engine/match/beyond/cut.h"
#include "engine/match/beyond/part_prices.h"
#include "engine/match/beyond/separate.h"

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 12;
constexpr double kLittleGained = 0.99;  // of what was exceeded before a round
constexpr double kMostLeft = 0.5;       // likewise before the cut, where few rounds do

}  // namespace

MarketAnswer Steer(const Instance& instance, const Market& market, std::span<const Limits> limits,
                   const MarketAnswer& start, const StopToken& stop, std::vector<std::int64_t>* counted) {
  PartPrices prices(market, limits);
  const Separate separate = FindSeparate(instance, market, limits);
  BestOfParts best(instance, market, limits, separate, start);
  if (best.excess() == 0) return start;
  Blend blend(instance, market, limits, separate, best);
  const double at_first = best.excess();
  if (market.IsLarge()) {
    std::vector<std::int64_t> units;
    for (const ListedLane& lane : market.lanes) units.push_back(lane.cost.unit());
    const MarketAnswer cut = CutToLimits(instance, market, limits, start, stop);
    best.Offer(cut, BestOfParts::Prices::kTake, units);
    blend.Add(cut);
  }
  // Budgets aren't cut: they take all rounds.
  const bool is_cut = best.excess() < kMostLeft * at_first;
  MarketAnswer last = start;
  for (int round = 0; round < kRounds && best.excess() > 0; ++round) {
    const double before = best.excess();
    if (!prices.Move(last)) break;
    std::vector<std::int64_t> units;
    for (const ListedLane& lane : market.lanes) units.push_back(lane.cost.unit());
    units = prices.OnTopOf(std::move(units));
    MarketAnswer next = SolveMarket(instance, market, {.unit = units}, &last, stop);
    if (next.status != flow::Status::kOptimal) break;
    last = std::move(next);
    best.Offer(last, BestOfParts::Prices::kTake, units);
    blend.Add(last);
    if (is_cut && best.excess() > kLittleGained * before) break;
  }
  blend.Improve(std::move(last), is_cut ? Blend::Rounds::kFew : Blend::Rounds::kAll, stop, best);
  if (counted) *counted = best.units();
  return is_cut ? best.answer() : CutToLimits(instance, market, limits, best.answer(), stop);
}

}  // namespace pasok::match::beyond
