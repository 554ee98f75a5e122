// How a plan's work is shared out, against the policy's limits; each day for itself:
//
//   limit                              a part                      of a whole                        in
//   max_share_per_owner_group          one owner's food            a requirement's need *            quanta
//   max_spend_share_per_supplier       what one supplier is paid   what the demand point pays        sen
//   max_spend_share_per_owner_group    what one owner is paid      what the demand point pays        sen
//   max_region_share_per_supplier      one supplier's food         the need of a kabupaten *         quanta
//   max_region_share_per_owner_group   one owner's food            the need of a kabupaten *         quanta
//   local_share_min                    food from elsewhere         what a kabupaten is delivered     quanta
//   small_share_min                    food of other kinds         what a kabupaten is delivered     quanta
//
// * or what is delivered for it on the day, where that is more: for later days, or in place of another food.
//
// Suppliers of one owner group are one owner, a supplier without a group is one by itself. What is paid is
// the landed cost. A kabupaten is that of the demand point; food from elsewhere is of the tiers beyond it.
// Small are all kinds but umkm_menengah and lainnya. A part may come to floor(share * whole), the first and
// the region's shares at least to a quantum; the floors are limits of 1 - floor on what isn't as it should
// be.
//
// Beside them, how many owners deliver to each demand point, against min_suppliers_per_demand_point.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/match/question/instance.h"
#include "engine/match/report/rule_report.h"

namespace pasok::match {

struct Allocation;

// A part above what it may come to, or owners that are too few.
struct PlannedShare {
  std::optional<Date> date;
  Rule rule = Rule::kOwnerShare;
  std::int32_t demand_point = kNone;  // kNone: it is a region's
  std::int32_t region = kNone;
  std::int32_t commodity = kNone;  // kNone: of all
  std::int32_t supplier = kNone;   // or the first of its owner's in the dataset; kNone: it is nobody's
  std::int64_t part = 0;           // quanta, sen or owners
  std::int64_t limit = 0;

  std::int64_t off() const { return part < limit ? limit - part : part - limit; }
};

// The rules of this file, in the order of their limits; the owners' number comes last.
inline constexpr int kSharingRules = kShareLimits + 1;
constexpr Rule SharingRule(int index) {
  return static_cast<Rule>(static_cast<int>(Rule::kOwnerShare) + index);
}
// REQUIRES one of them.
constexpr std::size_t IndexAmongSharing(Rule rule) {
  return static_cast<std::size_t>(rule) - static_cast<std::size_t>(Rule::kOwnerShare);
}
constexpr Rule RuleOf(ShareLimit limit) { return SharingRule(static_cast<int>(limit)); }
// REQUIRES a rule of a share.
constexpr ShareLimit LimitOf(Rule rule) { return static_cast<ShareLimit>(IndexAmongSharing(rule)); }

static_assert(RuleOf(ShareLimit::kOwnerOfRequirement) == Rule::kOwnerShare);
static_assert(RuleOf(ShareLimit::kSupplierOfSpend) == Rule::kSupplierSpend);
static_assert(RuleOf(ShareLimit::kOwnerOfSpend) == Rule::kOwnerSpend);
static_assert(RuleOf(ShareLimit::kSupplierOfRegion) == Rule::kSupplierRegion);
static_assert(RuleOf(ShareLimit::kOwnerOfRegion) == Rule::kOwnerRegion);
static_assert(RuleOf(ShareLimit::kNotLocal) == Rule::kLocalShare);
static_assert(RuleOf(ShareLimit::kNotSmall) == Rule::kSmallShare);
static_assert(SharingRule(kShareLimits) == Rule::kMinSuppliers);

// Whether the rule's parts are sums of money; else they are weights, or owners.
inline bool IsOfMoney(Rule rule) { return rule == Rule::kSupplierSpend || rule == Rule::kOwnerSpend; }

struct SharingTally {
  std::vector<PlannedShare> broken;               // by date, rule, demand point, region, commodity, supplier
  std::array<std::int64_t, kSharingRules> all{};  // how many parts there are, or demand points
  // By rule, what there was to keep it with where it is most broken: of floors, the quanta of what is needed
  // there that its own, or small, suppliers offer; of the others, the owners (of a supplier's shares, the
  // suppliers) that sell anything that may go there.
  std::array<std::optional<std::int64_t>, kSharingRules> there_was{};

  std::optional<std::int64_t>& ThereWas(Rule rule) { return there_was[IndexAmongSharing(rule)]; }
};
// The row that is furthest off, of equals the first; nullptr: the rule is kept.
const PlannedShare* MostBroken(Rule rule, const SharingTally& tally);

// Whether any of it is limited: then there is a shares.csv, with what is broken.
bool LimitsShares(const Policy& policy);

// By supplier of the dataset: the first of its owner group's, itself where it has none.
std::vector<std::int32_t> OwnersOf(const Dataset& dataset);
bool IsSmall(SupplierKind kind);

// Of one limit: the whole that what is bought there is of, each day for itself.
struct WholeOf {
  std::int32_t where = kNone;      // a demand point, or the kabupaten (or province) that it lies in
  std::int32_t commodity = kNone;  // kNone: all
  auto operator<=>(const WholeOf&) const = default;
};
WholeOf FindWhole(ShareLimit limit, const Dataset& dataset, std::int32_t demand_point,
                  std::int32_t commodity);
// And whose part of it, a supplier of the dataset; kNone: nobody's in particular; nullopt: it is no part.
std::optional<std::int32_t> FindPart(ShareLimit limit, const Dataset& dataset,
                                     const std::vector<std::int32_t>& owners, std::int32_t supplier,
                                     Tier tier);
// Whether the whole is what is needed there, not what is delivered or paid.
bool IsOfNeed(ShareLimit limit);
// What a part of a whole may come to, of a share floor(share * whole).
std::int64_t MostOf(Millionths share, std::int64_t whole);
std::int64_t MostOf(ShareLimit limit, const Sharing& sharing, std::int64_t whole);

// O(allocations log allocations) for each limit in use.
SharingTally TallyShares(const Instance& instance, const std::vector<Allocation>& allocations);

// What a tally says of one of its rules.
RuleReport ReportSharing(Rule rule, const Dataset& dataset, const Policy& policy, const SharingTally& tally);

}  // namespace pasok::match
