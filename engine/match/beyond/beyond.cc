#include "engine/match/beyond/beyond.h"

#include <algorithm>

#include "engine/match/beyond/deliveries.h"
#include "engine/match/beyond/limits.h"
#include "engine/match/beyond/more_suppliers.h"
#include "engine/match/beyond/refill.h"
#include "engine/match/beyond/stand_in.h"
#include "engine/match/beyond/steady.h"
#include "engine/match/beyond/steer.h"
#include "engine/match/question/delivery.h"
#include "engine/match/report/sharing.h"

namespace pasok::match::beyond {
namespace {

constexpr std::size_t kLanesARequirement = 32;
constexpr std::size_t kLargeLanesASupplier = 16, kMostLargeLanesARequirement = 256,
                      kMostLargeLanes = 2'000'000;
constexpr std::int64_t kReachSenPerKg = 300'000;  // where there are many lanes

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

// What may carry a whole delivery and, where few suppliers may serve a requirement, at least so many times
// the part of the need that falls to each.
bool IsWorth(const Instance& instance, const DeliverySizes& sizes, std::int32_t offer,
             std::int32_t requirement, double parts) {
  const std::optional<std::int32_t>& suppliers = instance.policy.deliveries.most_suppliers;
  const double wanted = parts * static_cast<double>(instance.requirements[requirement].need);
  const auto brings_its_part = [&](std::int64_t most) {
    return !suppliers || static_cast<double>(most) * *suppliers >= wanted;
  };
  // Most offers are too small, whatever contracts say.
  if (!brings_its_part(instance.offers[offer].capacity)) return false;
  const std::int64_t most = std::min(instance.offers[offer].capacity, instance.LaneCap(offer, requirement));
  return most >= sizes.On(offer, requirement).least && brings_its_part(most);
}

// How many lanes beside the nearest that can carry a whole part: what few suppliers bring is limited by what
// each can, and of the nearest few dozen lanes most are small. Fewer where requirements are many, for memory.
std::size_t LargeLanes(const Instance& instance) {
  const std::optional<std::int32_t>& suppliers = instance.policy.deliveries.most_suppliers;
  if (!suppliers) return 0;
  const std::size_t room = kMostLargeLanes / std::max<std::size_t>(instance.requirements.size(), 1);
  return std::min(
      {kLargeLanesASupplier * *suppliers, kMostLargeLanesARequirement, std::max(room, kLanesARequirement)});
}

NetworkOptimum OptimumOf(const Instance& instance, const Matching& matching) {
  NetworkOptimum network;
  Int128 penalty = 0;
  for (std::size_t r = 0; r < matching.shortage.size(); ++r) {
    network.shortage += matching.shortage[r];
    penalty += Int128{instance.requirements[r].penalty} * matching.shortage[r];
  }
  network.cost = static_cast<std::int64_t>(matching.objective - penalty);
  return network;
}

// Whether the matching keeps all of it as it is, so that nothing need be listed and moved. Shares are of what
// was asked for.
bool IsKeptAlready(const Instance& asked, const Instance& instance, const LaneRule& rule,
                   const Matching& matching) {
  if (AsksForSteadiness(instance)) return false;
  const Market carried = MarketOfFlows(instance, rule, matching);
  const MarketAnswer answer = AnswerFrom(carried, matching);
  if (AsksForSuppliers(instance.policy) && CountFewSuppliers(instance, carried, answer) > 0) return false;
  return Judge(instance, carried, LimitsOf(asked, carried, answer), answer).excess == 0;
}

bool AsksForMoreThanStandIns(const Instance& instance) {
  const Policy& policy = instance.policy;
  return AsksForSteadiness(instance) || policy.budget.mode == BudgetMode::kAim || AsksForShares(policy) ||
         AsksForSuppliers(policy) || AsksForWholeDeliveries(policy);
}

// Nothing beyond it is ever bought; up to there a dear lane is better than going short.
std::int64_t SenPerKgOfPenalties(const Instance& instance) {
  Int128 most = 0;
  for (const RequirementRow& row : instance.requirements) most = std::max<Int128>(most, row.penalty);
  return static_cast<std::int64_t>(most * 1000 / instance.policy.quantum.value);
}

// All but stand-ins. `asked`: the instance before they were settled.
void ApplyToSettled(const Instance& asked, const Instance& instance, const LaneRule& rule, int threads,
                    const StopToken& stop, Matching& matching) {
  const bool steady = AsksForSteadiness(instance), whole = AsksForWholeDeliveries(instance.policy);
  if (!whole && IsKeptAlready(asked, instance, rule, matching)) return;
  MarketReach reach{.most = kLanesARequirement,
                    .sen_per_kg = kReachSenPerKg,
                    .farther_sen_per_kg = SenPerKgOfPenalties(instance),
                    .familiar = steady};
  std::optional<DeliverySizes> sizes;
  if (whole) {
    sizes.emplace(instance);
    reach.worth = [&](std::int32_t offer, std::int32_t requirement) {
      return IsWorth(instance, *sizes, offer, requirement, 0.5);
    };
    reach.most_preferred = LargeLanes(instance);
    reach.preferred = [&](std::int32_t offer, std::int32_t requirement) {
      return IsWorth(instance, *sizes, offer, requirement, 1);
    };
  }
  std::optional<Market> market = ListMarket(instance, rule, matching, reach, threads, stop);
  if (!market && !whole) return;
  const bool aims = market && !matching.stopped;
  if (!market) market = MarketOfFlows(instance, rule, matching);
  MarketAnswer answer = AnswerFrom(*market, matching);
  std::vector<std::int64_t> units;
  std::vector<Limits> limits;
  if (aims) {
    if (steady) answer = KeepSteady(instance, *market, answer, stop);
    limits = LimitsOf(asked, *market, answer);
    answer = Steer(instance, *market, limits, answer, stop, &units);
    answer = Refill(instance, *market, limits, answer, stop);
    if (AsksForSuppliers(instance.policy))
      answer = WithMoreSuppliers(instance, *market, limits, answer, units, stop);
  }
  if (whole) answer = MakeWholeWithAims(instance, *market, limits, answer, units, stop);
  Put(instance, *market, answer, matching);
}

}  // namespace

bool IsAsked(const Instance& instance) {
  return !instance.stand_ins.empty() || AsksForMoreThanStandIns(instance);
}

void Apply(const Instance& instance, const LaneRule& rule, int threads, const StopToken& stop,
           Matching& matching) {
  if (instance.stand_ins.empty()) {
    matching.network = OptimumOf(instance, matching);
    ApplyToSettled(instance, instance, rule, threads, stop, matching);
    return;
  }
  LetStandIn(instance, rule, threads, stop, matching);
  matching.network = OptimumOf(instance, matching);
  if (!AsksForMoreThanStandIns(instance)) return;
  Settled settled = Settle(instance, rule, matching);
  ApplyToSettled(instance, settled.instance, rule, threads, stop, settled.matching);
  Unsettle(instance, rule, settled, matching);
}

}  // namespace pasok::match::beyond
