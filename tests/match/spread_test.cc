// Fair spread: the cost of an offer rises with what it gives, the plan is the best one all the same, and the
// checker finds whoever says otherwise.
#include "engine/match/spread.h"

#include <gmock/gmock.h>

#include <functional>
#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/match/files/recall.h"
#include "engine/match/plan.h"
#include "engine/match/proof.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kSteps =
    "version: 1\nfair_spread:\n  - {above_share: 0.5, surcharge_idr_per_kg: 300}\n"
    "  - {above_share: 0.8, surcharge_idr_per_kg: 800}\ncommodities:\n  beras: {haul_idr_per_kg_km: 0}\n";

// A, B and C each sell 100 kg of rice, B for Rp 200 more than A, C for Rp 700 more; K needs so many kg.
Files ThreeSellers(int need, const std::string& policy = kSteps) {
  return {{"policy.yaml", policy},
          {"suppliers.csv",
           "supplier_id,name,kind,region,capacity_kg_per_day,registered_on\n"
           "A,Toko A,koperasi,61.01.01.2001,,\nB,Toko B,koperasi,61.01.01.2001,,\n"
           "C,Toko C,koperasi,61.01.01.2001,,\n"},
          {"offers.csv",
           "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"
           "B,beras,100,10200\nC,beras,100,10700\n"},
          {"requirements.csv", "demand_id,commodity,kg\nK,beras," + std::to_string(need) + "\n"}};
}

Plan Checked(const Tiny& tiny, const Question& question = {}) {
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  ExpectVerified(plan, tiny);
  return plan;
}

TEST(Spread, FillsTheCheapPartsOfAllFirst) {
  // 0 A to 50; 200 B to 50; 300 A to 80; 500 B to 80; 700 C to 50; 800 A to 100; 1,000 B and C.
  for (const auto& [need, given] :
       std::vector<std::pair<int, std::vector<std::string>>>{{50, {"A 50"}},
                                                             {80, {"A 50", "B 30"}},
                                                             {120, {"A 70", "B 50"}},
                                                             {160, {"A 80", "B 80"}},
                                                             {190, {"A 80", "B 80", "C 30"}},
                                                             {225, {"A 95", "B 80", "C 50"}}}) {
    const Tiny tiny = ReadTiny(ThreeSellers(need));
    EXPECT_EQ(SoldRows(Checked(tiny), tiny.dataset), given) << need;
  }
}

