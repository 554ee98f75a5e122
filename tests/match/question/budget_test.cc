// Budgets by the portion: what a kitchen may spend, who is over, and what the aim does about it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

constexpr const char* kRegions =
    "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,\n61.01.01,Sambas,,,\n"
    "61.01.01.2001,Satu,1.36,109.30,\n61.01.01.2002,Dua,1.30,109.25,\n";

// The cheap seller has enough for one of the two kitchens, and is next to Rich, who has portions to spare;
// the dear one is next to Poor, who has none.
Tiny TwoKitchens(const Files& more = {}) {
  Files files{
      {"regions.csv", kRegions},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nCHEAP,A,koperasi,61.01.01.2001\nDEAR,B,koperasi,61.01.01.2002\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
       "CHEAP,beras,10,10000\nDEAR,beras,100,12000\n"},
      {"demand_points.csv",
       "demand_id,name,kind,region,sd_1_3\nPOOR,P,sppg,61.01.01.2002,13\n"
       "RICH,R,sppg,61.01.01.2001,1000\n"},
      {"requirements.csv", "demand_id,commodity,kg\nPOOR,beras,10\nRICH,beras,10\n"}};
  files.insert(more.begin(), more.end());
  return ReadTiny(files);
}

std::int64_t OverOf(const Plan& plan) {
  std::int64_t over = 0;
  for (const PlannedBudget& row : plan.budgets) over += row.over();
  return over;
}

TEST(Budgets, AreSummedOverPortions) {
  Tiny tiny = TwoKitchens();
  tiny.policy.budget.mode = BudgetMode::kReport;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_EQ(plan.budgets.size(), 2u);
  EXPECT_EQ(plan.budgets[0].budget, 13 * 800'000);
  EXPECT_EQ(plan.budgets[1].budget, 1000 * 800'000);
  EXPECT_EQ(plan.budgets[0].money + plan.budgets[1].money, plan.totals.money);
  const auto report = std::ranges::find(plan.rules, Rule::kBudget, &RuleReport::rule);
  ASSERT_NE(report, plan.rules.end());
  EXPECT_EQ(report->over, OverOf(plan));
}

TEST(Budgets, TheAimGivesTheCheapFoodToWhoeverIsOver) {
  Tiny tiny = TwoKitchens();
  tiny.policy.budget.mode = BudgetMode::kReport;
  // Roads cost, so each buys next door.
  const Plan reported = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_GT(OverOf(reported), 0);
  tiny.policy.budget.mode = BudgetMode::kAim;
  const Plan aimed = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(OverOf(aimed), 0);
  EXPECT_EQ(aimed.totals.shortage, 0);
  EXPECT_GE(aimed.certificate.primal, reported.certificate.primal);
  EXPECT_EQ(aimed.certificate.dual, reported.certificate.dual) << "the bound knows no budgets";
  const Verification verification =
      Verify(tiny.dataset, "id", FilesOf(aimed, tiny.dataset, tiny.policy, "id"));
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
}

// POOR pays 120,000 for 10 kg, or 100,000 and the haulage of the cheap seller.
TEST(Budgets, ThatEvenTheCheapestPassesAreToldApart) {
  const auto example = [](std::int32_t portions) {
    // Without haulage nothing else would say who gets the cheap food.
    Tiny tiny = TwoKitchens({{"blocks.csv", "supplier_id,demand_id\nDEAR,RICH\n"}});
    for (CommodityRule& rule : tiny.policy.commodities) rule.haul_per_kg_km = {0};
    tiny.policy.budget.mode = BudgetMode::kReport;
    tiny.dataset.demand_points[0].recipients[static_cast<std::size_t>(RecipientGroup::kSd13)] = portions;
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    ExpectVerified(plan, tiny);
    return std::ranges::find(plan.rules, Rule::kBudget, &RuleReport::rule)->example;
  };
  EXPECT_EQ(example(13), "POOR, by Rp 16\u202F000");
  EXPECT_EQ(example(12),
            "POOR, by Rp 24\u202F000; even of the cheapest sellers alone its food would cost Rp 4\u202F000 "
            "too much");
}

TEST(Budgets, OfNothingAreBudgetsToo) {
  Tiny tiny = TwoKitchens();
  tiny.dataset.demand_points.front().recipients = {};
  tiny.policy.budget.per_portion = {};
  for (const BudgetMode mode : {BudgetMode::kReport, BudgetMode::kAim}) {
    tiny.policy.budget.mode = mode;
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    ASSERT_EQ(plan.budgets.size(), 1u) << "without recipients there is none";
    EXPECT_EQ(tiny.dataset.demand_points[plan.budgets[0].demand_point].id, "RICH");
    EXPECT_EQ(plan.budgets[0].budget, 0);
    EXPECT_GT(plan.budgets[0].money, 0);
    EXPECT_EQ(plan.budgets[0].over(), plan.budgets[0].money);
    EXPECT_EQ(plan.totals.shortage, 0);
    ExpectVerified(plan, tiny);
  }
}

TEST(Budgets, OffTheyLeaveNoTrace) {
  const Tiny tiny = TwoKitchens();
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(plan.budgets.empty());
  for (const RegisterFile& file : FilesOf(plan, tiny.dataset, tiny.policy, "id"))
    EXPECT_NE(file.name, "budgets.csv");
}

// Never more over than without the aim, never shorter, never below the bound; and the checker agrees, also
// that a forged figure is one.
TEST(Budgets, HoldOnRandomMarkets) {
  std::mt19937_64 random(81);
  int over = 0, helped = 0, forged = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market =
        RandomMarket(random, {.horizon = i % 2 == 1, .rules = i % 2 == 1, .aggregators = i % 4 < 2});
    market.policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(random() % 1'000'000)});
    if (i % 7 == 0) market.policy.budget.per_portion.fill({});
    for (DemandPoint& point : market.dataset.demand_points)
      point.recipients[i % kRecipientGroups] = static_cast<std::int32_t>(random() % 200);
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    market.policy.budget.mode = BudgetMode::kReport;
    const Plan reported = PlanOf(market.dataset, market.policy, market.question);
    market.policy.budget.mode = BudgetMode::kAim;
    const Plan aimed = PlanOf(market.dataset, market.policy, market.question);
    over += OverOf(reported) > 0;
    helped += OverOf(aimed) < OverOf(reported);
    EXPECT_LE(OverOf(aimed), OverOf(reported));
    EXPECT_LE(aimed.totals.penalty, reported.totals.penalty);
    EXPECT_GE(aimed.certificate.primal, aimed.certificate.dual);
    EXPECT_EQ(aimed.certificate.dual, reported.certificate.primal);
    std::vector<RegisterFile> files = FilesOf(aimed, market.dataset, market.policy, "id");
    const Verification verification = Verify(market.dataset, "id", files);
    ASSERT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    if (aimed.budgets.empty()) continue;
    Plan wrong = aimed;
    ++wrong.budgets.front().money;
    EXPECT_FALSE(
        Verify(market.dataset, "id", FilesOf(wrong, market.dataset, market.policy, "id")).findings.ok());
    ++forged;
  }
  EXPECT_GT(over, 50);
  EXPECT_GT(helped, 10);
  EXPECT_GT(forged, 50);
}

}  // namespace
}  // namespace pasok::match
