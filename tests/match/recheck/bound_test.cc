// The recheck's bounds settle no pair otherwise than its scalar rules: the same eligible lanes, dual value
// and reasons of shortages as a loop that asks the rules of every pair, with lanes planted on every edge.
#include "engine/match/recheck/bound.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/match/report/shortage.h"
#include "tests/match/random_market.h"

namespace pasok::match::recheck {
namespace {

enum class Where : std::uint8_t { kAsDrawn, kDateLine, kPoles, kAntipodes, kNearby, kProvince };
constexpr int kWheres = 6;

Point DrawPoint(Where where, std::mt19937_64& random) {
  std::uniform_real_distribution<double> part(-1, 1);
  const auto near_line = [&](double width) {
    const double lng = 180 + width * part(random);
    return lng > 180 ? lng - 360 : lng;
  };
  switch (where) {
    case Where::kAsDrawn:
    case Where::kProvince:
      return {.lat = 2 * part(random), .lng = 110 + 3 * part(random)};
    case Where::kDateLine:
      return {.lat = -16 + part(random), .lng = near_line(1.5)};
    case Where::kPoles:
      return {.lat = 90 - std::abs(part(random)) * 0.1, .lng = 180 * part(random)};
    case Where::kAntipodes:
      return random() % 2 == 0 ? Point{.lat = 10 + 1e-5 * part(random), .lng = 20}
                               : Point{.lat = -10 + 1e-5 * part(random), .lng = -160};
    case Where::kNearby:
      return {.lat = 1e-4 * part(random), .lng = 110 + 1e-4 * part(random)};
  }
  return {};
}

Market DrawMarket(Where where, std::mt19937_64& random) {
  Market market = RandomMarket(random, {.most_suppliers = 40, .most_demand_points = 8});
  if (where == Where::kAsDrawn) return market;
  for (Supplier& supplier : market.dataset.suppliers) supplier.point = DrawPoint(where, random);
  for (DemandPoint& point : market.dataset.demand_points) point.point = DrawPoint(where, random);
  return market;
}

// The limit of each commodity's road becomes that of some pair, give or take a metre.
void PlantRadius(Market& market, std::mt19937_64& random) {
  const DayRules rules(market.dataset, market.policy, market.question.date, {}, {});
  for (std::size_t k = 0; k < market.policy.commodities.size(); ++k) {
    const std::vector<std::int32_t>& offers = rules.offers_of(static_cast<std::int32_t>(k));
    if (offers.empty() || rules.needs().empty()) continue;
    const DayOffer& offer = rules.offers()[offers[random() % offers.size()]];
    const Need& need = rules.needs()[random() % rules.needs().size()];
    const std::int64_t road = rules.Look(offer.supplier, need.demand_point).road->value;
    market.policy.commodities[k].max_distance =
        Metres{std::max<std::int64_t>(1, road + static_cast<std::int64_t>(random() % 3) - 1)};
  }
}

Prices PricesAtTheEdge(const Ground& ground, std::mt19937_64& random) {
  const DayRules& rules = ground.rules;
  Prices prices;
  prices.supplier.resize(ground.dataset.suppliers.size());
  for (std::size_t o = 0; o < rules.offers().size(); ++o) {
    prices.offer.push_back(static_cast<std::int64_t>(random() % 5'000) - 1'000);
  }
  for (const Need& need : rules.needs()) {
    std::int64_t& price = prices.need.emplace_back(0);
    const std::vector<std::int32_t>& offers = rules.offers_of(need.commodity);
    if (offers.empty()) continue;
    const std::int32_t o = offers[random() % offers.size()];
    const Sight sight = rules.Look(rules.offers()[o].supplier, need.demand_point);
    const Cost cost = rules.CostOf(rules.offers()[o], sight);
    price = cost.money + cost.preference + prices.offer[o] + static_cast<std::int64_t>(random() % 3) - 1;
  }
  return prices;
}

void ExpectAsTheRulesSay(const Ground& ground, const Prices& prices) {
  const DayRules& rules = ground.rules;
  Allocations nothing;
  nothing.sold.resize(rules.offers().size());
  nothing.served.resize(rules.needs().size());
  nothing.supplier_sold.resize(ground.dataset.suppliers.size());
  BehindStores none;
  const Bound bound = TakeBound(ground, prices, nothing, Agreements(), 0, none, 0, StopToken(), nullptr);
  ASSERT_TRUE(bound.whole);

  std::int64_t eligible = 0;
  Int128 value = 0;
  for (std::size_t n = 0; n < rules.needs().size(); ++n) {
    const Need& need = rules.needs()[n];
    OfferCensus census;
    for (std::int32_t o : rules.offers_of(need.commodity)) {
      const DayOffer& offer = rules.offers()[o];
      const Sight sight = rules.Look(offer.supplier, need.demand_point);
      if (const auto why_not = rules.WhyNot(offer, sight)) {
        census.Count(*why_not, offer.supplier, sight.road);
        continue;
      }
      const std::int64_t left = std::min(offer.capacity, rules.supplier_capacity(offer.supplier));
      census.CountLeft({.left = left, .room = need.lane_cap}, offer.supplier, *sight.road);
      ++eligible;
      const Cost cost = rules.CostOf(offer, sight);
      const Int128 gain = Int128{prices.need[n]} - prices.offer[o] - cost.money - cost.preference;
      if (gain > 0) value += gain * need.lane_cap;
    }
    Shortage whole;
    whole.demand_point = need.demand_point, whole.commodity = need.commodity, whole.quanta = need.quanta;
    const std::vector<Shortage> rows = ExplainShortage(census, whole, ground.dataset, ground.policy);
    ASSERT_EQ(bound.reasons[n].size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(bound.reasons[n][i].quanta, rows[i].quanta);
      EXPECT_EQ(bound.reasons[n][i].detail, rows[i].detail);
    }
  }
  EXPECT_EQ(bound.lanes_eligible, eligible);
  EXPECT_TRUE(bound.parts.lanes == value);
}

TEST(RecheckBound, SettlesEveryPairAsTheRulesDo) {
  std::mt19937_64 random(20261123);
  for (int i = 0; i < 60 * kWheres; ++i) {
    SCOPED_TRACE(i);
    Market market = DrawMarket(static_cast<Where>(i % kWheres), random);
    if (random() % 2 == 0) PlantRadius(market, random);
    const DayRules rules(market.dataset, market.policy, market.question.date, {}, market.question.taken);
    const SupplierIds supplier_ids(market.dataset);
    const Ground ground{.dataset = market.dataset,
                        .policy = market.policy,
                        .rules = rules,
                        .supplier_ids = supplier_ids,
                        .date = ""};
    ASSERT_NO_FATAL_FAILURE(ExpectAsTheRulesSay(ground, PricesAtTheEdge(ground, random)));
  }
}

}  // namespace
}  // namespace pasok::match::recheck
