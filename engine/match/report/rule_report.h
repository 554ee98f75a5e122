// What a plan says of the rules beyond the base model: whether each that is in use was kept, and where not,
// by how much.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/spread_tally.h"
#include "engine/register/dataset.h"
#include "engine/register/policy.h"

namespace pasok::match {

struct Instance;
struct Matching;
struct SharingTally;

// In the order of the reports; the words of summary.json.
enum class Rule : std::uint8_t {
  kServiceDays,
  kOfferDays,
  kBlocks,
  kRelatedParty,
  kRadius,
  kPriceCeiling,
  kLargestShare,
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
  kStrictAims,
  kSteady  // the last; in use wherever an earlier plan is named
};
std::string_view ToWord(Rule rule);

struct RuleReport {
  Rule rule = Rule::kLicenceDates;
  bool kept = true;
  // Of a rule that leaves offers out, how many (each of the plan's days for itself); of one that was broken,
  // the rows of allocations.csv that break it, or the contracts that were broken; 0 where that isn't counted.
  // Of aggregators, how many offers are sold through one (likewise).
  // Of service days, how many demand points don't serve; of blocks and related parties, how many pairs of
  // who sells and who needs they keep apart; of the largest share, the rows that are at it (likewise).
  // Of the menu, how many demand points cook by it (each day for itself); of staggered menus, how often a
  // commodity and a day of the cycle are over. Of storage, stock and substitutes, the rows of carried.csv.
  std::int64_t cases = 0;
  std::int64_t broken = 0;  // quanta that break it, rounded up
  // Of contracts: how many are due, each day for itself; of budgets and of shares: how many there are; of
  // service days the demand points that were asked for, each day for itself; of the largest share, all rows.
  std::int64_t all = 0;
  // Of contracts: how the first that is broken was; of budgets, shares and ceilings: the one most over; of
  // the radius: the delivery that is nearest to it.
  std::string example{};
  std::int64_t over = 0;  // of budgets, ceilings and shares of money: sen by which they are over, in all; of
                          // storage and substitutes: their cost
  // Of whole deliveries: what the plan has more than the network's optimum, which knows nothing of them;
  // quanta, and sen without penalties. And how many suppliers there are of one requirement at most.
  std::int64_t more_short = 0, more_cost = 0, most_suppliers = 0;
  std::int64_t quanta = 0;  // of storage, stock and substitutes: what was kept, used, or stood in; of strict
                            // aims: what comes from beyond the desa
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

// The two kinds of ceilings, of whose kg the report says what they cost too much.
constexpr bool IsCeiling(Rule rule) { return rule == Rule::kPriceCeiling || rule == Rule::kRegionCeilings; }

// Whether `over` is money above a limit, of ceilings only where they are broken.
constexpr bool HasMoneyOver(Rule rule, bool kept) {
  return rule == Rule::kBudget || rule == Rule::kSupplierSpend || rule == Rule::kOwnerSpend ||
         (IsCeiling(rule) && !kept);
}

// One English sentence with its figures, for people; of several days it says what counts each for itself.
std::string Sentence(const RuleReport& report, const Policy& policy, std::int64_t asked_days);

struct PlannedBudget;
struct Carried;
// Of the budgets of a plan.
RuleReport ReportBudgets(const Dataset& dataset, const std::vector<PlannedBudget>& budgets);

// Of what is kept, of stock, or of substitutes.
RuleReport ReportCarried(Rule rule, const std::vector<Carried>& carried);

struct Plan;
// Of all rules in use but kSteady. REQUIRES the plan's rows, totals and certificate.
std::vector<RuleReport> ReportRules(const Instance& instance, const Matching& matching, const Plan& plan);

}  // namespace pasok::match
