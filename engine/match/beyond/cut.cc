#include "engine/match/beyond/cut.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 10;
constexpr double kLittleGained = 0.99;       // of what was exceeded before a round
constexpr std::int64_t kNobody = INT64_MAX;  // a regret: no other lane can take over

class Cutter {
 public:
  Cutter(const Instance& instance, const Market& market, std::span<const Limits> limits)
      : instance_(instance), market_(market), limits_(limits) {
    for (const ListedLane& lane : market.lanes)
      most_.push_back(instance.LaneCap(lane.offer, lane.requirement));
    for (const Limits& each : limits) {
      std::vector<std::vector<std::size_t>>& lanes = lanes_of_part_.emplace_back(each.most.size());
      for (std::size_t i = 0; i < market.lanes.size(); ++i) {
        if (each.part_of_lane[i] != kNone) lanes[each.part_of_lane[i]].push_back(i);
      }
    }
  }

  const std::vector<std::int64_t>& most() const { return most_; }

  // Whether anything was cut.
  bool Cut(const MarketAnswer& answer) {
    bool cut = false;
    for (std::size_t l = 0; l < limits_.size(); ++l) {
      const std::vector<double> excess = ExcessOf(market_, limits_[l], answer);
      for (std::size_t part = 0; part < excess.size(); ++part) {
        if (excess[part] > 0) cut |= CutPart(limits_[l], lanes_of_part_[l][part], excess[part], answer);
      }
    }
    return cut;
  }

 private:
  std::int64_t ReducedCost(std::size_t lane, const MarketAnswer& answer) const {
    const ListedLane& row = market_.lanes[lane];
    const std::int64_t surcharge = market_.surcharge.empty() ? 0 : market_.surcharge[lane];
    return row.cost.unit() + surcharge + answer.offer_price[row.offer] -
           answer.requirement_price[row.requirement];
  }

  // Sen per quantum more, at the least, where a lane of another part takes over.
  std::int64_t RegretOf(const Limits& limits, std::size_t lane, const MarketAnswer& answer) const {
    const std::int32_t r = market_.lanes[lane].requirement;
    std::int64_t least = kNobody;
    for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i) {
      const auto other = static_cast<std::size_t>(i);
      if (limits.part_of_lane[other] == limits.part_of_lane[lane] || answer.quanta[other] >= most_[other])
        continue;
      least = std::min(least, ReducedCost(other, answer));
    }
    return least == kNobody ? kNobody : least - ReducedCost(lane, answer);
  }

  bool CutPart(const Limits& limits, const std::vector<std::size_t>& lanes, double excess,
               const MarketAnswer& answer) {
    std::vector<std::pair<double, std::size_t>> by_regret;
    for (const std::size_t i : lanes) {
      const std::int64_t regret = answer.quanta[i] > 0 ? RegretOf(limits, i, answer) : kNobody;
      if (regret != kNobody) {
        const auto weight = static_cast<double>(std::max<std::int64_t>(1, limits.Weight(market_.lanes[i])));
        by_regret.emplace_back(static_cast<double>(regret) / weight, i);
      }
    }
    if (by_regret.empty()) return false;
    for (const std::size_t i : lanes) Cap(i, answer.quanta[i]);
    std::ranges::sort(by_regret);
    bool cut = false;
    for (const auto& [regret, i] : by_regret) {
      if (excess <= 0) break;
      const auto weight = static_cast<double>(std::max<std::int64_t>(1, limits.Weight(market_.lanes[i])));
      const auto quanta = std::min(answer.quanta[i], static_cast<std::int64_t>(std::ceil(excess / weight)));
      cut |= Cap(i, answer.quanta[i] - quanta);
      excess -= static_cast<double>(quanta) * weight;
    }
    return cut;
  }

  bool Cap(std::size_t lane, std::int64_t most) {
    most = std::max(most, instance_.Reserved(market_.lanes[lane].offer, market_.lanes[lane].requirement));
    if (most >= most_[lane]) return false;
    most_[lane] = most;
    return true;
  }

  const Instance& instance_;
  const Market& market_;
  const std::span<const Limits> limits_;
  std::vector<std::vector<std::vector<std::size_t>>> lanes_of_part_;  // by limits, part
  std::vector<std::int64_t> most_;                                    // per lane
};

}  // namespace

MarketAnswer CutToLimits(const Instance& instance, const Market& market, std::span<const Limits> limits,
                         const MarketAnswer& start, const StopToken& stop) {
  Judgement judged = Judge(instance, market, limits, start);
  if (judged.excess == 0) return start;
  const Int128 most_penalty = PenaltyOf(instance, start);
  Cutter cutter(instance, market, limits);
  const std::int64_t prohibitive = Prohibitive(instance, market);
  const bool is_large = market.IsLarge();
  MarketAnswer best = start, last = start;
  for (int round = 0; round < kRounds && cutter.Cut(last); ++round) {
    MarketAnswer next =
        SolveMarket(instance, market, {.soft = cutter.most(), .above_soft = prohibitive}, &last, stop);
    if (next.status != flow::Status::kOptimal) break;
    last = std::move(next);
    if (PenaltyOf(instance, last) > most_penalty) continue;
    const Judgement now = Judge(instance, market, limits, last);
    if (now >= judged) continue;
    const bool is_little = now.excess > kLittleGained * judged.excess;
    judged = now, best = last;
    if (is_large && is_little) break;
  }
  return best;
}

}  // namespace pasok::match::beyond
