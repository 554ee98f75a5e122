#include "engine/match/beyond/deliveries.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "engine/flow/parallel.h"
#include "engine/match/beyond/dive.h"
#include "engine/match/beyond/guard.h"
#include "engine/match/beyond/more_suppliers.h"
#include "engine/match/beyond/part_prices.h"
#include "engine/match/beyond/reroute.h"
#include "engine/match/beyond/whole_exchanges.h"
#include "engine/match/beyond/whole_need.h"

namespace pasok::match::beyond {
namespace {

constexpr int kDives = 6;
constexpr int kPasses = 6, kPassesOfLarge = 2;
constexpr int kDivesOfLarge = 2;  // with transfers as they are
constexpr int kSteeredAnew = 6;
constexpr std::int64_t kExchangeCells = 1'000'000'000;  // of exchanges tried in a pass

// A plan of whole deliveries, in which what is left of what lanes share is counted.
struct Mended {
  Mended(const Instance& instance, const Market& market, MarketAnswer from)
      : answer(std::move(from)),
        to_deliver(ToDeliver(instance, answer)),
        spare(instance, market, answer.quanta) {}

  MarketAnswer answer;
  const std::vector<std::int64_t> to_deliver;  // per requirement; transfers stay
  Spare spare;
};

// What can be done to it one requirement of a day at a time. Days share nothing but transfers, and so may be
// mended at the same time.
class Mender {
 public:
  Mender(const Instance& instance, const Market& market, const WholeLanes& lanes, Mended& mended)
      : instance_(instance),
        market_(market),
        lanes_(lanes),
        answer_(mended.answer),
        to_deliver_(mended.to_deliver),
        spare_(mended.spare) {}

  void RefillAll(std::span<const std::int32_t> requirements, const StopToken& stop) {
    std::vector<std::int32_t> order(requirements.begin(), requirements.end());
    std::ranges::stable_sort(order, std::greater<>(),
                             [&](std::int32_t r) { return answer_.shortage[r] > 0; });
    for (const std::int32_t r : order) {
      if (stop.Asked()) return;
      const Int128 before = CostOf(r);
      const std::vector<std::int64_t> had = LetGo(r);
      Fill(r);
      if (CostOf(r) > before) Restore(r, had);
    }
  }

  // Two requirements that list offers of the same supplier where its total is limited, else the same offer:
  // both let go, and the one that was short goes first. At most about so many cells of WholeNeedFiller are
  // looked at.
  void Exchange(std::span<const std::int32_t> requirements, std::int64_t cells, const StopToken& stop) {
    const std::int64_t most_cells = filler_.cells() + cells;
    ListRivals(requirements);
    for (const std::int32_t r : requirements) {
      if (answer_.shortage[r] == 0) continue;
      for (std::int32_t i = First(r); i < End(r) && answer_.shortage[r] > 0; ++i) {
        if (lanes_.most[i] == 0 || lanes_.unit[i] >= instance_.requirements[r].penalty) continue;
        for (const std::int32_t other : rivals_[SellerOf(i)]) {
          const std::int32_t with = market_.lanes[other].requirement;
          if (with == r || answer_.quanta[other] == lanes_.reserved[other]) continue;
          if (filler_.cells() > most_cells || stop.Asked()) return;
          ExchangeWith(r, with);
          if (answer_.shortage[r] == 0) break;
        }
      }
    }
  }

 private:
  std::int32_t First(std::int32_t r) const { return market_.first_of_requirement[r]; }
  std::int32_t End(std::int32_t r) const { return market_.first_of_requirement[r + 1]; }

  void ExchangeWith(std::int32_t r, std::int32_t with) {
    const Int128 before = CostOf(r) + CostOf(with);
    const std::vector<std::int64_t> had = LetGo(r), had_with = LetGo(with);
    Fill(r);
    Fill(with);
    if (CostOf(r) + CostOf(with) < before) return;
    LetGo(r), LetGo(with);
    Restore(r, had);
    Restore(with, had_with);
  }

  void Set(std::int32_t lane, std::int64_t quanta) {
    spare_.Take(lane, quanta - answer_.quanta[lane]);
    answer_.quanta[lane] = quanta;
  }

  // All but what is reserved; returns what there was.
  std::vector<std::int64_t> LetGo(std::int32_t r) {
    const std::vector<std::int64_t> had(answer_.quanta.begin() + First(r), answer_.quanta.begin() + End(r));
    for (std::int32_t i = First(r); i < End(r); ++i) Set(i, lanes_.reserved[i]);
    return had;
  }

