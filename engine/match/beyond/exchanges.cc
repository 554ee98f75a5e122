#include "engine/match/beyond/exchanges.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "engine/match/beyond/limit_sums.h"
#include "engine/match/beyond/whole_lanes.h"

namespace pasok::match::beyond {
namespace {

constexpr int kPasses = 8;
constexpr double kSen = 0.5;  // less is rounding

class Exchanges {
 public:
  Exchanges(const Instance& instance, const Market& market, std::span<const Limits> limits,
            MarketAnswer answer)
      : instance_(instance),
        market_(market),
        answer_(std::move(answer)),
        spare_(SpareBeside(instance, market, answer_.quanta)),
        sums_(market, limits, answer_) {}

  // Whether anything moved, and all was looked at.
  bool Pass(const StopToken& stop) {
    bool moved = false;
    for (std::size_t lane = 0; lane < market_.lanes.size(); ++lane) {
      if (stop.Asked()) return false;
      moved |= Fill(lane);
    }
    for (std::size_t dear = 0; dear < market_.lanes.size(); ++dear) {
      if (stop.Asked()) return false;
      if (Movable(dear) <= 0) continue;
      const std::int32_t r = market_.lanes[dear].requirement;
      const bool is_over = sums_.IsPartPassed(static_cast<std::int32_t>(dear));
      for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i)
        moved |= Take(static_cast<std::size_t>(i), dear, is_over);
    }
    return moved;
  }
  MarketAnswer Close() { return std::move(answer_); }

 private:
  std::int64_t Cost(std::size_t lane) const {
    return market_.lanes[lane].cost.unit() + (market_.surcharge.empty() ? 0 : market_.surcharge[lane]);
  }
  std::int32_t SupplierOf(std::size_t lane) const {
    return instance_.offers[market_.lanes[lane].offer].supplier;
  }
  std::int64_t Movable(std::size_t lane) const {
    return answer_.quanta[lane] -
           instance_.Reserved(market_.lanes[lane].offer, market_.lanes[lane].requirement);
  }
  void Move(const LaneChange& change) {
    answer_.quanta[change.lane] += change.quanta;
    spare_.Take(market_.lanes[change.lane].offer, change.quanta);
    sums_.Carry(change);
  }

  // What the lane may carry more, where another supplier sells as much less; kNone: nobody does.
  std::int64_t Left(std::size_t lane, std::int32_t instead) const {
    const ListedLane& row = market_.lanes[lane];
    return std::min(spare_.Of(row.offer, instead),
                    instance_.LaneCap(row.offer, row.requirement) - answer_.quanta[lane]);
  }

  // As much of what is short as may be, by halves.
  bool Fill(std::size_t lane) {
    const std::int32_t r = market_.lanes[lane].requirement;
    if (Cost(lane) >= instance_.requirements[r].penalty) return false;
    bool moved = false;
    for (std::int64_t quanta = std::min(answer_.shortage[r], Left(lane, kNone)); quanta > 0;) {
      const LaneChange change{.lane = static_cast<std::int32_t>(lane), .quanta = quanta};
      if (sums_.MoreAfter({&change, 1}) > 0) {
        quanta /= 2;
        continue;
      }
      moved = true;
      Move(change);
      answer_.shortage[r] -= quanta;
      quanta = std::min({quanta, answer_.shortage[r], Left(lane, kNone)});
    }
    return moved;
  }

  // As much of the cheaper one as may be, by halves; of a dearer one where limits are passed by less for it.
  bool Take(std::size_t cheap, std::size_t dear, bool is_over) {
    const bool is_cheaper = Cost(cheap) < Cost(dear);
    if (cheap == dear || (!is_cheaper && !is_over)) return false;
    bool moved = false;
    for (std::int64_t quanta = std::min(Movable(dear), Left(cheap, SupplierOf(dear))); quanta > 0;) {
      const std::array<LaneChange, 2> changes = {
          {{.lane = static_cast<std::int32_t>(cheap), .quanta = quanta},
           {.lane = static_cast<std::int32_t>(dear), .quanta = -quanta}}};
      const double more = sums_.MoreAfter(changes);
      if (is_cheaper ? more > 0 : more > -kSen) {
        quanta /= 2;
        continue;
      }
      moved = true;
      for (const LaneChange& change : changes) Move(change);
      quanta = std::min({quanta, Movable(dear), Left(cheap, SupplierOf(dear))});
    }
    return moved;
  }

  const Instance& instance_;
  const Market& market_;
  MarketAnswer answer_;
  Spare spare_;
  LimitSums sums_;
};

}  // namespace

MarketAnswer WithExchanges(const Instance& instance, const Market& market, std::span<const Limits> limits,
                           const MarketAnswer& answer, const StopToken& stop) {
  Exchanges exchanges(instance, market, limits, answer);
  for (int pass = 0; pass < kPasses && exchanges.Pass(stop); ++pass) {
  }
  return exchanges.Close();
}

}  // namespace pasok::match::beyond
