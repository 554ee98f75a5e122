#include "engine/match/beyond/exchanges.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace pasok::match::beyond {
namespace {

constexpr int kPasses = 8;

class Exchanges {
 public:
  Exchanges(const Instance& instance, const Market& market, std::span<const Limits> limits,
            MarketAnswer answer)
      : instance_(instance),
        market_(market),
        limits_(limits),
        answer_(std::move(answer)),
        sold_(instance.offers.size()),
        supplied_(instance.suppliers.size()),
        handled_(instance.aggregators.size()),
        mean_unit_(MeanUnit(market)) {
    for (std::size_t i = 0; i < market.lanes.size(); ++i) Sell(i, answer_.quanta[i]);
    for (const Limits& each : limits) {
      Sums& sums = sums_.emplace_back();
      sums.parts.resize(each.most.size());
      sums.wholes.resize(static_cast<std::size_t>(each.wholes));
      sums.parts_of_whole.resize(sums.wholes.size());
      for (std::size_t p = 0; p < each.most.size(); ++p) {
        if (each.whole_of_part[p] != kNone)
          sums.parts_of_whole[each.whole_of_part[p]].push_back(static_cast<std::int32_t>(p));
      }
      for (std::size_t i = 0; i < market.lanes.size(); ++i) Count(each, sums, i, answer_.quanta[i]);
    }
  }

  // Whether anything moved, and all was looked at.
  bool Pass(const StopToken& stop) {
    bool moved = false;
    for (std::size_t lane = 0; lane < market_.lanes.size(); ++lane) {
      if (stop.Asked()) return false;
      moved |= Fill(lane);
    }
    for (std::size_t dear = 0; dear < market_.lanes.size(); ++dear) {
      if (stop.Asked()) return false;
      if (Spare(dear) <= 0) continue;
      const std::int32_t r = market_.lanes[dear].requirement;
      for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i)
        moved |= Take(static_cast<std::size_t>(i), dear);
    }
    return moved;
  }
  MarketAnswer Close() { return std::move(answer_); }

 private:
  struct Sums {
    std::vector<std::int64_t> parts, wholes;
    std::vector<std::vector<std::int32_t>> parts_of_whole;
  };

  std::int64_t Cost(std::size_t lane) const {
    return market_.lanes[lane].cost.unit() + (market_.surcharge.empty() ? 0 : market_.surcharge[lane]);
  }
  std::int32_t SupplierOf(std::size_t lane) const {
    return instance_.offers[market_.lanes[lane].offer].supplier;
  }
  std::int64_t Spare(std::size_t lane) const {
    return answer_.quanta[lane] -
           instance_.Reserved(market_.lanes[lane].offer, market_.lanes[lane].requirement);
  }
  void Sell(std::size_t lane, std::int64_t quanta) {
    const std::int32_t o = market_.lanes[lane].offer, s = instance_.offers[o].supplier;
    sold_[o] += quanta, supplied_[s] += quanta;
    if (const std::int32_t a = instance_.suppliers[s].aggregator; a != kNone) handled_[a] += quanta;
  }
  void Count(const Limits& each, Sums& sums, std::size_t lane, std::int64_t quanta) {
    const std::int64_t amount = each.Weight(market_.lanes[lane]) * quanta;
    if (each.part_of_lane[lane] != kNone) sums.parts[each.part_of_lane[lane]] += amount;
    if (each.whole_of_lane[lane] != kNone) sums.wholes[each.whole_of_lane[lane]] += amount;
  }
  void Move(std::size_t lane, std::int64_t quanta) {
    answer_.quanta[lane] += quanta;
    Sell(lane, quanta);
    for (std::size_t l = 0; l < limits_.size(); ++l) Count(limits_[l], sums_[l], lane, quanta);
  }

