#include "engine/match/beyond/whole_exchanges.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/match/beyond/limit_sums.h"
#include "engine/match/beyond/owner_counts.h"

namespace pasok::match::beyond {
namespace {

constexpr int kPasses = 20;
constexpr std::int64_t kMostTried = 5'000'000, kMostTriedByPushes = 1'000'000;  // changes
constexpr std::int64_t kMostRivals = 64;  // that are asked for what a seller has no longer
constexpr double kSen = 0.5;              // less is rounding

// What changes make of a plan: less is better.
struct Worsening {
  Int128 penalty = 0;
  std::int64_t missing = 0;
  double excess = 0;
  Int128 cost = 0;

  Worsening& operator+=(const Worsening& other) {
    penalty += other.penalty, missing += other.missing, excess += other.excess, cost += other.cost;
    return *this;
  }
  bool IsBetter(bool suppliers_first) const {
    const auto by_sign = [](auto value) { return value < 0 ? -1 : value > 0 ? 1 : 0; };
    const int few = by_sign(missing), shorter = by_sign(penalty);
    if (suppliers_first && few != 0) return few < 0;
    if (shorter > 0) return false;
    if (shorter < 0 && penalty + cost < 0) return true;
    if (few != 0) return few < 0;
    return std::abs(excess) > kSen ? excess < 0 : penalty + cost < 0;
  }
};

class WholeExchanges {
 public:
  WholeExchanges(const Instance& instance, const Market& market, const WholeLanes& lanes,
                 std::span<const Limits> limits, MarketAnswer answer)
      : instance_(instance),
        market_(market),
        lanes_(lanes),
        answer_(std::move(answer)),
        spare_(SpareBeside(instance, market, answer_.quanta)),
        sums_(market, limits, answer_),
        owners_(instance, market, answer_),
        suppliers_first_(instance.policy.min_suppliers.mode == MinSuppliersMode::kMust),
        in_use_(instance.requirements.size()) {
    for (std::int32_t i = 0; i < std::ssize(market.lanes); ++i) {
      sellers_[SellerOf(i)].push_back(i);
      in_use_[market.lanes[i].requirement] += answer_.quanta[i] > 0;
    }
    std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> kitchens;  // day, demand point
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const RequirementRow& row = instance.requirements[r];
      const auto [at, is_new] =
          kitchens.try_emplace({instance.commodities[row.commodity].day, row.demand_point}, kitchens_.size());
      if (is_new) kitchens_.emplace_back();
      kitchens_[at->second].push_back(r);
      kitchen_of_.push_back(at->second);
    }
  }

