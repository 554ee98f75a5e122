// Start here: what is different between two plans, worked out from their rows.
//
// Ids are numbers that stand for texts, the same for both plans and in the texts' order (plan_rows.h). A day
// is the number of its pair (day_pairs.h).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pasok::client {

// The words of the wire, from near to far.
inline constexpr std::array<std::string_view, 5> kTierWords{"desa", "kecamatan", "kabupaten", "provinsi",
                                                            "luar"};
inline constexpr std::size_t kTiers = kTierWords.size();

// Of no two in a plan are the first four the same.
struct AllocationRow {
  std::int32_t day = 0, demand = 0, commodity = 0, supplier = 0;
  std::int64_t grams = 0;
  std::int64_t price_sen_per_kg = 0;
  std::int64_t sales_sen = 0;  // what the supplier gets for it: without haulage
  std::int64_t money_sen = 0;  // what it costs the kitchen: with haulage
  std::uint8_t tier = 0;
};

// All that a requirement is short of.
struct ShortageRow {
  std::int32_t day = 0, demand = 0, commodity = 0;
  std::int64_t grams = 0;
  std::int32_t reason = 0;  // of most of it
};

struct PlanRows {
  std::vector<AllocationRow> allocations;
  std::vector<ShortageRow> shortages;
};

enum class Change : std::uint8_t {
  kNone,
  kAdded,
  kRemoved,
  kMore,  // kg
  kLess,
  kRepriced,     // as many kg at another price or haulage
  kMoved,        // as many kg in all, but not from, to or of the same
  kOtherReason,  // as many kg short, for another reason
};

// Sums over allocations.
struct Amounts {
  std::int64_t rows = 0;
  std::int64_t grams = 0;
  std::int64_t sales_sen = 0;
  std::int64_t money_sen = 0;

  void Add(const AllocationRow& row);
  bool operator==(const Amounts&) const = default;
};

template <typename What>
struct BeforeAfter {
  What before{}, after{};
  bool operator==(const BeforeAfter&) const = default;
};

struct AllocationChange {
  Change change = Change::kNone;
  // What isn't there has the other one's key and nothing else.
  AllocationRow before{}, after{};
};

// A supplier or a kitchen of which an allocation is added, removed or changed.
struct PartyChange {
  std::int32_t id = 0;
  Change change = Change::kNone;
  BeforeAfter<Amounts> amounts{};
  BeforeAfter<std::int64_t> partners{};  // of a supplier the kitchens, of a kitchen the suppliers
  std::int64_t partners_gained = 0, partners_lost = 0;
};

struct CommodityChange {
  std::int32_t id = 0;
  BeforeAfter<Amounts> amounts{};
  BeforeAfter<std::int64_t> short_grams{};
  bool operator==(const CommodityChange&) const = default;
};

struct ShortageChange {
  Change change = Change::kNone;
  ShortageRow before{}, after{};  // as with allocations
};

struct PlanTotals {
  Amounts amounts{};
  std::array<std::int64_t, kTiers> grams_by_tier{};
  std::int64_t suppliers = 0;   // who deliver anything
  std::int64_t deliveries = 0;  // pairs of supplier and kitchen, each day for itself
  bool operator==(const PlanTotals&) const = default;
};

// Lists of changes by falling difference, in kg and then in money, whichever way it goes; of equal ones by
// their ids. Kitchens first by how many suppliers they gain and lose.
struct PlanDiff {
  BeforeAfter<PlanTotals> totals{};
  std::int64_t unchanged_allocations = 0;
  std::vector<AllocationChange> allocations{};
  std::vector<PartyChange> suppliers{}, kitchens{};
  std::vector<CommodityChange> commodities{};  // all that either plan delivers or is short of, by id
  std::vector<ShortageChange> shortages{};

  bool empty() const { return allocations.empty() && shortages.empty(); }
};

// In any order of rows. O(rows log rows), with a few dozen bytes a row.
PlanDiff Diff(PlanRows before, PlanRows after);

}  // namespace pasok::client
