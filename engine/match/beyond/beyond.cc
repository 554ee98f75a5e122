#include "engine/match/beyond/beyond.h"

#include "engine/match/beyond/budget.h"

namespace pasok::match::beyond {
namespace {

constexpr std::size_t kLanesARequirement = 32;
constexpr std::int64_t kReachSenPerKg = 300'000;

}  // namespace

bool IsAsked(const Policy& policy) { return policy.budget.mode == BudgetMode::kAim; }

void Apply(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
           Matching& matching) {
  const MarketReach reach{.most = kLanesARequirement, .sen_per_kg = kReachSenPerKg};
  const std::optional<Market> market = ListMarket(instance, rule, matching, reach, threads, stop);
  if (!market) return;
  const MarketAnswer optimum = AnswerFrom(*market, matching);
  Put(instance, *market, AimAtBudgets(instance, *market, optimum, stop), matching);
}

}  // namespace pasok::match::beyond
