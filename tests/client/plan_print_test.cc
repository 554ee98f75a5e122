#include "client/plan_print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "client/plan_json.h"
#include "client/summary_print.h"
#include "tests/client/seen.h"

namespace pasok::client {
namespace {

using testing::HasSubstr;
using testing::Not;

// Elsewhere in the plan money is what somebody pays.
TEST(PlanPrint, SaysThatSurchargesAreInTheLastRank) {
  v1::Certificate certificate;
  certificate.set_lanes_eligible_proof(true);
  v1::RankTotal& rank = *certificate.add_ranks();
  rank.set_rank("money");
  rank.set_value_sen(12'300);
  EXPECT_THAT(CertificateLine(certificate), HasSubstr("each in its turn: money and surcharges Rp 123,"));
}

// Needs 100 kg, gets 90 for Rp 1,350,000 from two suppliers.
v1::Plan NinetyOfAHundred() {
  v1::Plan plan;
  plan.set_name("plans/3f2a");
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.set_date("2026-11-24");
  plan.add_regions("61.01");
  auto& summary = *plan.mutable_summary();
  summary.set_demand_grams(100'000);
  summary.set_allocated_grams(90'000);
  summary.set_shortage_grams(10'000);
  summary.set_money_sen(135'000'000);
  summary.set_preference_sen(450'050);
  summary.set_penalty_sen(1'000'000'000);
  summary.set_objective_sen(1'135'450'050);
  (*summary.mutable_share_by_tier())["desa"] = 0.75;
  (*summary.mutable_share_by_tier())["luar"] = 0.25;
  (*summary.mutable_share_by_kind())["koperasi"] = 0.25;
  (*summary.mutable_share_by_kind())["umkm_mikro"] = 0.75;
  summary.set_suppliers_used(2);
  summary.set_demand_points(1);
  summary.mutable_suppliers_per_demand_point()->set_min(2);
  summary.mutable_suppliers_per_demand_point()->set_median(2);
  summary.mutable_suppliers_per_demand_point()->set_max(2);
  auto& reason = *summary.add_shortage_reasons();
  reason.set_reason("out_of_range");
  reason.set_shortage_grams(10'000);
  reason.set_requirements(1);
  reason.set_example("the nearest telur is 412 km away");
  auto& certificate = *summary.mutable_certificate();
  certificate.set_primal_sen(1'135'450'050);
  certificate.set_dual_sen(1'135'450'050);
  certificate.set_lanes_eligible_proof(true);
  certificate.set_lanes_eligible(7);
  return plan;
}

TEST(PlanAsText, SaysWhatWhenAndWhere) {
  EXPECT_THAT(ToText(NinetyOfAHundred()),
              HasSubstr("Plan plans/3f2a, for 2026-11-24, region 61.01: succeeded\n"));
}

TEST(PlanAsText, SaysOfWhatAndUnderWhichPolicyItWasMade) {
  v1::Plan plan = NinetyOfAHundred();
  plan.set_dataset("datasets/45bb");
  plan.mutable_policy()->set_digest("0123456789abcdef");
  EXPECT_THAT(ToText(plan), HasSubstr("succeeded\nOf datasets/45bb, under the policy 0123456789abcdef.\n"));
  const std::string rows = ToText(PlansTable({plan}), 0);
  EXPECT_THAT(rows, HasSubstr(" policy"));
  EXPECT_THAT(rows, HasSubstr(" 01234567\n"));
  EXPECT_THAT(ToCsv(PlansTable({plan})), HasSubstr(",0123456789abcdef\n"));
}

TEST(PlanAsText, SaysHowToSeeWhatChanges) {
  v1::Plan plan = NinetyOfAHundred();
  plan.set_previous_plan("plans/0a1b");
  EXPECT_THAT(ToText(plan),
              HasSubstr("Follows on plans/0a1b: changes.csv of `pasok export plans/3f2a --out DIR` has "
                        "what changes.\n"));
}

TEST(PlanAsText, TellsNeedShortageAndWhyWithAnExample) {
  const std::string text = ToText(NinetyOfAHundred());
  EXPECT_THAT(text, testing::ContainsRegex("Need +100 kg   1 demand point\n"));
  EXPECT_THAT(text, testing::ContainsRegex("Shortage +10 kg   10.0 %\n"));
  EXPECT_THAT(text, testing::ContainsRegex("every offer is too far away +10 kg   1 requirement\n"));
  EXPECT_THAT(text, HasSubstr("e.g. the nearest telur is 412 km away"));
}

// Others may have plenty, and not be allowed to sell it.
TEST(PlanAsText, SaysOfThoseWhoMaySellAloneThatTheyAreSoldOut) {
  v1::Plan plan = NinetyOfAHundred();
  plan.mutable_summary()->mutable_shortage_reasons(0)->set_reason("capacity_exhausted");
  EXPECT_THAT(ToText(plan), testing::ContainsRegex("all who may sell are sold out +10 kg   1 requirement\n"));
}

TEST(PlanAsText, SaysThatSuppliersOfSeveralDaysAreCountedOverAll) {
  v1::Plan plan = NinetyOfAHundred();
  EXPECT_THAT(ToText(plan), HasSubstr("per demand point: least 2, median 2, most 2\n"));
  for (const char* date : {"2026-11-24", "2026-11-25", "2026-11-26"})
    plan.mutable_summary()->add_per_day()->set_date(date);
  EXPECT_THAT(ToText(plan), HasSubstr("per demand point over all 3 days: least 2, median 2, most 2\n"));
}

TEST(PlanAsText, KeepsMoneyApartFromPreference) {
  const std::string text = Seen(ToText(NinetyOfAHundred()));
  EXPECT_THAT(text, testing::ContainsRegex("Money +Rp 1_350_000   Rp 15_000 per kg\n"));
  EXPECT_THAT(text, testing::ContainsRegex("Preference +Rp 4_500.50   nobody pays this"));
  EXPECT_THAT(text, testing::ContainsRegex("Penalty +Rp 10_000_000   nor this"));
  EXPECT_THAT(text, testing::ContainsRegex("Objective +Rp 11_354_500.50   the sum"));
}

TEST(PlanAsText, DrawsSharesNearestFirstAndGreatestFirst) {
  const std::string text = ToText(NinetyOfAHundred());
  EXPECT_LT(text.find("  desa"), text.find("  luar"));
  EXPECT_LT(text.find("  umkm_mikro"), text.find("  koperasi"));
  EXPECT_THAT(text, HasSubstr("75.0 %  █████"));
}

TEST(PlanAsText, SaysWhatGapAndTimeWereAskedFor) {
  v1::Plan plan = NinetyOfAHundred();
  plan.set_gap_limit_percent(0.1);
  EXPECT_THAT(ToText(plan), HasSubstr("Asked for: a gap of at most 0.1 %.\n"));
  plan.set_time_limit_seconds(60);
  plan.mutable_summary()->set_stopped_early(true);
  EXPECT_THAT(ToText(plan),
              HasSubstr("Stopped at the time limit of 1 min 00 s: the best plan found by then.\n"));
}

TEST(PlanAsText, ShowsAnEmptyPlanWithoutShares) {
  v1::Plan plan;
  plan.set_state(v1::Plan::SUCCEEDED);
  plan.mutable_summary()->mutable_certificate()->set_lanes_eligible_proof(true);
  EXPECT_THAT(ToText(plan), testing::AllOf(HasSubstr("Proven optimal"), Not(HasSubstr("share of kg"))));
}

TEST(PlanAsText, ShowsWhyAPlanFailed) {
  v1::Plan plan;
  plan.set_state(v1::Plan::FAILED);
  plan.mutable_error()->set_message("the question doesn't fit the dataset");
  EXPECT_THAT(ToText(plan), HasSubstr("failed\nthe question doesn't fit the dataset\n"));
}

TEST(CertificateLine, ClaimsAnOptimumOnlyWhereBothBoundsMeetOverAllLanes) {
  auto certificate = NinetyOfAHundred().summary().certificate();
  EXPECT_EQ(
      Seen(CertificateLine(certificate)),
      "Proven optimal: primal Rp 11_354_500.50 = dual Rp 11_354_500.50, over 7 eligible lanes, checked by "
      "code apart from the solver.");
  certificate.set_gap_sen(100);
  certificate.set_gap_percent(0.05);
  EXPECT_THAT(CertificateLine(certificate), HasSubstr("within Rp 1 (0.05 % of the money) of it"));
  certificate.set_gap_percent(0);  // of no money
  EXPECT_THAT(CertificateLine(certificate), HasSubstr("within Rp 1 of it"));
  certificate.set_lanes_eligible_proof(false);
  EXPECT_THAT(CertificateLine(certificate), HasSubstr("Not proven"));
}

TEST(PlanAsJson, HasTheKeysThatScriptsRelyOn) {
  const auto json = ToJson(NinetyOfAHundred());
  EXPECT_EQ(json["name"], "plans/3f2a");
  EXPECT_EQ(json["state"], "succeeded");
  EXPECT_EQ(json["regions"], nlohmann::ordered_json::array({"61.01"}));
  const auto& summary = json["summary"];
  EXPECT_EQ(summary["demand_kg"], 100.0);
  EXPECT_EQ(summary["money_idr"], "1350000.00");
  EXPECT_EQ(summary["preference_idr"], "4500.50");
  EXPECT_EQ(summary["share_by_tier"].dump(), R"({"desa":0.75,"luar":0.25})");
  EXPECT_EQ(summary["certificate"]["dual_idr"], "11354500.50");
  EXPECT_EQ(summary["certificate"]["lanes_eligible_proof"], true);
  EXPECT_EQ(summary["shortage_reasons"][0]["reason"], "out_of_range");
}

TEST(PlanAsJson, HasNoShareOfNoMoneyAsTheGap) {
  v1::Plan plan = NinetyOfAHundred();
  EXPECT_EQ(ToJson(plan)["summary"]["certificate"]["gap_percent"], 0.0);
  plan.mutable_summary()->mutable_certificate()->set_gap_sen(100);
  EXPECT_EQ(ToJson(plan)["summary"]["certificate"]["gap_percent"], nullptr) << "as in summary.json";
}

TEST(PlansTable, HasARowForEachPlan) {
  const Table table = PlansTable({NinetyOfAHundred(), v1::Plan()});
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0][0].text, "plans/3f2a");
  EXPECT_EQ(table.rows[0].size(), table.columns.size());
}

TEST(PlansTable, TellsHowManyDaysAPlanHas) {
  v1::Plan plan = NinetyOfAHundred();
  plan.set_days(2);
  const auto json = ToJson(PlansTable({plan, v1::Plan()}));
  EXPECT_EQ(json[0]["days"], 2);
  EXPECT_EQ(json[1]["days"], 1);
}

TEST(PlansTable, ShowsPeopleAFewOfManyRegionsAndNeverHalfACode) {
  v1::Plan plan = NinetyOfAHundred();
  for (const char* code : {"61.02", "61.03", "61.04", "61.05"}) plan.add_regions(code);
  const Table table = PlansTable({plan});
  EXPECT_THAT(ToText(table, 0), HasSubstr("61.01 61.02 61.03 +2"));
  EXPECT_EQ(ToJson(table)[0]["regions"], "61.01 61.02 61.03 61.04 61.05");
  EXPECT_THAT(ToText(table, 40), testing::Not(HasSubstr("…")));
}

TEST(PlansTable, LeavesFiguresOutThatAPlanHasNot) {
  const auto json = ToJson(PlansTable({NinetyOfAHundred(), v1::Plan()}));
  EXPECT_EQ(json[0]["shortage_kg"], 10.0);
  for (const char* figure : {"demand_kg", "shortage_kg", "money_idr"})
    EXPECT_TRUE(json[1][figure].is_null()) << figure;
}

}  // namespace
}  // namespace pasok::client
