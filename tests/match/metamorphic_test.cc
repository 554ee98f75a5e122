// What must happen to a plan's cost when the question changes in a known way.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// Calls `check` with the same 150 markets for every rule.
template <class Check>
void OnMarkets(const Check& check) {
  std::mt19937_64 random(63);
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {});
    check(market, random);
  }
}

TEST(Metamorphic, ThreeTimesThePricesCostThreeTimesAsMuch) {
  OnMarkets([](Market market, std::mt19937_64&) {
    market.policy.quantum = {1000};  // so that nothing is rounded
    market.policy.price_ceiling = CeilingMode::kOff;
    for (CommodityRule& rule : market.policy.commodities) rule.haul_per_kg_km = {0};
    const std::int64_t before = CostOf(market);
    for (Offer& offer : market.dataset.offers) offer.price.value *= 3;
    for (SenPerKg& surcharge : market.policy.tier_surcharge) surcharge.value *= 3;
    for (SenPerKg& surcharge : market.policy.kind_surcharge) surcharge.value *= 3;
    market.policy.shortage_penalty.value *= 3;
    EXPECT_EQ(CostOf(market), 3 * before);
  });
}

TEST(Metamorphic, OtherIdsCostTheSame) {
  OnMarkets([](Market market, std::mt19937_64&) {
    const std::int64_t before = CostOf(market);
    // The suppliers in the opposite order, with whatever refers to them.
    Dataset& dataset = market.dataset;
    const auto last = static_cast<std::int32_t>(dataset.suppliers.size()) - 1;
    std::ranges::reverse(dataset.suppliers);
    for (std::int32_t s = 0; s <= last; ++s) dataset.suppliers[s].id = "T" + std::to_string(100 + s);
    for (Offer& offer : dataset.offers) offer.supplier = last - offer.supplier;
    for (Block& block : dataset.blocks) block.supplier = last - block.supplier;
    for (Taken& taken : market.question.taken) {
      taken.supplier_id = "T" + std::to_string(100 + last - (std::stoi(taken.supplier_id.substr(1)) - 100));
    }
    std::ranges::stable_sort(dataset.offers, {},
                             [](const Offer& o) { return std::pair(o.supplier, o.commodity); });
    std::ranges::sort(dataset.blocks, {},
                      [](const Block& b) { return std::pair(b.supplier, b.demand_point); });
    EXPECT_EQ(CostOf(market), before);
  });
}

TEST(Metamorphic, MoreCapacityNeverCostsMore) {
  OnMarkets([](Market market, std::mt19937_64& random) {
    if (market.dataset.offers.empty()) return;
    const std::int64_t before = CostOf(market);
    market.dataset.offers[random() % market.dataset.offers.size()].capacity_per_day.value += 7'000;
    EXPECT_LE(CostOf(market), before);
    for (Supplier& supplier : market.dataset.suppliers) supplier.capacity_per_day = std::nullopt;
    EXPECT_LE(CostOf(market), before);
  });
}

TEST(Metamorphic, OneMoreSupplierNeverCostsMore) {
  OnMarkets([](Market market, std::mt19937_64&) {
    const std::int64_t before = CostOf(market);
    for (Supplier& supplier : market.dataset.suppliers) supplier.active = true;
    EXPECT_LE(CostOf(market), before);
  });
}

TEST(Metamorphic, ANewBlockNeverCostsLess) {
  OnMarkets([](Market market, std::mt19937_64&) {
    if (market.dataset.suppliers.empty() || market.dataset.demand_points.empty()) return;
    const std::int64_t before = CostOf(market);
    market.dataset.blocks.clear();
    for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d) {
      for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
        if ((s + d) % 2 == 0) market.dataset.blocks.push_back({s, d, ""});
      }
    }
    std::ranges::sort(market.dataset.blocks, {},
                      [](const Block& b) { return std::pair(b.supplier, b.demand_point); });
    const std::int64_t blocked = CostOf(market);
    market.dataset.blocks.clear();
    const std::int64_t free = CostOf(market);
    EXPECT_LE(free, before);
    EXPECT_LE(free, blocked);
  });
}

TEST(Metamorphic, ATighterShareNeverCostsLess) {
  OnMarkets([](Market market, std::mt19937_64&) {
    market.policy.max_share_per_supplier = {1'000'000};
    const std::int64_t before = CostOf(market);
    market.policy.max_share_per_supplier = {300'000};
    EXPECT_GE(CostOf(market), before);
  });
}

TEST(Metamorphic, AHigherPenaltyNeverServesLess) {
  OnMarkets([](Market market, std::mt19937_64&) {
    const auto penalty_free_cost = [&] {
      const Totals totals = PlanOf(market.dataset, market.policy, market.question).totals;
      return totals.money + totals.preference;
    };
    market.policy.shortage_penalty = {1'100'000};
    const std::int64_t cheap = penalty_free_cost();
    market.policy.shortage_penalty = {90'000'000};
    EXPECT_GE(penalty_free_cost(), cheap);
  });
}

}  // namespace
}  // namespace pasok::match
