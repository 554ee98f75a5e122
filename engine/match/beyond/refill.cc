#include "engine/match/beyond/refill.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/match/beyond/exchanges.h"
#include "engine/match/beyond/guard.h"

namespace pasok::match::beyond {
namespace {

constexpr int kRounds = 4;

struct Worth {
  double excess = 0;
  Int128 penalty = 0, total = 0;  // what it costs, with what is short
};
Worth Weigh(const Instance& instance, const Market& market, std::span<const Limits> limits,
            const MarketAnswer& answer) {
  const Judgement judged = Judge(instance, market, limits, answer);
  const Int128 penalty = PenaltyOf(instance, answer);
  return {.excess = judged.excess, .penalty = penalty, .total = judged.cost + penalty};
}

}  // namespace

MarketAnswer Refill(const Instance& instance, const Market& market, std::span<const Limits> limits,
                    const MarketAnswer& start, const StopToken& stop) {
  const std::int64_t prohibitive = Prohibitive(instance, market);
  MarketAnswer best = start;
  Worth worth = Weigh(instance, market, limits, best);
  for (int round = 0; round < kRounds && !limits.empty(); ++round) {
    bool better = false;
    const auto offer = [&](MarketAnswer next) {
      if (next.status != flow::Status::kOptimal) return;
      const Worth now = Weigh(instance, market, limits, next);
      if (now.penalty > worth.penalty || now.excess > worth.excess) return;
      if (now.excess == worth.excess && now.total >= worth.total) return;
      worth = now, best = std::move(next), better = true;
    };
    const std::vector<std::int64_t> caps = CapsOf(instance, market, limits, best, HeldWhere::kAtLimit);
    offer(SolveMarket(instance, market, {.soft = caps, .above_soft = prohibitive}, &best, stop));
    offer(WithExchanges(instance, market, limits, best, stop));
    if (!better) break;
  }
  return best;
}

}  // namespace pasok::match::beyond