  double Excess(const Limits& each, const Sums& sums, std::int32_t part) const {
    auto most = static_cast<double>(each.most[part]);
    if (const std::int32_t whole = each.whole_of_part[part]; whole != kNone)
      most += std::floor(each.share * static_cast<double>(sums.wholes[whole]));
    return static_cast<double>(sums.parts[part]) - most;
  }
  // What the limits that the two lanes of a requirement have to do with are passed by, in sen.
  double ExcessAt(std::size_t lane, std::size_t other) const {
    double excess = 0;
    for (std::size_t l = 0; l < limits_.size(); ++l) {
      const Limits& each = limits_[l];
      const auto add = [&](std::int32_t part) {
        excess += std::max(0.0, Excess(each, sums_[l], part)) * (each.of_money ? 1 : mean_unit_);
      };
      const std::int32_t whole = each.whole_of_lane[lane];
      if (each.of_money && whole != kNone) {
        for (const std::int32_t part : sums_[l].parts_of_whole[whole]) add(part);
        continue;
      }
      const std::int32_t part = each.part_of_lane[lane], before = each.part_of_lane[other];
      if (part != kNone) add(part);
      if (before != kNone && before != part) add(before);
    }
    return excess;
  }

  // Of what the lane may carry more, where another supplier sells as much less; kNone: nobody does.
  std::int64_t Left(std::size_t lane, std::int32_t instead) const {
    const std::int32_t o = market_.lanes[lane].offer, s = instance_.offers[o].supplier;
    const std::int32_t a = instance_.suppliers[s].aggregator;
    const std::int32_t spared = instead == kNone ? kNone : instance_.suppliers[instead].aggregator;
    std::int64_t left =
        std::min(instance_.offers[o].capacity - sold_[o],
                 instance_.LaneCap(o, market_.lanes[lane].requirement) - answer_.quanta[lane]);
    if (s != instead && instance_.suppliers[s].capacity != SupplierRow::kUnlimited)
      left = std::min(left, instance_.suppliers[s].capacity - supplied_[s]);
    if (a != kNone && a != spared && instance_.aggregators[a].capacity != SupplierRow::kUnlimited)
      left = std::min(left, instance_.aggregators[a].capacity - handled_[a]);
    return left;
  }

  // As much of what is short as may be, by halves.
  bool Fill(std::size_t lane) {
    const std::int32_t r = market_.lanes[lane].requirement;
    if (Cost(lane) >= instance_.requirements[r].penalty) return false;
    bool moved = false;
    for (std::int64_t quanta = std::min(answer_.shortage[r], Left(lane, kNone)); quanta > 0;) {
      const double before = ExcessAt(lane, lane);
      Move(lane, quanta);
      if (ExcessAt(lane, lane) <= before) {
        moved = true;
        answer_.shortage[r] -= quanta;
        quanta = std::min({quanta, answer_.shortage[r], Left(lane, kNone)});
        continue;
      }
      Move(lane, -quanta);
      quanta /= 2;
    }
    return moved;
  }

  // As much of the cheaper one as may be, by halves.
  bool Take(std::size_t cheap, std::size_t dear) {
    if (Cost(cheap) >= Cost(dear)) return false;
    bool moved = false;
    for (std::int64_t quanta = std::min(Spare(dear), Left(cheap, SupplierOf(dear))); quanta > 0;) {
      const double before = ExcessAt(cheap, dear);
      Move(cheap, quanta), Move(dear, -quanta);
      if (ExcessAt(cheap, dear) <= before) {
        moved = true;
        quanta = std::min({quanta, Spare(dear), Left(cheap, SupplierOf(dear))});
        continue;
      }
      Move(cheap, -quanta), Move(dear, quanta);
      quanta /= 2;
    }
    return moved;
  }

  const Instance& instance_;
  const Market& market_;
  const std::span<const Limits> limits_;
  MarketAnswer answer_;
  std::vector<std::int64_t> sold_, supplied_, handled_;
  const double mean_unit_;  // what a quantum is worth beside a sen, as Judge has it
  std::vector<Sums> sums_;  // by rule
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