  // As long as changes make the plan better.
  void Exchange(const StopToken& stop) {
    for (int pass = 0; pass < kPasses; ++pass) {
      bool moved = false;
      for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
        if (stop.Asked() || tried_ > kMostTried) return;
        moved |= ExchangeOf(r);
      }
      if (!moved) return;
    }
  }
  // Where the plan is still off an aim or short: changes that make it worse at first, each with what the
  // kitchens that it touches then find better, kept where the plan is better after all of it.
  void Push(const StopToken& stop) {
    tried_ = 0;
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) {
      while (IsOff(r)) {
        if (stop.Asked() || tried_ > kMostTriedByPushes) return;
        pushing_ = true;
        const bool moved = ExchangeOf(r);
        pushing_ = false;
        if (!moved) break;
        r = 0;
      }
    }
  }
  MarketAnswer Close() { return std::move(answer_); }

 private:
  std::int32_t First(std::int32_t r) const { return market_.first_of_requirement[r]; }
  std::int32_t End(std::int32_t r) const { return market_.first_of_requirement[r + 1]; }

  std::size_t SellerOf(std::int32_t lane) const { return beyond::SellerOf(instance_, market_, lane); }

  // The most that is whole and no more than so much.
  std::int64_t WholeBelow(std::int32_t lane, std::int64_t quanta) const {
    const DeliverySize& size = lanes_.size[lane];
    const std::int64_t whole = std::min(quanta, lanes_.most[lane]) / size.lot * size.lot;
    return std::max(whole < size.least ? 0 : whole, lanes_.reserved[lane]);
  }
  // The least that is whole and no less than so much.
  std::int64_t WholeAbove(std::int32_t lane, std::int64_t quanta) const {
    const DeliverySize& size = lanes_.size[lane];
    return std::max(size.least, (quanta + size.lot - 1) / size.lot * size.lot);
  }

  bool IsOff(std::int32_t r) const {
    if (answer_.shortage[r] > 0) return true;
    for (std::int32_t i = First(r); i < End(r); ++i) {
      if (sums_.IsPassed(i) || owners_.IsMissing(i)) return true;
    }
    return false;
  }

  // Whether anything moved. One push at a time.
  bool ExchangeOf(std::int32_t r) {
    bool moved = false;
    for (std::int32_t i = First(r); i < End(r) && !(pushing_ && tried_ > kMostTriedByPushes); ++i) {
      moved |= Raise(i);
      if (moved && pushing_) break;
    }
    return moved;
  }

  // Whether it moved. The lane takes more, one step, two, four ... and all that it can.
  bool Raise(std::int32_t lane) {
    const std::int32_t r = market_.lanes[lane].requirement;
    const std::int64_t room = answer_.shortage[r] + InOthers(lane);
    const std::int64_t had = answer_.quanta[lane], most = WholeBelow(lane, had + room);
    std::int64_t last = had;
    for (std::int64_t step = 1; last < most; step *= 2) {
      const std::int64_t to = std::min(WholeAbove(lane, std::max(had + step, last + 1)), most);
      last = to;
      if (InsteadOfOthers({.lane = lane, .quanta = to - had})) return true;
    }
    return false;
  }

  std::int64_t InOthers(std::int32_t lane) const {
    const std::int32_t r = market_.lanes[lane].requirement;
    std::int64_t sum = 0;
    for (std::int32_t i = First(r); i < End(r); ++i)
      sum += i == lane ? 0 : answer_.quanta[i] - lanes_.reserved[i];
    return sum;
  }

  // For what is short, and in place of others.
  bool InsteadOfOthers(const LaneChange& more) {
    const std::int64_t shortage = answer_.shortage[market_.lanes[more.lane].requirement];
    if (more.quanta <= shortage ? TryAll({more}) : InsteadOfOthers(more, more.quanta - shortage)) return true;
    return shortage > 0 && InsteadOfOthers(more, more.quanta);
  }
  bool InsteadOfOthers(const LaneChange& more, std::int64_t to_give) {
    const std::int32_t r = market_.lanes[more.lane].requirement;
    for (std::int32_t i = First(r); i < End(r); ++i) {
      const std::int64_t has = answer_.quanta[i];
      if (i == more.lane || has <= lanes_.reserved[i]) continue;
      const std::int64_t left = has > to_give ? WholeBelow(i, has - to_give) : lanes_.reserved[i];
      const LaneChange less{.lane = i, .quanta = left - has};
      if (-less.quanta >= to_give) {
        if (TryAll({less, more})) return true;
        continue;
      }
      // It alone hasn't as much: another gives the rest.
      for (std::int32_t j = First(r); j < End(r); ++j) {
        const std::int64_t rest = to_give + less.quanta, its = answer_.quanta[j];
        if (j == i || j == more.lane || its - lanes_.reserved[j] < rest) continue;
        const LaneChange too{.lane = j, .quanta = WholeBelow(j, its - rest) - its};
        if (-too.quanta >= rest && TryAll({less, too, more})) return true;
      }
    }
    return false;
  }

  using Changes = std::vector<LaneChange>;

  // As they are, or with another requirement that makes room for what the last one takes.
  bool TryAll(const Changes& changes) {
    ++tried_;
    const LaneChange& more = changes.back();
    if (!pushing_ && !WorseningOf(changes).IsBetter(suppliers_first_)) return false;
    if (Accept(changes)) return true;
    std::int64_t lacking = more.quanta - spare_.Of(market_.lanes[more.lane].offer);
    for (const LaneChange& change : changes) {
      if (change.quanta < 0 && SellerOf(change.lane) == SellerOf(more.lane)) lacking += change.quanta;
    }
    if (lacking <= 0 || changes.size() > 2) return false;
    std::int64_t rivals = 0;
    for (const std::int32_t other : sellers_.at(SellerOf(more.lane))) {
      const std::int32_t r = market_.lanes[other].requirement;
      const std::int64_t has = answer_.quanta[other];
      if (r == market_.lanes[more.lane].requirement || has - lanes_.reserved[other] < lacking) continue;
      if (++rivals > kMostRivals) break;
      const std::int64_t left = WholeBelow(other, has - lacking);
      Changes less{{.lane = other, .quanta = left - has}};
      less.insert(less.end(), changes.begin(), changes.end());
      if (Accept(less)) return true;
      for (std::int32_t i = First(r); i < End(r); ++i) {
        if (i == other) continue;
        const std::int64_t to = WholeBelow(i, answer_.quanta[i] + has - left + answer_.shortage[r]);
        if (to <= answer_.quanta[i]) continue;
        ++tried_;
        Changes all = less;
        all.push_back({.lane = i, .quanta = to - answer_.quanta[i]});
        if (Accept(all)) return true;
      }
    }
    return false;
  }

  // If they make the plan better; where it is pushed, with what others then do about it.
  bool Accept(const Changes& changes) {
    const Worsening by = WorseningOf(changes);
    if (!pushing_) {
      if (!by.IsBetter(suppliers_first_) || !Apply(changes)) return false;
      worsening_ += by;
      return true;
    }
    const std::size_t before = done_.size();
    if (!Apply(changes)) return false;
    worsening_ = by;
    pushing_ = false;
    std::vector<std::size_t> kitchens;
    for (const LaneChange& change : changes)
      kitchens.push_back(kitchen_of_[market_.lanes[change.lane].requirement]);
    std::ranges::sort(kitchens);
    kitchens.erase(std::ranges::unique(kitchens).begin(), kitchens.end());
    bool moved = true;
    for (int pass = 0; pass < kPasses && moved; ++pass) {
      moved = false;
      for (const std::size_t kitchen : kitchens) {
        for (const std::int32_t of : kitchens_[kitchen]) moved |= ExchangeOf(of);
      }
    }
    pushing_ = true;
    if (worsening_.IsBetter(suppliers_first_)) return true;
    UndoTo(before);
    return false;
  }
  void UndoTo(std::size_t before) {
    while (done_.size() > before) {
      const LaneChange change = done_.back();
      Move({.lane = change.lane, .quanta = -change.quanta});
      done_.resize(done_.size() - 2);
    }
  }

  Worsening WorseningOf(const Changes& changes) const {
    Worsening by;
    by.missing = owners_.MissingAfter(changes, answer_);
    by.excess = sums_.MoreAfter(changes);
    for (const LaneChange& change : changes) {
      const std::int32_t r = market_.lanes[change.lane].requirement;
      by.penalty -= Int128{instance_.requirements[r].penalty} * change.quanta;
      by.cost += Int128{lanes_.unit[change.lane]} * change.quanta;
    }
    return by;
  }

  // Unless something has no room.
  bool Apply(const Changes& changes) {
    const std::size_t before = done_.size();
    for (const LaneChange& change : changes) {
      if (change.quanta > 0 && spare_.Of(market_.lanes[change.lane].offer) < change.quanta) {
        UndoTo(before);
        return false;
      }
      Move(change);
    }
    if (HaveRoom(changes)) return true;
    UndoTo(before);
    return false;
  }
  bool HaveRoom(const Changes& changes) const {
    return std::ranges::all_of(changes, [&](const LaneChange& change) {
      const std::int32_t r = market_.lanes[change.lane].requirement;
      return answer_.shortage[r] >= 0 && (change.quanta < 0 || in_use_[r] <= lanes_.most_suppliers ||
                                          answer_.quanta[change.lane] > change.quanta);
    });
  }

  void Move(const LaneChange& change) {
    const std::int32_t r = market_.lanes[change.lane].requirement;
    std::int64_t& quanta = answer_.quanta[change.lane];
    in_use_[r] -= quanta > 0;
    owners_.Carry(change, quanta);
    quanta += change.quanta;
    in_use_[r] += quanta > 0;
    answer_.shortage[r] -= change.quanta;
    spare_.Take(market_.lanes[change.lane].offer, change.quanta);
    sums_.Carry(change);
    done_.push_back(change);
  }

  const Instance& instance_;
  const Market& market_;
  const WholeLanes& lanes_;
  MarketAnswer answer_;
  Spare spare_;
  LimitSums sums_;
  OwnerCounts owners_;
  const bool suppliers_first_;
  std::vector<std::int64_t> in_use_;  // lanes of a requirement
  std::unordered_map<std::size_t, std::vector<std::int32_t>> sellers_;
  std::vector<std::vector<std::int32_t>> kitchens_;  // days of demand points: requirements
  std::vector<std::size_t> kitchen_of_;
  std::vector<LaneChange> done_;  // of all changes, in their order
  Worsening worsening_;           // since the last push
  bool pushing_ = false;          // also what makes the plan worse at first
  std::int64_t tried_ = 0;
};

}  // namespace

MarketAnswer WithWholeExchanges(const Instance& instance, const Market& market, const WholeLanes& lanes,
                                std::span<const Limits> limits, const MarketAnswer& answer,
                                WholeEffort effort, const StopToken& stop) {
  WholeExchanges exchanges(instance, market, lanes, limits, answer);
  exchanges.Exchange(stop);
  if (effort == WholeEffort::kPushed) exchanges.Push(stop);
  return exchanges.Close();
}

}  // namespace pasok::match::beyond
