// Days apart: which of them are coupled, and that the optimum doesn't depend on it.
#include "engine/match/exact/components.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "engine/match/exact/exact.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::match::exact {
namespace {

// Puts each commodity on one of a few days, ascending, though the suppliers stay: some sell on several days.
void SpreadOverDays(Instance& instance, std::mt19937_64& random) {
  std::int32_t day = 0;
  for (CommoditySpan& span : instance.commodities) {
    span.day = day;
    day += static_cast<std::int32_t>(random() % 2);
  }
}

Matching SolveOn(const Case& made, int threads) {
  return *Solve(*made.instance, *made.rule, {.threads = threads}, {}, StopToken(), nullptr).matching;
}

TEST(Components, HoldADayAndWhoeverSellsOnIt) {
  std::mt19937_64 random(71);
  int several = 0, coupled = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Case made = RandomCase(kEveryFlavour[seed % kFlavours], seed);
    SpreadOverDays(*made.instance, random);
    const Network network = Gather(*made.instance);
    const Components components = FindComponents(*made.instance, network);
    std::set<std::int32_t> days;
    for (std::int32_t k = 0; k < std::ssize(made.instance->commodities); ++k) {
      for (std::int32_t l = 0; l < k; ++l) {
        if (made.instance->commodities[k].day == made.instance->commodities[l].day) {
          EXPECT_EQ(components.of_commodity[k], components.of_commodity[l]);
        }
      }
      days.insert(made.instance->commodities[k].day);
    }
    for (const CappedOffer& offer : network.capped) {
      const std::int32_t of_supplier =
          components.of_commodity[CommodityOf(network, network.suppliers[offer.supplier])];
      EXPECT_EQ(components.of_commodity[network.groups[offer.group].commodity], of_supplier);
    }
    several += components.count() > 1;
    coupled += components.count() < std::ssize(days);
  }
  EXPECT_GT(several, 30);
  EXPECT_GT(coupled, 30);
}

TEST(Components, JoinDaysByTransfers) {
  const Case made = RandomTransfers(Flavour::kLaneCaps, 9);
  Instance instance = *made.instance;
  ASSERT_GT(instance.commodities.size(), 1u);
  for (std::size_t k = 0; k < instance.commodities.size(); ++k)
    instance.commodities[k].day = static_cast<std::int32_t>(k);
  for (SupplierRow& row : instance.suppliers) row.capacity = SupplierRow::kUnlimited;
  const Components joined = FindComponents(instance, Gather(instance));
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.from == kNone) continue;
    EXPECT_EQ(joined.of_commodity[instance.requirements[transfer.from].commodity],
              joined.of_commodity[instance.requirements[transfer.to].commodity]);
  }
  instance.transfers.clear();
  EXPECT_EQ(FindComponents(instance, Gather(instance)).count(), std::ssize(instance.commodities));
}

// Those that a chain of transfers leads between, and no others.
TEST(Components, BundleCommoditiesByTransfers) {
  int bundled = 0, single = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const Case made = RandomTransfers(kEveryFlavour[seed % kFlavours], seed);
    const Instance& instance = *made.instance;
    std::vector<std::set<std::int32_t>> linked;  // per commodity, itself too
    for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) linked.push_back({k});
    for (std::size_t pass = 0; pass < instance.commodities.size(); ++pass) {
      for (const Transfer& transfer : instance.transfers) {
        if (transfer.from == kNone) continue;
        std::set<std::int32_t>& from = linked[instance.requirements[transfer.from].commodity];
        std::set<std::int32_t>& to = linked[instance.requirements[transfer.to].commodity];
        from.insert(to.begin(), to.end()), to = from;
        for (const std::int32_t k : std::set<std::int32_t>(from)) linked[k].insert(from.begin(), from.end());
      }
    }
    const Components bundles = FindBundles(instance);
    for (std::int32_t k = 0; k < std::ssize(instance.commodities); ++k) {
      const std::vector<std::int32_t> expected(linked[k].begin(), linked[k].end());
      EXPECT_EQ(bundles.commodities[bundles.of_commodity[k]], expected);
      ++(expected.size() > 1 ? bundled : single);
    }
  }
  EXPECT_GT(bundled, 30);
  EXPECT_GT(single, 30);
}

TEST(Components, ChangeNeitherTheOptimumNorItsProof) {
  std::mt19937_64 random(72);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Case made = RandomCase(kEveryFlavour[seed % kFlavours], 1000 + seed);
    const Matching one_day = SolveOn(made, 1);
    SpreadOverDays(*made.instance, random);
    const Matching apart = SolveOn(made, 1), on_two_threads = SolveOn(made, 2);
    EXPECT_EQ(apart.objective, one_day.objective);
    EXPECT_EQ(apart.bound, apart.objective);
    EXPECT_EQ(apart.iterations, on_two_threads.iterations);
    EXPECT_EQ(apart.requirement_price, on_two_threads.requirement_price);
    ASSERT_EQ(apart.flows.size(), on_two_threads.flows.size());
    for (std::size_t i = 0; i < apart.flows.size(); ++i) {
      EXPECT_EQ(apart.flows[i].offer, on_two_threads.flows[i].offer);
      EXPECT_EQ(apart.flows[i].requirement, on_two_threads.flows[i].requirement);
      EXPECT_EQ(apart.flows[i].quanta, on_two_threads.flows[i].quanta);
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