  void Restore(std::int32_t r, const std::vector<std::int64_t>& had) {
    for (std::int32_t i = First(r); i < End(r); ++i) Set(i, had[i - First(r)]);
    CountShortage(r);
  }

  void CountShortage(std::int32_t r) {
    answer_.shortage[r] = to_deliver_[r] - std::accumulate(answer_.quanta.begin() + First(r),
                                                           answer_.quanta.begin() + End(r), std::int64_t{0});
  }

  Int128 CostOf(std::int32_t r) const {
    Int128 cost = Int128{instance_.requirements[r].penalty} * answer_.shortage[r];
    for (std::int32_t i = First(r); i < End(r); ++i) cost += Int128{lanes_.unit[i]} * answer_.quanta[i];
    return cost;
  }

  // REQUIRES that r has let go.
  void Fill(std::int32_t r) {
    wanted_.need = to_deliver_[r];
    wanted_.penalty = instance_.requirements[r].penalty;
    wanted_.most_lanes = lanes_.most_suppliers;
    wanted_.lanes.clear();
    for (std::int32_t i = First(r); i < End(r); ++i) {
      const std::int64_t reserved = lanes_.reserved[i];
      wanted_.need -= reserved;
      if (reserved > 0) wanted_.most_lanes = std::max<std::int64_t>(wanted_.most_lanes - 1, 0);
      wanted_.lanes.push_back({.unit = lanes_.unit[i],
                               .lot = lanes_.size[i].lot,
                               .least = lanes_.size[i].least,
                               .most = std::min(lanes_.most[i] - reserved, spare_.For(i)),
                               .counts = reserved == 0});
    }
    for (bool fits = false; !fits;) {
      const std::vector<std::int64_t>& found = filler_.Fill(wanted_);
      // Lanes of one aggregator share what is left of it: those that find less than they took get no more
      // than that, and all is asked again.
      fits = true;
      for (std::int32_t i = First(r); i < End(r); ++i) {
        const std::int64_t quanta = found[i - First(r)];
        if (quanta == 0) continue;
        if (quanta <= spare_.For(i)) {
          Set(i, answer_.quanta[i] + quanta);
        } else {
          fits = false;
          wanted_.lanes[i - First(r)].most = spare_.For(i);
        }
      }
      if (fits) break;
      for (std::int32_t i = First(r); i < End(r); ++i) Set(i, lanes_.reserved[i]);
    }
    CountShortage(r);
  }

  std::size_t SellerOf(std::int32_t lane) const { return beyond::SellerOf(instance_, market_, lane); }

  void ListRivals(std::span<const std::int32_t> requirements) {
    for (const std::int32_t r : requirements) {
      for (std::int32_t i = First(r); i < End(r); ++i) rivals_[SellerOf(i)].push_back(i);
    }
  }

  const Instance& instance_;
  const Market& market_;
  const WholeLanes& lanes_;
  MarketAnswer& answer_;
  const std::vector<std::int64_t>& to_deliver_;
  Spare& spare_;
  std::unordered_map<std::size_t, std::vector<std::int32_t>> rivals_;  // lanes by seller
  WholeNeed wanted_;
  WholeNeedFiller filler_;
};

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

// One requirement after another, each day for itself.
MarketAnswer Mend(const Instance& instance, const Market& market, const WholeLanes& lanes,
                  MarketAnswer answer, const StopToken& stop) {
  std::vector<std::vector<std::int32_t>> days;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const std::size_t day = instance.commodities[instance.requirements[r].commodity].day;
    if (day >= days.size()) days.resize(day + 1);
    days[day].push_back(r);
  }
  Mended mended(instance, market, std::move(answer));
  ForEachTask(std::ssize(days), ThreadsFor(market.threads), stop, [&](std::int64_t day, int) {
    Mender mender(instance, market, lanes, mended);
    mender.RefillAll(days[day], stop);
    mender.Exchange(days[day], kExchangeCells / std::ssize(days), stop);
  });
  return std::move(mended.answer);
}

// The lanes, held to what the answer has reached of limits and suppliers.
WholeLanes Held(const Instance& instance, const Market& market, std::span<const Limits> limits,
                const MarketAnswer& answer, const WholeLanes& lanes) {
  WholeLanes held = lanes;
  const std::vector<std::int64_t> caps = CapsOf(instance, market, limits, answer);
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
  const bool is_large = market.lanes.size() > kLargeMarket;
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
  for (int round = 0; round < kSteeredAnew && market.lanes.size() <= kLargeMarket; ++round) {
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
