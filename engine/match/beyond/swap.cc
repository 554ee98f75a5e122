#include "engine/match/beyond/swap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

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
        listed_(instance.offers.size()),
        in_use_(instance.offers.size()) {
    for (std::int32_t i = 0; i < std::ssize(market.lanes); ++i) listed_[market.lanes[i].offer].push_back(i);
  }

  const MarketAnswer& answer() const { return answer_; }

  // Whether anything moved, and all was looked at.
  bool Pass(const StopToken& stop) {
    others_.clear();
    for (std::vector<std::int32_t>& lanes : in_use_) lanes.clear();
    for (std::int32_t i = 0; i < std::ssize(market_.lanes); ++i) {
      if (Spare(i) > 0) in_use_[market_.lanes[i].offer].push_back(i);
    }
    bool moved = false;
    for (std::size_t dear = 0; dear < market_.lanes.size(); ++dear) {
      if (stop.Asked()) return false;
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

  // Lanes of others who buy of the one offer and could buy of the other one instead.
  struct Others {
    std::vector<std::pair<std::size_t, std::size_t>> lanes;  // given, taken: by requirement
    std::size_t next = 0;                                    // those before have nothing left to exchange
  };

  Others OthersOf(std::int32_t cheap, std::int32_t dear) const {
    Others others;
    const auto add = [&](std::int32_t given, std::int32_t taken) {
      if (given != kNone && taken != kNone) others.lanes.emplace_back(given, taken);
    };
    // A hub has lanes to everybody, and those that share its kitchens may have few each.
    if (in_use_[cheap].size() <= listed_[dear].size()) {
      for (const std::int32_t given : in_use_[cheap])
        add(given, market_.Find(dear, market_.lanes[given].requirement));
    } else {
      for (const std::int32_t taken : listed_[dear])
        add(market_.Find(cheap, market_.lanes[taken].requirement), taken);
    }
    return others;
  }

  // From those who buy of the cheap seller. One of whom nothing more can be had isn't asked again in this
  // pass, whoever asks.
  bool TakeOver(std::size_t dear, std::size_t cheap) {
    const std::pair offers(market_.lanes[cheap].offer, market_.lanes[dear].offer);
    const auto [at, is_new] = others_.try_emplace(offers);
    Others& others = at->second;
    if (is_new) others = OthersOf(offers.first, offers.second);
    bool moved = false;
    while (others.next < others.lanes.size()) {
      const std::int64_t wanted = std::min({Spare(dear), Room(cheap), QuantaOver(dear, cheap)});
      if (wanted <= 0) break;
      const auto& [given, taken] = others.lanes[others.next];
      const std::int64_t offered = OnOffer(given, taken);
      if (offered <= wanted) ++others.next;
      if (offered <= 0) continue;
      Exchange(dear, cheap, given, taken, std::min(wanted, offered));
      moved = true;
    }
    return moved;
  }

  // As many as bring the part of the dear lane within its budget.
  std::int64_t QuantaOver(std::size_t dear, std::size_t cheap) const {
    return static_cast<std::int64_t>(std::ceil(std::max(0.0, Over(dear)) / (Money(dear) - Money(cheap))));
  }
  // As many as their part can change within its budget: none of one that is over, as the asking one is.
  std::int64_t OnOffer(std::size_t given, std::size_t taken) const {
    const std::int64_t quanta = std::min(Spare(given), Room(taken));
    const double more = Money(taken) - Money(given);
    if (more <= 0 || budgets_.part_of_lane[given] == kNone) return quanta;
    return std::min(quanta, static_cast<std::int64_t>(std::floor(-Over(given) / more)));
  }

  void Exchange(std::size_t dear, std::size_t cheap, std::size_t given, std::size_t taken,
                std::int64_t quanta) {
    answer_.quanta[dear] -= quanta, answer_.quanta[cheap] += quanta;
    answer_.quanta[given] -= quanta, answer_.quanta[taken] += quanta;
    over_[budgets_.part_of_lane[dear]] -= (Money(dear) - Money(cheap)) * static_cast<double>(quanta);
    if (const std::int32_t other = budgets_.part_of_lane[given]; other != kNone)
      over_[other] += (Money(taken) - Money(given)) * static_cast<double>(quanta);
  }

  const Instance& instance_;
  const Market& market_;
  const Limits& budgets_;
  MarketAnswer answer_;
  std::vector<double> over_;  // per part, in sen
  // Per offer, its lanes: all, and those that had something to give as the pass began.
  std::vector<std::vector<std::int32_t>> listed_, in_use_;
  std::map<std::pair<std::int32_t, std::int32_t>, Others> others_;  // cheap and dear offer: in this pass
};

}  // namespace

MarketAnswer WithSwaps(const Instance& instance, const Market& market, const Limits& budgets,
                       const MarketAnswer& answer, const StopToken& stop) {
  Swaps swaps(instance, market, budgets, answer);
  for (int pass = 0; pass < kPasses && swaps.Pass(stop); ++pass) {
  }
  return swaps.answer();
}

}  // namespace pasok::match::beyond
