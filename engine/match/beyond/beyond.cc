#include "engine/match/beyond/beyond.h"

#include "engine/match/beyond/cut.h"
#include "engine/match/beyond/limits.h"
#include "engine/match/beyond/more_suppliers.h"
#include "engine/match/beyond/steady.h"
#include "engine/match/beyond/steer.h"
#include "engine/match/sharing.h"

namespace pasok::match::beyond {
namespace {

constexpr std::size_t kLanesARequirement = 32;
constexpr std::int64_t kReachSenPerKg = 300'000;

bool AsksForSuppliers(const Policy& policy) { return policy.min_suppliers.mode >= MinSuppliersMode::kAim; }

bool AsksForShares(const Policy& policy) {
  for (int i = 0; i < kShareLimits; ++i) {
    if (policy.sharing.mode == SharingMode::kAim && policy.sharing.Limits(static_cast<ShareLimit>(i)))
      return true;
  }
  return false;
}

bool AsksForSteadiness(const Instance& instance) {
  const Steady& rule = instance.policy.steady;
  return !instance.familiar.empty() && (rule.surcharge.value > 0 || rule.most_changed < Sharing::kWhole);
}

}  // namespace

bool IsAsked(const Instance& instance) {
  const Policy& policy = instance.policy;
  return AsksForSteadiness(instance) || policy.budget.mode == BudgetMode::kAim || AsksForShares(policy) ||
         AsksForSuppliers(policy);
}

void Apply(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
           Matching& matching) {
  const bool steady = AsksForSteadiness(instance);
  const MarketReach reach{.most = kLanesARequirement, .sen_per_kg = kReachSenPerKg, .familiar = steady};
  std::optional<Market> market = ListMarket(instance, rule, matching, reach, threads, stop);
  if (!market) return;
  MarketAnswer answer = AnswerFrom(*market, matching);
  if (steady) answer = KeepSteady(instance, *market, answer, stop);
  const std::vector<Limits> limits = LimitsOf(instance, *market);
  answer = Steer(instance, *market, limits, answer, stop);
  answer = CutToLimits(instance, *market, limits, answer, stop);
  if (AsksForSuppliers(instance.policy)) answer = WithMoreSuppliers(instance, *market, answer, stop);
  Put(instance, *market, answer, matching);
}

}  // namespace pasok::match::beyond
