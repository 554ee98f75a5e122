#include "engine/match/beyond/budget.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 12;
constexpr double kFirstPrice = 0.05;  // of a budget: its money counts 1.05 times
constexpr double kMostPrice = 4;

// A budget with its price, and the two between which it is looked for.
struct Priced {
  std::int64_t sen = 0;
  double price = 0, too_low = 0, enough = kMostPrice;
  bool was_enough = false;
};

class Aim {
 public:
  Aim(const Instance& instance, const Market& market) : market_(market), transfers_(instance.transfers) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> of_day;
    for (const DayBudget& row : instance.budgets) {
      of_day[{row.day, row.demand_point}] = static_cast<std::int32_t>(budgets_.size());
      budgets_.push_back({.sen = row.sen});
    }
    for (const ListedLane& lane : market.lanes) {
      const RequirementRow& row = instance.requirements[lane.requirement];
      const auto found = of_day.find({instance.commodities[row.commodity].day, row.demand_point});
      budget_of_lane_.push_back(found == of_day.end() ? kNone : found->second);
    }
  }

  // How far the plan is over its budgets, and what it costs.
  std::pair<Int128, Int128> Judge(const MarketAnswer& answer) const {
    std::pair<Int128, Int128> judged;
    const std::vector<std::int64_t> spent = SpentBy(answer);
    for (std::size_t i = 0; i < budgets_.size(); ++i)
      judged.first += std::max<std::int64_t>(0, spent[i] - budgets_[i].sen);
    for (std::size_t i = 0; i < market_.lanes.size(); ++i)
      judged.second += Int128{market_.lanes[i].cost.unit()} * answer.quanta[i];
    for (std::size_t i = 0; i < answer.transfers.size(); ++i)
      judged.second += Int128{transfers_[i].cost} * answer.transfers[i];
    return judged;
  }

  // Whether any price moves after that plan.
  bool MovePrices(const MarketAnswer& answer) {
    const std::vector<std::int64_t> spent = SpentBy(answer);
    bool moved = false;
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
      Priced& budget = budgets_[i];
      const double before = budget.price;
      if (spent[i] > budget.sen) {
        budget.too_low = budget.price;
        budget.price = budget.was_enough ? (budget.too_low + budget.enough) / 2
                                         : std::min(kMostPrice, std::max(kFirstPrice, 2 * budget.price));
      } else if (budget.price > 0) {
        budget.enough = budget.price, budget.was_enough = true;
        budget.price = (budget.too_low + budget.enough) / 2;
      }
      moved |= std::abs(budget.price - before) > 1e-3;
    }
    return moved;
  }

  std::vector<std::int64_t> Units() const {
    std::vector<std::int64_t> units;
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      const LaneCost& cost = market_.lanes[i].cost;
      const double price = budget_of_lane_[i] == kNone ? 0 : budgets_[budget_of_lane_[i]].price;
      units.push_back(cost.unit() + std::llround(price * static_cast<double>(cost.money)));
    }
    return units;
  }

 private:
  std::vector<std::int64_t> SpentBy(const MarketAnswer& answer) const {
    std::vector<std::int64_t> spent(budgets_.size());
    for (std::size_t i = 0; i < market_.lanes.size(); ++i) {
      if (budget_of_lane_[i] != kNone)
        spent[budget_of_lane_[i]] += market_.lanes[i].cost.money * answer.quanta[i];
    }
    return spent;
  }

  const Market& market_;
  const std::vector<Transfer>& transfers_;
  std::vector<Priced> budgets_;
  std::vector<std::int32_t> budget_of_lane_;  // kNone: it counts for none
};

Int128 PenaltyOf(const Instance& instance, const MarketAnswer& answer) {
  Int128 penalty = 0;
  for (std::size_t r = 0; r < answer.shortage.size(); ++r)
    penalty += Int128{instance.requirements[r].penalty} * answer.shortage[r];
  return penalty;
}

}  // namespace

MarketAnswer AimAtBudgets(const Instance& instance, const Market& market, const MarketAnswer& start,
                          const StopToken& stop) {
  Aim aim(instance, market);
  const Int128 most_penalty = PenaltyOf(instance, start);
  MarketAnswer best = start, last = start;
  std::pair<Int128, Int128> judged = aim.Judge(best);
  for (int round = 0; round < kRounds && judged.first > 0 && aim.MovePrices(last); ++round) {
    const std::vector<std::int64_t> units = aim.Units();
    MarketAnswer next = SolveMarket(instance, market, {.unit = units}, &last, stop);
    if (next.status != flow::Status::kOptimal) break;
    last = std::move(next);
    if (PenaltyOf(instance, last) > most_penalty) continue;
    if (const std::pair<Int128, Int128> now = aim.Judge(last); now < judged) judged = now, best = last;
  }
  return best;
}

}  // namespace pasok::match::beyond
