#include "engine/match/beyond/deliveries.h"

#include <algorithm>

#include "engine/match/beyond/dive.h"
#include "engine/match/beyond/guard.h"
#include "engine/match/beyond/mend.h"
#include "engine/match/beyond/more_suppliers.h"
#include "engine/match/beyond/part_prices.h"
#include "engine/match/beyond/reroute.h"
#include "engine/match/beyond/whole_exchanges.h"

namespace pasok::match::beyond {
namespace {

constexpr int kDives = 6;
constexpr int kPasses = 6, kPassesOfLarge = 2;
constexpr int kDivesOfLarge = 2;  // with transfers as they are
constexpr int kSteeredAnew = 6;

Int128 CostOf(const Instance& instance, const Market& market, const WholeLanes& lanes,
              const MarketAnswer& answer) {
  Int128 cost = SpreadCostOf(instance, market, answer);
  for (std::size_t r = 0; r < answer.shortage.size(); ++r)
    cost += Int128{instance.requirements[r].penalty} * answer.shortage[r];
  for (std::size_t i = 0; i < answer.transfers.size(); ++i)
    cost += Int128{instance.transfers[i].cost} * answer.transfers[i];
  for (std::size_t i = 0; i < answer.quanta.size(); ++i) cost += Int128{lanes.unit[i]} * answer.quanta[i];
  return cost;
}

// The lanes, held to what the answer has reached of limits and suppliers.
WholeLanes Held(const Instance& instance, const Market& market, std::span<const Limits> limits,
                const MarketAnswer& answer, const WholeLanes& lanes) {
  WholeLanes held = lanes;
  const std::vector<std::int64_t> caps = CapsOf(instance, market, limits, answer, HeldWhere::kNearLimit);
  std::vector<std::int64_t> least(market.lanes.size());
  if (instance.policy.min_suppliers.mode >= MinSuppliersMode::kAim)
    least = LeastForSuppliers(instance, market, limits, answer);
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const DeliverySize& size = lanes.size[i];
    const std::int64_t cap = std::min(lanes.most[i], caps[i] / size.lot * size.lot);
    held.most[i] = std::max(cap < size.least ? 0 : cap, lanes.reserved[i]);
    if (lanes.reserved[i] > 0 || least[i] < size.least || lanes.most[i] < least[i]) continue;
    held.reserved[i] = least[i];
    held.size[i].least = size.lot;  // beyond that
    held.most[i] = std::max(held.most[i], least[i]);
  }
  return held;
}

// Less is better. `must` asks for suppliers before all else.
struct Worth {
  std::int64_t asked_for = 0;
  Int128 penalty = 0;
  std::int64_t few = 0;  // kitchens with too few suppliers
  Judgement judged;
  auto operator<=>(const Worth&) const = default;
};

}  // namespace

MarketAnswer MakeWhole(const Instance& instance, const Market& market, const WholeLanes& lanes,
                       const MarketAnswer& start, std::span<const std::int64_t> unit, const StopToken& stop) {
  const bool is_large = market.IsLarge();
  const DiveWork work{.rounds = is_large ? kDivesOfLarge : kDives, .keep_transfers = is_large};
  MarketAnswer answer = Dive(instance, market, lanes, start, unit, work, stop);
  Trim(instance, market, lanes, answer);
  for (int pass = 0; pass < (is_large ? kPassesOfLarge : kPasses) && !stop.Asked(); ++pass) {
    MarketAnswer mended = answer;
    Reroute(instance, market, lanes, mended, stop);
    mended = Mend(instance, market, lanes, std::move(mended), stop);
    if (is_large) {
      Reroute(instance, market, lanes, mended, stop);
    } else {
      mended = SolveOnLanesInUse(instance, market, lanes, mended, unit, stop);
    }
    if (CostOf(instance, market, lanes, mended) >= CostOf(instance, market, lanes, answer)) break;
    answer = std::move(mended);
  }
  return answer;
}

MarketAnswer MakeWholeWithAims(const Instance& instance, const Market& market, std::span<const Limits> limits,
                               const MarketAnswer& start, std::span<const std::int64_t> unit,
                               const StopToken& stop) {
  const WholeLanes lanes = WholeLanesOf(instance, market, unit), at_cost = WholeLanesOf(instance, market, {});
  const MinSuppliersMode suppliers = instance.policy.min_suppliers.mode;
  const auto worth = [&](const MarketAnswer& answer) {
    const std::int64_t few =
        suppliers >= MinSuppliersMode::kAim ? CountFewSuppliers(instance, market, answer) : 0;
    const Judgement judged = Judge(instance, market, limits, answer);
    return Worth{.asked_for = suppliers == MinSuppliersMode::kMust ? few : 0,
                 .penalty = PenaltyOf(instance, answer),
                 .few = few,
                 .judged = judged};
  };
  MarketAnswer best = MakeWhole(instance, market, lanes, start, unit, stop);
  Worth of_best = worth(best);
  const auto is_kept = [&] { return of_best.few == 0 && of_best.judged.excess == 0; };
  if (is_kept() || stop.Asked()) return best;
  const Int128 penalty = of_best.penalty;
  const auto exchanged = [&](const MarketAnswer& answer, WholeEffort effort) {
    return WithWholeExchanges(instance, market, at_cost, limits, answer, effort, stop);
  };
  const auto offer = [&](MarketAnswer answer) {
    const Worth now = worth(answer);
    if (now < of_best) of_best = now, best = std::move(answer);
  };
  offer(exchanged(best, WholeEffort::kQuick));
  // What is held needn't be steered as well, or who is held to a share would lose it all.
  const std::span<const std::int64_t> held_unit =
      std::ranges::any_of(limits, IsOfBudgets) ? unit : std::span<const std::int64_t>();
  const WholeLanes held = Held(instance, market, limits, start, WholeLanesOf(instance, market, held_unit));
  const MarketAnswer fitted = FittedTo(instance, market, held.reserved, held.most, start);
  offer(exchanged(MakeWhole(instance, market, held, fitted, held_unit, stop), WholeEffort::kQuick));
  PartPrices prices(market, limits);
  MarketAnswer last = best;
  for (int round = 0; round < kSteeredAnew && !market.IsLarge(); ++round) {
    if (of_best.judged.excess == 0 || stop.Asked() || !prices.Move(last)) break;
    WholeLanes dearer = held;
    dearer.unit = prices.OnTopOf(std::move(dearer.unit));
    dearer.most = lanes.most;
    last = exchanged(MakeWhole(instance, market, dearer, best, dearer.unit, stop), WholeEffort::kQuick);
    offer(last);
  }
  if (!is_kept() || of_best.penalty > penalty) offer(exchanged(best, WholeEffort::kPushed));
  return best;
}

}  // namespace pasok::match::beyond
