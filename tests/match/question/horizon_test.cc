// Several days: which are planned, what holds on each, and that together they cost what they cost apart.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "engine/match/files/recall.h"
#include "engine/match/plan.h"
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

Question From(std::string_view date, std::int32_t days) {
  return {.date = ParseDate(date), .regions = {}, .taken = {}, .days = days};
}

// "2026-11-23 10": the needs of each planned day, in kg.
std::vector<std::string> Needs(const Plan& plan) {
  std::vector<std::string> needs;
  for (const DayTotals& day : plan.days)
    needs.push_back((day.date ? ToIso(*day.date) : "undated") + " " + std::to_string(day.demand));
  return needs;
}

TEST(ServiceDays, AreTheWeekdaysOfThePolicy) {
  Tiny tiny = ReadTiny({});
  tiny.policy.service_weekdays = 0b0011111;
  // 2026-11-27 is a Friday.
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, From("2026-11-27", 5));
  EXPECT_THAT(Needs(plan), ElementsAre("2026-11-27 10", "2026-11-30 10", "2026-12-01 10"));
  EXPECT_EQ(plan.totals.allocated, 30);
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy, From("2026-11-28", 5)).date, ParseDate("2026-11-28"))
      << "the first day asked for, though nobody serves on it";
  EXPECT_EQ(plan.totals.deliveries, 3);
  EXPECT_EQ(plan.totals.suppliers_used, 1);
  EXPECT_EQ(plan.totals.suppliers_per_demand_point.max, 1);
  ExpectProven(plan, tiny);
}

TEST(ServiceDays, ADayWithoutServiceNamesTheNearestWithOne) {
  Tiny tiny = ReadTiny({});
  tiny.policy.service_weekdays = 0b0011111;
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, From("2026-11-28", 1));
  EXPECT_THAT(reading.findings.list, Contains(AllOf(Field(&Finding::code, "no_requirement_on_date"),
                                                    Field(&Finding::fix, HasSubstr("2026-11-27")))));
}

