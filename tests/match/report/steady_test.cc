// Plans that follow on an earlier one: what changes, what that costs, and who keeps a risky food's supplier.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

constexpr const char* kOneDesa =
    "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,\n61.01.01,Sambas,,,\n61.01.01.2001,Satu,1.36,"
    "109.30,\n";

// Two kitchens; A is the cheaper supplier of chicken, B the other.
Tiny TwoKitchens() {
  return ReadTiny(
      {{"regions.csv", kOneDesa},
       {"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,100,35000\nB,ayam,100,35400\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,30\nL,ayam,20\n"}});
}

Question After(const std::vector<Delivered>& previous) {
  Question question;
  question.previous = previous;
  return question;
}

const std::vector<Delivered> kFromB = {
    {.demand_id = "K", .commodity = "ayam", .supplier_id = "B", .weight = {30'000}},
    {.demand_id = "L", .commodity = "ayam", .supplier_id = "B", .weight = {25'000}},
    {.demand_id = "GONE", .commodity = "x", .supplier_id = "Z", .weight = {500}}};

std::vector<std::string> InWords(const Plan& plan) {
  std::vector<std::string> words;
  for (const PlannedChange& row : plan.changes.changes)
    words.push_back(row.demand_id + ' ' + row.supplier_id + ' ' + std::string(ToWord(row.change())));
  return words;
}

TEST(Steady, ChangesAreListedAlsoWithoutAnyCost) {
  const Tiny tiny = TwoKitchens();
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, After(kFromB));
  EXPECT_EQ(InWords(plan), (std::vector<std::string>{"GONE Z removed", "K A added", "K B removed",
                                                     "L A added", "L B removed"}));
  EXPECT_EQ(plan.changes.from_new, 50);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  ASSERT_EQ(plan.rules.back().rule, Rule::kSteady);
  ExpectVerified(plan, tiny);
}

TEST(Steady, TheSurchargeKeepsASupplierThatIsLittleDearer) {
  Tiny tiny = TwoKitchens();
  tiny.policy.steady.surcharge = {300'00};
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy, After(kFromB)).changes.from_new, 50)
      << "Rp 400 are more than 300";
  tiny.policy.steady.surcharge = {500'00};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, After(kFromB));
  EXPECT_EQ(plan.changes.from_new, 0);
  EXPECT_EQ(InWords(plan), (std::vector<std::string>{"GONE Z removed", "L B less"}));
  EXPECT_EQ(plan.certificate.primal - plan.certificate.dual, 50 * 400'00)
      << "the gap is what steadiness costs";
  ExpectVerified(plan, tiny);
}

TEST(Steady, OnlyAShareOfTheKitchensMayChangeTheSupplierOfARiskyFood) {
  Tiny tiny = TwoKitchens();
  tiny.policy.steady.risky = {"ayam"};
  tiny.policy.steady.most_changed = {500'000};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, After(kFromB));
  EXPECT_EQ(plan.changes.compared, 2);
  EXPECT_EQ(plan.changes.changed, (std::vector<std::string>{"K"})) << "L has less to change";
  EXPECT_TRUE(plan.rules.back().kept);
  ExpectVerified(plan, tiny);
}

// B has gone and A has chicken for one kitchen: of the two that had some, one gets another supplier, one
// nothing.
TEST(Steady, AKitchenThatGoesShortStillCountsAmongThoseThatHadIt) {
  Tiny tiny = TwoKitchens();
  tiny.dataset.suppliers[1].active = false;
  tiny.dataset.offers[0].capacity_per_day = {20'000};
  tiny.dataset.requirements[0].need = {20'000};
  tiny.policy.steady.risky = {"ayam"};
  tiny.policy.steady.most_changed = {500'000};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, After(kFromB));
  EXPECT_EQ(plan.totals.shortage, 20);
  EXPECT_EQ(plan.changes.compared, 2);
  EXPECT_EQ(plan.changes.changed.size(), 1U);
  EXPECT_TRUE(plan.rules.back().kept);
  ExpectVerified(plan, tiny);
}

// Nothing may go to L: it counts among the two that had some, so that K may change, as the report says.
TEST(Steady, AKitchenThatNobodyMayServeStillCountsAmongThoseThatHadIt) {
  Tiny tiny = TwoKitchens();
  for (std::int32_t supplier = 0; supplier < 2; ++supplier)
    tiny.dataset.blocks.push_back({.supplier = supplier, .demand_point = 1, .reason = ""});
  tiny.policy.steady.risky = {"ayam"};
  tiny.policy.steady.most_changed = {500'000};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, After(kFromB));
  EXPECT_EQ(plan.changes.compared, 2);
  EXPECT_EQ(plan.changes.changed, (std::vector<std::string>{"K"})) << "half of two may";
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual) << "nothing is paid to keep B";
  ExpectVerified(plan, tiny);
}

TEST(Steady, WithoutAnEarlierPlanItLeavesNoTrace) {
  Tiny tiny = TwoKitchens();
  tiny.policy.steady.surcharge = {500'00};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(std::ranges::count(plan.rules, Rule::kSteady, &RuleReport::rule), 0);
  for (const RegisterFile& file : FilesOf(plan, tiny.dataset, tiny.policy, "id"))
    EXPECT_TRUE(file.name != "previous.csv" && file.name != "changes.csv");
}

// A dearer market after a plan of a cheaper one: never shorter than without steadiness by what penalties say,
// never more from new suppliers, never below the bound, and as the checker counts; also that a forged count
// is found.
TEST(Steady, HoldsOnRandomMarkets) {
  std::mt19937_64 random(117);
  int moved = 0, steadier = 0, fewer = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market =
        RandomMarket(random, {.horizon = i % 2 == 1, .rules = i % 2 == 1, .aggregators = i % 4 < 2});
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    for (const std::string& commodity : market.dataset.commodities) {
      if (random() % 2 == 0) market.policy.steady.risky.push_back(commodity);
    }
    const Plan before = PlanOf(market.dataset, market.policy, market.question);
    for (const Allocation& row : before.allocations) {
      market.question.previous.push_back({.demand_id = market.dataset.demand_points[row.demand_point].id,
                                          .commodity = market.dataset.commodities[row.commodity],
                                          .supplier_id = market.dataset.suppliers[row.supplier].id,
                                          .weight = {row.quanta * before.quantum.value}});
    }
    if (market.question.previous.empty()) continue;
    for (Offer& offer : market.dataset.offers)
      offer.price.value += static_cast<std::int64_t>(random() % 3'000'000);
    const Plan plain = PlanOf(market.dataset, market.policy, market.question);
    market.policy.steady.surcharge = {static_cast<std::int64_t>(random() % 2'000'000)};
    market.policy.steady.most_changed = {static_cast<std::int64_t>(random() % 500'000)};
    const Plan steady = PlanOf(market.dataset, market.policy, market.question);
    moved += plain.changes.from_new > 0;
    steadier += steady.changes.from_new < plain.changes.from_new;
    fewer += steady.changes.changed.size() < plain.changes.changed.size();
    EXPECT_LE(steady.changes.from_new, plain.changes.from_new);
    EXPECT_EQ(steady.certificate.dual, plain.certificate.primal);
    EXPECT_GE(steady.certificate.primal, steady.certificate.dual);
    ExpectVerified(steady, market);
    Plan forged = steady;
    ++forged.rules.back().broken;
    EXPECT_FALSE(
        Verify(market.dataset, "id", FilesOf(forged, market.dataset, market.policy, "id")).findings.ok());
    if (steady.changes.changes.empty()) continue;
    forged = steady;
    forged.changes.changes.pop_back();
    EXPECT_FALSE(
        Verify(market.dataset, "id", FilesOf(forged, market.dataset, market.policy, "id")).findings.ok());
  }
  EXPECT_GT(moved, 10);
  EXPECT_GT(steadier, 10);
  EXPECT_GT(fewer, 10);
}

}  // namespace
}  // namespace pasok::match
