// What a plan says of the rules beyond the base model: whether each that is in use was kept, and where not,
// by how much.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match {

struct Instance;
struct Matching;
struct SharingTally;
struct Totals;

// How far offers are beyond one of the steps of fair spread (spread.h).
struct SpreadTally {
  std::int64_t offers = 0;  // each day for itself
  std::int64_t quanta = 0;  // of this plan, beyond it
  bool operator==(const SpreadTally&) const = default;
};

// In the order of the reports; the words of summary.json.
enum class Rule : std::uint8_t {
  kLicenceDates,
  kRegionCeilings,
  kTravelTime,
  kProbation,
  kMenu,
  kStaggeredMenus,
  kContracts,
  kAggregators,
  kBudget,
  kOwnerShare,  // and the other limits of sharing.h, in ShareLimit's order
  kSupplierSpend,
  kOwnerSpend,
  kSupplierRegion,
  kOwnerRegion,
  kLocalShare,
  kSmallShare,
  kMinSuppliers,
  kWholeDeliveries,
  kStorage,
  kStock,
  kSubstitutes,
  kFairSpread,
  kSteady  // the last; in use wherever an earlier plan is named
};
std::string_view ToWord(Rule rule);

struct RuleReport {
  Rule rule = Rule::kLicenceDates;
  bool kept = true;
  // Of a rule that leaves offers out, how many (each of the plan's days for itself); of one that was broken,
  // the rows of allocations.csv that break it, or the contracts that were broken; 0 where that isn't counted.
  // Of aggregators, how many offers are sold through one (likewise).
  // Of the menu, how many demand
  // points cook by it (each day for itself); of staggered menus, how often a commodity and a day of the cycle
  // are over.
  std::int64_t cases = 0;
  // Of storage, stock and substitutes, the rows of carried.csv.
  std::int64_t broken = 0;  // quanta that break it, rounded up
  std::int64_t all =
      0;  // of contracts: how many are due, each day for itself; of budgets and of shares: how many there are
  std::string
      example{};  // of contracts: how the first that is broken was; of budgets and shares: the one most over
  std::int64_t over = 0;  // of budgets and shares of money: sen by which they are over, in all; of storage
                          // and substitutes: their cost
  // Of whole deliveries: what the plan has more than the network's optimum, which knows nothing of them;
  // quanta, and sen without penalties. And how many suppliers there are of one requirement at most.
  std::int64_t more_short = 0, more_cost = 0, most_suppliers = 0;
  std::int64_t quanta = 0;  // of storage, stock and substitutes: what was kept, used, or stood in
  std::int64_t served = 0;  // likewise, as what it served for: another weight only of substitutes by ratios
  // Of fair spread, per step: how many offers give more than that share, and the quanta beyond it; `all` are
  // the offers that give anything, `over` is what it counts.
  std::vector<SpreadTally> steps{};
};

// Which rules a policy and a dataset put to use. A rule of days is none on the undated day.
// `any_stock`: there is a stock that counts, of stock.csv or at hand.
bool IsInUse(Rule rule, const Dataset& dataset, const Policy& policy, bool dated, bool any_stock);

// Storage, stock and substitutes, whose figures stand in carried.csv.
constexpr bool MayCarry(Rule rule) {
  return rule == Rule::kStorage || rule == Rule::kStock || rule == Rule::kSubstitutes;
}

// One English sentence with its figures, for people.
std::string Sentence(const RuleReport& report, const Policy& policy);

struct PlannedBudget;
struct Carried;
// Of the budgets of a plan.
RuleReport ReportBudgets(const Dataset& dataset, const std::vector<PlannedBudget>& budgets);

// Of what is kept, of stock, or of substitutes.
RuleReport ReportCarried(Rule rule, const std::vector<Carried>& carried);

std::vector<RuleReport> ReportRules(const Instance& instance, const Matching& matching, const Totals& totals,
                                    const std::vector<PlannedBudget>& budgets, const SharingTally& sharing,
                                    const std::vector<Carried>& carried);

}  // namespace pasok::match
