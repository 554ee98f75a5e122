#include "engine/match/beyond/steer.h"

#include <utility>

#include "engine/match/beyond/blend.h"
#include "engine/match/beyond/part_prices.h"
#include "engine/match/beyond/separate.h"

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 12;

}  // namespace

MarketAnswer Steer(const Instance& instance, const Market& market, std::span<const Limits> limits,
                   const MarketAnswer& start, const StopToken& stop, std::vector<std::int64_t>* counted) {
  PartPrices prices(market, limits);
  const Separate separate = FindSeparate(instance, market, limits);
  BestOfParts best(instance, market, limits, separate, start);
  if (best.excess() == 0) return start;
  Blend blend(instance, market, limits, separate, best);
  MarketAnswer last = start;
  for (int round = 0; round < kRounds && best.excess() > 0; ++round) {
    if (!prices.Move(last)) break;
    std::vector<std::int64_t> units;
    for (const ListedLane& lane : market.lanes) units.push_back(lane.cost.unit());
    units = prices.OnTopOf(std::move(units));
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
