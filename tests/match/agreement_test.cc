// On random markets the plan costs what LEMON and Clp find for a network built by the checker's reading of
// the rules, the prices prove it, and the checker accepts the files.
#include <gtest/gtest.h>

#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/match/recheck/rules.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// Every eligible lane, straight from dataset and policy: source -> supplier -> offer -> need, and the
// shortages; each day beside the others.
flow::Problem BuildByTheRules(const Market& market, const std::optional<Date>& date) {
  std::vector<recheck::DayRules> days;
  std::int64_t all_needs = 0;
  for (std::int32_t i = 0; i < market.question.days; ++i) {
    const std::optional<Date> day = date ? std::optional(Date{date->days + i}) : std::nullopt;
    days.emplace_back(market.dataset, market.policy, day, std::vector<std::int32_t>{}, market.question.taken);
    for (const recheck::Need& need : days.back().needs()) all_needs += need.quanta;
  }
  flow::Problem problem;
  const std::int32_t source = problem.AddNode(all_needs);
  for (const recheck::DayRules& rules : days) {
    std::vector<std::int32_t> aggregator_node, supplier_node, offer_node;
    for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
      aggregator_node.push_back(problem.AddNode(0));
      problem.AddArc(source, aggregator_node[s], std::min(rules.handling_capacity(s), all_needs), 0);
    }
    for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
      const std::int32_t via = market.policy.aggregators ? market.dataset.suppliers[s].via : kNone;
      supplier_node.push_back(problem.AddNode(0));
      problem.AddArc(via == kNone ? source : aggregator_node[via], supplier_node[s],
                     std::min(rules.supplier_capacity(s), all_needs), 0);
    }
    for (const recheck::DayOffer& offer : rules.offers()) {
      offer_node.push_back(problem.AddNode(0));
      problem.AddArc(supplier_node[offer.supplier], offer_node.back(), offer.capacity, 0);
    }
    for (const recheck::Need& need : rules.needs()) {
      const std::int32_t node = problem.AddNode(-need.quanta);
      problem.AddArc(source, node, need.quanta, need.penalty);
      for (std::int32_t o : rules.offers_of(need.commodity)) {
        const recheck::DayOffer& offer = rules.offers()[o];
        const recheck::Sight sight = rules.Look(offer.supplier, need.demand_point);
        if (rules.WhyNot(offer, sight)) continue;
        const recheck::Cost cost = rules.CostOf(offer, sight);
        problem.AddArc(offer_node[o], node, need.lane_cap, cost.money + cost.preference);
      }
    }
  }
  return problem;
}

class Agreement : public testing::TestWithParam<MarketShape> {};
INSTANTIATE_TEST_SUITE_P(Shapes, Agreement,
                         testing::Values(MarketShape{}, MarketShape{.rules = true},
                                         MarketShape{.horizon = true, .rules = true},
                                         MarketShape{.most_suppliers = 20, .aggregators = true},
                                         MarketShape{.rules = true, .aggregators = true},
                                         MarketShape{.horizon = true, .rules = true, .aggregators = true}));

TEST_P(Agreement, OfPlanLemonClpPricesAndChecker) {
  std::mt19937_64 random(61);
  std::int64_t with_shortage = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, GetParam());
    if (GetParam().horizon && !BuildInstance(market.dataset, market.policy, market.question).instance)
      continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    const flow::Problem oracle = BuildByTheRules(market, plan.date);
    ASSERT_EQ(plan.certificate.primal, static_cast<std::int64_t>(peers::LemonNetworkSimplex(oracle).cost));
    ASSERT_EQ(plan.certificate.primal, static_cast<std::int64_t>(peers::Clp(oracle).cost));
    ASSERT_EQ(plan.certificate.dual, plan.certificate.primal);

    const auto files = FilesOf(plan, market.dataset, market.policy, "id");
    const Verification verification = Verify(market.dataset, "id", files);
    ASSERT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    ASSERT_TRUE(verification.optimal);
    ASSERT_EQ(verification.lanes_checked, plan.certificate.lanes_eligible);
    with_shortage += plan.totals.shortage > 0;
  }
  EXPECT_GT(with_shortage, 100) << "the markets must be scarce often enough to mean something";
}

TEST(AgreementOfTies, OnMarketsWithManyTies) {
  std::mt19937_64 random(62);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_suppliers = 20, .most_demand_points = 8, .commodities = 2});
    for (Offer& offer : market.dataset.offers) offer.price = {1'000'000}, offer.capacity_per_day = {10'000};
    for (CommodityRule& rule : market.policy.commodities) rule.haul_per_kg_km = {0};
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    ASSERT_EQ(plan.certificate.primal,
              static_cast<std::int64_t>(peers::LemonNetworkSimplex(BuildByTheRules(market, plan.date)).cost));
    ASSERT_EQ(plan.certificate.dual, plan.certificate.primal);
  }
}

}  // namespace
}  // namespace pasok::match
