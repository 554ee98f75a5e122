#include "engine/match/beyond/swap.h"

#include <algorithm>
#include <cmath>

namespace pasok::match::beyond {
namespace {

constexpr int kPasses = 4;

class Swaps {
 public:
  Swaps(const Instance& instance, const Market& market, const Limits& budgets, const MarketAnswer& answer)
      : instance_(instance),
        market_(market),
        budgets_(budgets),
        answer_(answer),
        over_(ExcessOf(market, budgets, answer)),
        lanes_of_offer_(instance.offers.size()) {
    for (std::size_t i = 0; i < market.lanes.size(); ++i) lanes_of_offer_[market.lanes[i].offer].push_back(i);
  }

  const MarketAnswer& answer() const { return answer_; }

  // Whether anything moved.
  bool Pass() {
    bool moved = false;
    for (std::size_t dear = 0; dear < market_.lanes.size(); ++dear) {
      if (Over(dear) <= 0 || Spare(dear) <= 0) continue;
      const std::int32_t r = market_.lanes[dear].requirement;
      for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i) {
        const auto cheap = static_cast<std::size_t>(i);
        if (Money(cheap) < Money(dear)) moved |= TakeOver(dear, cheap);
      }
    }
    return moved;
  }

 private:
  double Over(std::size_t lane) const {
    const std::int32_t part = budgets_.part_of_lane[lane];
    return part == kNone ? 0 : over_[part];
  }
  double Money(std::size_t lane) const { return static_cast<double>(market_.lanes[lane].cost.money); }
  std::int64_t Spare(std::size_t lane) const {
    return answer_.quanta[lane] -
           instance_.Reserved(market_.lanes[lane].offer, market_.lanes[lane].requirement);
  }
  std::int64_t Room(std::size_t lane) const {
    return instance_.LaneCap(market_.lanes[lane].offer, market_.lanes[lane].requirement) -
           answer_.quanta[lane];
  }

  // From those who buy of the cheap seller.
  bool TakeOver(std::size_t dear, std::size_t cheap) {
    bool moved = false;
    for (const std::size_t given : lanes_of_offer_[market_.lanes[cheap].offer]) {
      if (budgets_.part_of_lane[given] == budgets_.part_of_lane[dear] || answer_.quanta[given] == 0) continue;
      const std::int32_t taken = market_.Find(market_.lanes[dear].offer, market_.lanes[given].requirement);
      if (taken != kNone) moved |= Exchange(dear, cheap, given, static_cast<std::size_t>(taken));
      if (Over(dear) <= 0) break;
    }
    return moved;
  }

  bool Exchange(std::size_t dear, std::size_t cheap, std::size_t given, std::size_t taken) {
    const double saved = Money(dear) - Money(cheap), more = Money(taken) - Money(given);
    std::int64_t quanta = std::min({Spare(dear), Room(cheap), Spare(given), Room(taken)});
    quanta = std::min(quanta, static_cast<std::int64_t>(std::ceil(std::max(0.0, Over(dear)) / saved)));
    if (more > 0 && budgets_.part_of_lane[given] != kNone)
      quanta = std::min(quanta, static_cast<std::int64_t>(std::floor(-Over(given) / more)));
    if (quanta <= 0) return false;
    answer_.quanta[dear] -= quanta, answer_.quanta[cheap] += quanta;
    answer_.quanta[given] -= quanta, answer_.quanta[taken] += quanta;
    over_[budgets_.part_of_lane[dear]] -= saved * static_cast<double>(quanta);
    if (const std::int32_t other = budgets_.part_of_lane[given]; other != kNone)
      over_[other] += more * static_cast<double>(quanta);
    return true;
  }

  const Instance& instance_;
  const Market& market_;
  const Limits& budgets_;
  MarketAnswer answer_;
  std::vector<double> over_;  // per part, in sen
  std::vector<std::vector<std::size_t>> lanes_of_offer_;
};

}  // namespace

MarketAnswer WithSwaps(const Instance& instance, const Market& market, const Limits& budgets,
                       const MarketAnswer& answer) {
  Swaps swaps(instance, market, budgets, answer);
  for (int pass = 0; pass < kPasses && swaps.Pass(); ++pass) {
  }
  return swaps.answer();
}

}  // namespace pasok::match::beyond