// As on one day: who asks for 0 kg is answered with a plan of nothing, not sent to the same day again.
TEST(ServiceDays, ThatAskForNothingArePlanned) {
  const Tiny tiny =
      ReadTiny({{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,0,\nK,beras,10,2026-12-24\n"}});
  for (const std::int32_t days : {1, 2}) {
    const Plan plan = PlanOf(tiny.dataset, tiny.policy, From("2026-11-23", days));
    EXPECT_EQ(plan.totals.demand, 0);
    ExpectProven(plan, tiny);
  }
}

TEST(ServiceDays, WhatIsDatedOnAClosedDayIsWarnedOf) {
  const Tiny tiny =
      ReadTiny({{"requirements.csv",
                 "demand_id,commodity,kg,date\nK,beras,10,\nK,beras,33,2026-11-26\nK,beras,0,2026-11-27\nK,"
                 "beras,5,2026-11-28\n"},
                {"calendar.csv", "date,serves\n2026-11-26,no\n2026-11-27,no\n2026-11-28,no\n"}});
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, From("2026-11-25", 3));
  EXPECT_EQ(
      Lines(reading.findings),
      "requirements.csv: warning: requirement_on_closed_day: `date` is 'K beras 2026-11-26', expected a day "
      "that isn't closed in calendar.csv; its 33 kg aren't planned; take out one of the two rows\n");
}

TEST(ServiceDays, TheCalendarGoesBeforeTheWeekdays) {
  const std::string demand =
      "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\nL,Dapur L,sppg,61.02.01.2001\n";
  Tiny tiny = ReadTiny(
      {{"demand_points.csv", demand},
       {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,\nL,beras,20,\nL,beras,33,2026-11-29\n"},
       {"calendar.csv",
        "date,demand_id,region,serves,portions_factor\n"
        "2026-11-26,,61,no,\n2026-11-26,,61.01,yes,0.5\n"  // K half, L nothing
        "2026-11-27,,,no,\n2026-11-27,L,,yes,0.26\n"       // L a quarter, rounded up
        "2026-11-28,K,,yes,\n"                             // a Saturday
        "2026-11-30,L,,no,\n"}});
  tiny.policy.service_weekdays = 0b0011111;
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, From("2026-11-25", 6));
  EXPECT_THAT(Needs(plan), ElementsAre("2026-11-25 30", "2026-11-26 5", "2026-11-27 6", "2026-11-28 10",
                                       "2026-11-29 33", "2026-11-30 10"))
      << "a dated requirement holds on a Sunday, in full";
  ExpectProven(plan, tiny);
}

TEST(ServiceDays, ACalendarsNoClosesADatedRequirementToo) {
  const Tiny tiny = ReadTiny(
      {{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,2026-11-26\nK,beras,12,2026-11-27\n"},
       {"calendar.csv", "date,serves\n2026-11-26,no\n"}});
  EXPECT_THAT(Needs(PlanOf(tiny.dataset, tiny.policy, From("2026-11-26", 2))), ElementsAre("2026-11-27 12"));
}

TEST(Horizon, BeginsWithTheFirstDatedRequirementUnlessSaid) {
  const Tiny tiny =
      ReadTiny({{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,\nK,beras,12,2026-11-27\n"}});
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {.date = {}, .regions = {}, .taken = {}, .days = 2});
  EXPECT_THAT(Needs(plan), ElementsAre("2026-11-27 12", "2026-11-28 10"));
}

TEST(Horizon, NeedsAFirstDayAndHasNoMoreThanAMonth) {
  const Tiny tiny = ReadTiny({});
  const auto codes = [&](const Question& question) {
    std::vector<std::string> found;
    for (const Finding& finding : BuildInstance(tiny.dataset, tiny.policy, question).findings.list)
      found.push_back(finding.code);
    return found;
  };
  EXPECT_THAT(codes({.date = {}, .regions = {}, .taken = {}, .days = 2}), ElementsAre("first_day_needed"));
  EXPECT_THAT(codes(From("2026-11-23", 0)), ElementsAre("days_out_of_range"));
  EXPECT_THAT(codes(From("2026-11-23", 32)), ElementsAre("days_out_of_range"));
  EXPECT_THAT(codes(From("0226-11-23", 1)), ElementsAre("days_out_of_range"));
  EXPECT_THAT(codes(From("2100-12-30", 3)), ElementsAre("days_out_of_range"));
}

class TwoDays : public testing::Test {
 protected:
  // A sells 6 kg a day, on the second only; B 8 kg at twice the price. C has nothing on either.
  const Tiny tiny_ = ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from\n"
        "A,beras,6,10000,2026-11-24\nB,beras,8,20000,\n"}});
  const Question question_ = From("2026-11-23", 2);
};

TEST_F(TwoDays, CapacitiesAndWindowsHoldEachDay) {
  const Plan plan = PlanOf(tiny_.dataset, tiny_.policy, question_);
  ASSERT_EQ(plan.allocations.size(), 3U);
  EXPECT_EQ(plan.allocations[0].quanta, 8);  // B on the first
  EXPECT_EQ(plan.allocations[1].quanta, 6);  // A on the second
  EXPECT_EQ(plan.allocations[2].quanta, 4);
  ASSERT_EQ(plan.shortages.size(), 1U);
  EXPECT_EQ(plan.shortages[0].date, ParseDate("2026-11-23"));
  EXPECT_EQ(plan.shortages[0].detail,
            "2 offers of beras: 1 not available that day (nearest: A, 0 km); 1 sold out (nearest: B, 0 km)");
  ExpectProven(plan, tiny_);
}

TEST_F(TwoDays, TakingsComeOffTheirDay) {
  Question question = question_;
  question.taken = {
      {.supplier_id = "B", .commodity = "beras", .weight = {3'000}, .date = ParseDate("2026-11-24")}};
  const Plan plan = PlanOf(tiny_.dataset, tiny_.policy, question);
  EXPECT_EQ(plan.days[0].allocated, 8);
  EXPECT_EQ(plan.days[1].allocated, 10);
  question.taken[0].weight = {5'000};
  const Plan less = PlanOf(tiny_.dataset, tiny_.policy, question);
  EXPECT_EQ(less.days[0].allocated, 8);
  EXPECT_EQ(less.days[1].allocated, 9);
  ExpectProven(less, tiny_);
  std::vector<RegisterFile> files = FilesOf(less, tiny_.dataset, tiny_.policy, "id");
  EXPECT_EQ(ContentOf("taken.csv", files), "date,supplier_id,commodity,kg\n2026-11-24,B,beras,5\n");
  ContentOf("taken.csv", files) = "date,supplier_id,commodity,kg\n2026-11-23,B,beras,5\n";
  EXPECT_FALSE(Verify(tiny_.dataset, "id", files).findings.ok());
}

TEST_F(TwoDays, TheSummaryHasEachDayAndTheCheckerReadsIt) {
  const Plan plan = PlanOf(tiny_.dataset, tiny_.policy, question_);
  const std::vector<RegisterFile> honest = FilesOf(plan, tiny_.dataset, tiny_.policy, "id");
  std::vector<RegisterFile> files = honest;
  const nlohmann::json summary = nlohmann::json::parse(ContentOf("summary.json", files));
  EXPECT_EQ(summary["days"], 2);
  EXPECT_EQ(summary["per_day"].size(), 2U);
  EXPECT_EQ(summary["per_day"][1]["date"], "2026-11-24");
  EXPECT_EQ(summary["per_day"][0]["shortage_kg"], 2);
  EXPECT_EQ(summary["per_day"][1]["money_idr"], "140000.00");
  const auto finds = [&](std::string_view name, const std::string& from, const std::string& to) {
    files = honest;
    std::string& content = ContentOf(name, files);
    const std::size_t at = content.rfind(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << content;
    content.replace(at, from.size(), to);
    return !Verify(tiny_.dataset, "id", files).findings.ok();
  };
  EXPECT_TRUE(finds("summary.json", "\"days\": 2", "\"days\": 1"));
  EXPECT_TRUE(finds("summary.json", "\"days\": 2", "\"days\": 3"));
  EXPECT_TRUE(finds("summary.json", "\"days\": 2", "\"days\": 0"));
  EXPECT_TRUE(finds("summary.json", "\"shortage_kg\": 0", "\"shortage_kg\": 1"));
  EXPECT_TRUE(finds("summary.json", "\"deliveries\": 2", "\"deliveries\": 3"));
  EXPECT_TRUE(finds("summary.json", "140000.00", "140000.01"));
  EXPECT_TRUE(finds("allocations.csv", "2026-11-24", "2026-11-25"));
  EXPECT_TRUE(finds("allocations.csv", "2026-11-24", "2026-11-23"));
  EXPECT_TRUE(finds("shortages.csv", "2026-11-23", "2026-11-24"));
  EXPECT_TRUE(finds("prices.csv", "2026-11-24", "2026-11-23"));
}

TEST_F(TwoDays, APlanComesBackFromItsFiles) {
  const Plan plan = PlanOf(tiny_.dataset, tiny_.policy, question_);
  FindingLog log;
  const PlanRows rows =
      ReadPlanRows(FilesOf(plan, tiny_.dataset, tiny_.policy, "id"), tiny_.dataset, tiny_.policy, log);
  const Recalled recalled = Recall(tiny_.dataset, tiny_.policy, question_, rows, 1, StopToken());
  ASSERT_TRUE(recalled.solved) << Lines(recalled.findings);
  EXPECT_EQ(recalled.solved->matching.objective, plan.certificate.primal);
  EXPECT_FALSE(recalled.solved->matching.stopped);
}

TEST(Horizon, DaysCostTogetherWhatTheyCostApart) {
  std::mt19937_64 random(66);
  int several = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.horizon = true, .rules = true});
    const SolveResult solved =
        Solve(market.dataset, market.policy, market.question, {.keep = true}, StopToken(), nullptr);
    if (!solved.solved) continue;
    std::int64_t apart = 0;
    for (std::int32_t d = 0; d < market.question.days; ++d) {
      Question question = market.question;
      question.days = 1, question.date = Date{market.question.date->days + d};
      const PlanResult day = MakePlan(market.dataset, market.policy, question, {}, StopToken(), nullptr);
      if (day.plan) apart += day.plan->certificate.primal;
    }
    ASSERT_EQ(solved.solved->matching.objective, apart);
    several += solved.solved->instance.days.size() > 1;
  }
  EXPECT_GT(several, 60);
}

}  // namespace
}  // namespace pasok::match