TEST(Spread, IsAPreferenceThatNobodyPays) {
  const Tiny tiny = ReadTiny(ThreeSellers(225));
  const Plan plan = Checked(tiny);
  EXPECT_EQ(plan.totals.money, (95 * 10'000 + 80 * 10'200 + 50 * 10'700) * 100);
  const std::int64_t spread = (2 * 30 * 300 + 15 * 800) * 100;
  EXPECT_EQ(plan.totals.spread, spread);
  EXPECT_EQ(plan.totals.preference, spread) << "nobody else asks for any";
  EXPECT_EQ(plan.certificate.primal, plan.totals.money + spread);
  ASSERT_EQ(plan.days.size(), 1u);
  EXPECT_EQ(plan.days[0].preference, spread);
  ASSERT_EQ(plan.rules.size(), 1u);
  EXPECT_THAT(plan.rules[0].steps, ElementsAre(SpreadTally{2, 45 + 30}, SpreadTally{1, 15}));
  EXPECT_EQ(
      Sentence(plan.rules[0], tiny.policy, 1),
      "of 3 offers in use 2 give more than 0.5 of their capacity, by 75 kg in all, 1 gives more than 0.8 "
      "of its capacity, by 15 kg in all; surcharges of Rp 30\u202F000");
}

TEST(Spread, AShortageIsCheaperThanASurchargeAboveIt) {
  Tiny tiny = ReadTiny(ThreeSellers(300));
  tiny.policy.shortage_penalty = {1'070'000};
  const Plan plan = Checked(tiny);
  EXPECT_EQ(plan.totals.shortage, 300 - 80 - 80);
  EXPECT_THAT(plan.shortages, ElementsAre(Field(&Shortage::reason, ShortageReason::kAbovePenalty)));
}

// Shares are of the offer, within its supplier's total, on probation, before anybody took of it.
TEST(Spread, TakesSharesOfWhatCouldBeGiven) {
  Files files = ThreeSellers(100);
  files["suppliers.csv"] =
      "supplier_id,name,kind,region,capacity_kg_per_day,registered_on\nA,Toko A,koperasi,61.01.01.2001,60,\n"
      "B,Toko B,koperasi,61.01.01.2001,,2026-11-01\nC,Toko C,koperasi,61.01.01.2001,,\n";
  files["policy.yaml"] += "probation: {days: 90, max_share_of_capacity: 0.4}\n";
  const Tiny tiny = ReadTiny(files);
  const Instance instance = InstanceOf(
      tiny, {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {{"C", "beras", Grams{57'500}}}});
  ASSERT_EQ(instance.offers.size(), 3u);
  const auto pieces = [&](std::int32_t offer) {
    std::vector<std::pair<std::int64_t, std::int64_t>> list;
    for (const SpreadPiece& piece : PiecesOf(instance, offer))
      list.emplace_back(piece.quanta, piece.surcharge);
    return list;
  };
  using Pieces = std::vector<std::pair<std::int64_t, std::int64_t>>;
  EXPECT_EQ(pieces(0), (Pieces{{30, 0}, {18, 30'000}, {52, 80'000}})) << "of 60 kg";
  EXPECT_EQ(pieces(1), (Pieces{{20, 0}, {12, 30'000}, {8, 80'000}})) << "of 40 kg";
  EXPECT_EQ(pieces(2), (Pieces{{22, 30'000}, {20, 80'000}})) << "58 quanta of 100 are gone";
  EXPECT_EQ(SpreadCost(instance, 2, 23), 22 * 30'000 + 80'000);
  EXPECT_EQ(NextSurcharge(instance, 2, 21), 30'000);
  EXPECT_EQ(NextSurcharge(instance, 2, 22), 80'000);
}

TEST(Spread, OffIsAsIfItWereNot) {
  std::mt19937_64 random(1126);
  for (int i = 0; i < 100; ++i) {
    Market market = RandomMarket(random, {.rules = true, .contracts = i % 2 == 0});
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    for (const RegisterFile& file : FilesOf(plan, market.dataset, market.policy, "id"))
      EXPECT_THAT(file.content, testing::Not(HasSubstr("spread"))) << file.name;
    // Steps that nobody comes to change nothing but the report.
    market.policy.fair_spread = {{.above_share = {999'999}, .surcharge = {1}}};
    for (Offer& offer : market.dataset.offers) offer.capacity_per_day.value = 0;
    const Plan nothing = PlanOf(market.dataset, market.policy, market.question);
    EXPECT_EQ(nothing.totals.spread, 0);
  }
}

// Each quantum of an offer an arc of its own, straight from the policy's steps.
Int128 ByLemon(const Instance& instance, const LaneRule& rule) {
  flow::Problem problem;
  std::int64_t need = 0;
  for (const RequirementRow& row : instance.requirements) need += row.need;
  problem.AddNode(need);
  std::vector<std::int32_t> aggregator, supplier, offer, requirement;
  for (const AggregatorRow& row : instance.aggregators) {
    aggregator.push_back(problem.AddNode(0));
    problem.AddArc(0, aggregator.back(), std::min(row.capacity, 2 * need), 0);
  }
  for (const SupplierRow& row : instance.suppliers) {
    supplier.push_back(problem.AddNode(0));
    problem.AddArc(row.aggregator == kNone ? 0 : aggregator[row.aggregator], supplier.back(),
                   std::min(row.capacity, 2 * need), 0);
  }
  for (const OfferRow& row : instance.offers) {
    offer.push_back(problem.AddNode(0));
    for (std::int64_t i = 0; i < std::min(row.capacity, 2 * need); ++i) {
      std::int64_t surcharge = 0;
      for (const SpreadStep& step : instance.policy.fair_spread) {
        const bool is_beyond = row.given + i >= static_cast<std::int64_t>(Int128{step.above_share.value} *
                                                                          row.whole / 1'000'000);
        if (is_beyond) surcharge = (step.surcharge.value * instance.policy.quantum.value + 500) / 1000;
      }
      problem.AddArc(supplier[row.supplier], offer.back(), 1, surcharge);
    }
  }
  for (const RequirementRow& row : instance.requirements) {
    requirement.push_back(problem.AddNode(-row.need));
    problem.AddArc(0, requirement.back(), row.need, row.penalty);
  }
  for (const Transfer& transfer : instance.transfers) {
    problem.AddArc(transfer.from == kNone ? 0 : requirement[transfer.from], requirement[transfer.to],
                   transfer.capacity, transfer.cost);
  }
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost lane = rule.Cost(o, r);
      if (lane.ineligible != Ineligible::kNo) continue;
      problem.AddArc(offer[o], requirement[r], instance.LaneCap(o, r), lane.unit(), instance.Reserved(o, r));
    }
  }
  return peers::LemonNetworkSimplex(problem).cost;
}

MarketShape ShapeOf(int i) {
  return {.most_suppliers = i % 7 == 0 ? 30 : 12,
          .horizon = i % 5 == 0,
          .rules = i % 2 == 0,
          .contracts = i % 3 == 0,
          .kept = i % 10 == 0,
          .aggregators = i % 4 == 0,
          .spread = true};
}

TEST(Spread, CostsWhatTheNetworkOfSingleQuantaCosts) {
  std::mt19937_64 random(20261128);
  int spread = 0, cases = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, ShapeOf(i));
    // Neither smaller quanta nor larger capacities: an arc for each.
    market.policy.quantum.value = std::max<std::int64_t>(market.policy.quantum.value, 500);
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    const Instance& instance = *reading.instance;
    const LaneRule rule(instance);
    const MatchResult result = Match(instance, rule, {.threads = 1 + i % 2}, StopToken(), nullptr);
    ASSERT_TRUE(result.matching);
    const Matching& matching = *result.matching;
    ASSERT_EQ(Int128{matching.objective}, ByLemon(instance, rule));
    // What shares a store is split here, and the bound holds for any split.
    ASSERT_TRUE(matching.bound == matching.objective || !instance.stores.empty());
    const Proof proof = ProveOverAllLanes(instance, rule, matching, 1, StopToken(), nullptr);
    ASSERT_EQ(proof.parts.value(), Int128{matching.bound});
    for (std::size_t f = 1; f < matching.flows.size(); ++f) {
      const LaneFlow &before = matching.flows[f - 1], &flow = matching.flows[f];
      ASSERT_LT(std::pair(before.requirement, before.offer), std::pair(flow.requirement, flow.offer));
    }
    ++cases;
    spread += SpreadCost(instance, matching.flows) > 0;
  }
  EXPECT_GT(cases, 500);
  EXPECT_GT(spread, 150);
}

// Plans of every kind: optimal, accepted by the checker, and between the plan without the rule and what that
// would cost with it.
TEST(Spread, HoldsOnRandomMarkets) {
  std::mt19937_64 random(20261129);
  int better = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, ShapeOf(i));
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const SolveResult answer =
        Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
    ExpectVerified(plan, market);
    Policy off = market.policy;
    off.fair_spread.clear();
    const SolveResult without = Solve(market.dataset, off, market.question, {}, StopToken(), nullptr);
    const Matching& plain = without.solved->matching;
    EXPECT_LE(plain.objective, plan.certificate.primal);
    const auto at_its_cost = Int128{plain.objective} + SpreadCost(answer.solved->instance, plain.flows);
    EXPECT_LE(plan.certificate.primal, at_its_cost);
    better += plan.certificate.primal < at_its_cost;
  }
  EXPECT_GT(better, 50);
}

// Rules that are steered around the network see the same cost.
TEST(Spread, HoldsWhereOtherRulesMoveThePlan) {
  std::mt19937_64 random(20261130);
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = i % 3 == 0,
                                          .rules = true,
                                          .contracts = i % 4 == 0,
                                          .aggregators = i % 5 == 0,
                                          .deliveries = i % 2 == 0,
                                          .spread = true});
    Policy& policy = market.policy;
    if (i % 3 == 1) {
      policy.sharing.mode = SharingMode::kAim;
      policy.sharing.most.fill({400'000});
    }
    if (i % 3 == 2) policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 3};
    policy.budget.mode = i % 5 == 2 ? BudgetMode::kAim : BudgetMode::kOff;
    policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(random() % 1'000'000)});
    for (DemandPoint& point : market.dataset.demand_points)
      point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    if (!BuildInstance(market.dataset, policy, market.question).instance) continue;
    const SolveResult answer = Solve(market.dataset, policy, market.question, {}, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    EXPECT_EQ(plan.certificate.primal, answer.solved->matching.objective);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    ExpectVerified(plan, market.dataset, policy);
  }
}

TEST(Spread, APlanStoppedEarlyCostsWhatItsOffersGive) {
  std::mt19937_64 random(20261201);
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        RandomMarket(random, {.most_suppliers = 40, .most_demand_points = 12, .spread = true});
    MatchOptions options;
    options.gap = 0.5;
    const SolveResult answer =
        Solve(market.dataset, market.policy, market.question, options, StopToken(), nullptr);
    ASSERT_TRUE(answer.solved);
    const Plan plan = PlanOf(*answer.solved, 1, StopToken(), nullptr);
    EXPECT_EQ(plan.certificate.primal, answer.solved->matching.objective);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    ExpectVerified(plan, market);
  }
}

TEST(Spread, IsRecalledFromFiles) {
  const Tiny tiny = ReadTiny(ThreeSellers(225));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  FindingLog log;
  const PlanRows rows =
      ReadPlanRows(FilesOf(plan, tiny.dataset, tiny.policy, "id"), tiny.dataset, tiny.policy, log);
  const Recalled recalled = Recall(tiny.dataset, tiny.policy, {}, rows, 1, StopToken());
  ASSERT_TRUE(recalled.solved) << Lines(recalled.findings);
  EXPECT_EQ(recalled.solved->matching.objective, plan.certificate.primal);
  EXPECT_FALSE(recalled.solved->matching.stopped);
}

// Files of a plan in which something else is said.
std::string FindingsOf(const Tiny& tiny, const std::function<void(Plan&)>& change) {
  Plan plan = PlanOf(tiny.dataset, tiny.policy);
  change(plan);
  return Lines(Verify(tiny.dataset, "id", FilesOf(plan, tiny.dataset, tiny.policy, "id")).findings);
}

TEST(Spread, TamperedPlansAreFound) {
  const Tiny tiny = ReadTiny(ThreeSellers(225));
  EXPECT_THAT(FindingsOf(tiny, [](Plan&) {}), IsEmpty());
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { plan.totals.spread += 100; }), HasSubstr("spread_idr"));
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { plan.totals.preference -= plan.totals.spread; }),
              HasSubstr("preference_idr"));
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { ++plan.rules[0].steps[1].offers; }),
              HasSubstr("rules/fair_spread/steps/1/offers"));
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { ++plan.rules[0].steps[0].quanta; }),
              HasSubstr("rules/fair_spread/steps/0/kg"));
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { plan.rules[0].steps.pop_back(); }),
              HasSubstr("rules/fair_spread/steps"));
  EXPECT_THAT(FindingsOf(tiny, [](Plan& plan) { ++plan.certificate.parts.offers; }),
              HasSubstr("dual_parts_idr/offers"));
  // 5 kg of A come from B, which counts as much beyond its 80 kg: only how many are beyond is wrong.
  EXPECT_THAT(FindingsOf(tiny,
                         [](Plan& plan) {
                           plan.allocations[0].quanta -= 5;
                           plan.allocations[1].quanta += 5;
                           plan.totals.money += 5 * 20'000;
                           plan.certificate.primal += 5 * 20'000;
                         }),
              AllOf(HasSubstr("rules/fair_spread/steps/1/offers"), testing::Not(HasSubstr("spread_idr"))));
  // 5 kg of A beyond its 80 kg come from C's first 50 kg, so that they count less.
  Tiny less = ReadTiny(ThreeSellers(220));
  less.policy.fair_spread.pop_back();
  EXPECT_THAT(FindingsOf(less,
                         [](Plan& plan) {
                           plan.allocations[0].quanta -= 5;
                           plan.allocations.back().quanta += 5;
                           plan.totals.money += 5 * 70'000;
                           plan.certificate.primal += 5 * 70'000;
                         }),
              AllOf(HasSubstr("preference_idr"), HasSubstr("spread_idr"), HasSubstr("primal_idr")));

  // The same plan against another policy.
  const Tiny other = ReadTiny(ThreeSellers(225, std::string(kSteps) + "# \n"));
  Tiny dearer = other;
  dearer.policy.fair_spread[1].surcharge.value += 100;
  const std::string found =
      Lines(Verify(dearer.dataset, "id",
                   FilesOf(PlanOf(tiny.dataset, tiny.policy), tiny.dataset, dearer.policy, "id"))
                .findings);
  EXPECT_THAT(found, HasSubstr("spread_idr"));
}

}  // namespace
}  // namespace pasok::match
