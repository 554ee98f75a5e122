// What is different between two plans, worked out from their rows.
#include "client/diff/plan_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/client/diff_random.h"

namespace pasok::client {
namespace {

// Kitchen 1 gets rice (1) of supplier `supplier`, at Rp 10 a kg and without haulage.
AllocationRow Rice(std::int32_t supplier, std::int64_t kg, std::int32_t demand = 1) {
  return {.demand = demand,
          .commodity = 1,
          .supplier = supplier,
          .grams = 1000 * kg,
          .price_sen_per_kg = 1000,
          .sales_sen = 1000 * kg,
          .money_sen = 1000 * kg};
}

PlanDiff DiffOf(std::vector<AllocationRow> before, std::vector<AllocationRow> after) {
  return Diff({.allocations = std::move(before), .shortages = {}},
              {.allocations = std::move(after), .shortages = {}});
}

TEST(PlanDiffTest, EachAllocationIsAddedRemovedMoreLessOrRepriced) {
  AllocationRow dearer = Rice(4, 5);
  dearer.money_sen += 1;
  const PlanDiff diff = DiffOf({Rice(1, 10), Rice(2, 10), Rice(3, 10), Rice(4, 5), Rice(5, 7)},
                               {Rice(1, 14), Rice(2, 8), dearer, Rice(5, 7), Rice(6, 1)});
  std::vector<std::pair<std::int32_t, Change>> changes;
  for (const AllocationChange& each : diff.allocations)
    changes.emplace_back(each.after.supplier, each.change);
  using Pair = std::pair<std::int32_t, Change>;
  EXPECT_THAT(changes,
              testing::ElementsAre(Pair(3, Change::kRemoved), Pair(1, Change::kMore), Pair(2, Change::kLess),
                                   Pair(6, Change::kAdded), Pair(4, Change::kRepriced)))
      << "by falling difference in kg, and then in money";
  EXPECT_EQ(diff.unchanged_allocations, 1);
}

TEST(PlanDiffTest, ASupplierThatDeliversAsMuchElsewhereIsToldToo) {
  const PlanDiff diff = DiffOf({Rice(1, 10, 1), Rice(2, 10, 2)}, {Rice(1, 10, 2), Rice(2, 10, 1)});
  ASSERT_EQ(diff.suppliers.size(), 2u);
  for (const PartyChange& supplier : diff.suppliers) {
    EXPECT_EQ(supplier.change, Change::kMoved);
    EXPECT_EQ(supplier.partners, (BeforeAfter<std::int64_t>{1, 1}));
    EXPECT_EQ(supplier.partners_gained, 1);
    EXPECT_EQ(supplier.partners_lost, 1);
  }
}

TEST(PlanDiffTest, ASupplierWhoIsNewIsToldFromOneWhoIsDropped) {
  const PlanDiff diff = DiffOf({Rice(1, 10)}, {Rice(2, 4)});
  ASSERT_EQ(diff.suppliers.size(), 2u);
  EXPECT_EQ(diff.suppliers[0].change, Change::kRemoved) << "the larger difference";
  EXPECT_EQ(diff.suppliers[0].amounts.before.sales_sen, 10'000);
  EXPECT_EQ(diff.suppliers[1].change, Change::kAdded);
}

TEST(PlanDiffTest, KitchensWithMostOtherSuppliersComeFirst) {
  const PlanDiff diff = DiffOf({Rice(1, 100, 1), Rice(1, 1, 2), Rice(3, 1, 3)},
                               {Rice(1, 500, 1), Rice(2, 1, 2), Rice(3, 1, 3)});
  ASSERT_EQ(diff.kitchens.size(), 2u) << "the third gets what it got";
  EXPECT_EQ(diff.kitchens[0].id, 2);
  EXPECT_EQ(diff.kitchens[0].partners_gained, 1);
  EXPECT_EQ(diff.kitchens[0].partners_lost, 1);
  EXPECT_EQ(diff.kitchens[1].change, Change::kMore);
}

TEST(PlanDiffTest, ADeliveryIsAPairOnADayWhateverIsDelivered) {
  AllocationRow eggs = Rice(1, 5), tomorrow = Rice(1, 5);
  eggs.commodity = 2;
  tomorrow.day = 1;
  const PlanDiff diff = DiffOf({Rice(1, 5), eggs, tomorrow}, {});
  EXPECT_EQ(diff.totals.before.deliveries, 2);
  EXPECT_EQ(diff.totals.before.suppliers, 1);
  EXPECT_EQ(diff.totals.before.amounts.rows, 3);
}

TEST(PlanDiffTest, ShortagesAreNewGoneChangedOrOfAnotherReason) {
  const auto of = [](std::int32_t demand, std::int64_t kg, std::int32_t reason) {
    return ShortageRow{.demand = demand, .commodity = 1, .grams = 1000 * kg, .reason = reason};
  };
  const PlanDiff diff =
      Diff({.allocations = {}, .shortages = {of(1, 9, 0), of(2, 5, 0), of(3, 1, 0), of(4, 1, 0)}},
           {.allocations = {}, .shortages = {of(2, 3, 0), of(3, 1, 1), of(4, 1, 0), of(5, 4, 0)}});
  std::vector<Change> changes;
  for (const ShortageChange& each : diff.shortages) changes.push_back(each.change);
  EXPECT_THAT(changes,
              testing::ElementsAre(Change::kRemoved, Change::kAdded, Change::kLess, Change::kOtherReason));
  ASSERT_EQ(diff.commodities.size(), 1u);
  EXPECT_EQ(diff.commodities[0].short_grams, (BeforeAfter<std::int64_t>{16'000, 9'000}));
}

Amounts Less(Amounts after, const Amounts& before) {
  return {after.rows - before.rows, after.grams - before.grams, after.sales_sen - before.sales_sen,
          after.money_sen - before.money_sen};
}

Amounts Plus(const Amounts& a, const Amounts& b) {
  return {a.rows + b.rows, a.grams + b.grams, a.sales_sen + b.sales_sen, a.money_sen + b.money_sen};
}

RC_GTEST_PROP(PlanDiffProperty, APlanDoesNotDifferFromItself, (const PlanRows& rows)) {
  const PlanDiff diff = Diff(rows, rows);
  RC_ASSERT(diff.empty());
  RC_ASSERT(diff.suppliers.empty() && diff.kitchens.empty());
  RC_ASSERT(diff.unchanged_allocations == static_cast<std::int64_t>(rows.allocations.size()));
  RC_ASSERT(diff.totals.before == diff.totals.after);
}

RC_GTEST_PROP(PlanDiffProperty, DifferencesSumUpToTheTotals,
              (const PlanRows& before, const PlanRows& after)) {
  const PlanDiff diff = Diff(before, after);
  const auto amounts_of = [](const AllocationRow& row) {
    Amounts amounts;
    if (row.grams > 0) amounts.Add(row);
    return amounts;
  };
  Amounts whole;
  for (const AllocationRow& row : after.allocations) whole.Add(row);
  for (const AllocationRow& row : before.allocations) whole = Less(whole, amounts_of(row));
  RC_ASSERT(Less(diff.totals.after.amounts, diff.totals.before.amounts) == whole);
  Amounts by_row, by_supplier, by_kitchen, by_commodity;
  for (const AllocationChange& each : diff.allocations)
    by_row = Plus(by_row, Less(amounts_of(each.after), amounts_of(each.before)));
  for (const PartyChange& each : diff.suppliers)
    by_supplier = Plus(by_supplier, Less(each.amounts.after, each.amounts.before));
  for (const PartyChange& each : diff.kitchens)
    by_kitchen = Plus(by_kitchen, Less(each.amounts.after, each.amounts.before));
  for (const CommodityChange& each : diff.commodities)
    by_commodity = Plus(by_commodity, Less(each.amounts.after, each.amounts.before));
  RC_ASSERT(by_row == whole);
  RC_ASSERT(by_supplier == whole);
  RC_ASSERT(by_kitchen == whole);
  RC_ASSERT(by_commodity == whole);
  std::int64_t gained = 0, lost = 0, short_by_row = 0, short_by_commodity = 0;
  for (const PartyChange& each : diff.suppliers) gained += each.partners_gained - each.partners_lost;
  for (const PartyChange& each : diff.kitchens) lost += each.partners_gained - each.partners_lost;
  RC_ASSERT(gained == lost);
  for (const ShortageChange& each : diff.shortages) short_by_row += each.after.grams - each.before.grams;
  for (const CommodityChange& each : diff.commodities)
    short_by_commodity += each.short_grams.after - each.short_grams.before;
  RC_ASSERT(short_by_row == short_by_commodity);
}

Change Opposite(Change change) {
  switch (change) {
    case Change::kAdded:
      return Change::kRemoved;
    case Change::kRemoved:
      return Change::kAdded;
    case Change::kMore:
      return Change::kLess;
    case Change::kLess:
      return Change::kMore;
    case Change::kNone:
    case Change::kRepriced:
    case Change::kMoved:
    case Change::kOtherReason:
      return change;
  }
  return change;
}

RC_GTEST_PROP(PlanDiffProperty, TheWayBackIsTheOpposite, (const PlanRows& before, const PlanRows& after)) {
  const PlanDiff there = Diff(before, after), back = Diff(after, before);
  RC_ASSERT(there.totals.before == back.totals.after);
  RC_ASSERT(there.totals.after == back.totals.before);
  RC_ASSERT(there.unchanged_allocations == back.unchanged_allocations);
  const auto require_opposite = [](const auto& ones, const auto& others, const auto& same) {
    RC_ASSERT(ones.size() == others.size());
    for (std::size_t i = 0; i < ones.size(); ++i) {
      RC_ASSERT(ones[i].change == Opposite(others[i].change));
      RC_ASSERT(same(ones[i], others[i]));
    }
  };
  const auto swapped = [](const auto& one, const auto& other) {
    return one.before.grams == other.after.grams && one.after.grams == other.before.grams &&
           one.after.demand == other.after.demand && one.after.commodity == other.after.commodity;
  };
  const auto party = [](const PartyChange& one, const PartyChange& other) {
    return one.id == other.id && one.amounts.before == other.amounts.after &&
           one.amounts.after == other.amounts.before && one.partners.before == other.partners.after &&
           one.partners_gained == other.partners_lost && one.partners_lost == other.partners_gained;
  };
  require_opposite(there.allocations, back.allocations, swapped);
  require_opposite(there.shortages, back.shortages, swapped);
  require_opposite(there.suppliers, back.suppliers, party);
  require_opposite(there.kitchens, back.kitchens, party);
}

}  // namespace
}  // namespace pasok::client
