// Rules that no row of a planner's table breaks by itself.
#include "engine/study/broken_together.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/study/evaluate.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using match::Rule;

// K needs 40 kg of beras and 10 kg of telur. A and B belong to the group OA; C isn't small, D isn't local.
match::Tiny ReadMarket(const std::string& policy, match::Files files = {}) {
  files["suppliers.csv"] =
      "supplier_id,name,kind,region,owner_group\nA,A,koperasi,61.01.01.2001,OA\nB,B,koperasi,61.01.01.2001,"
      "OA\n"
      "C,C,umkm_menengah,61.01.01.2001,\nD,D,koperasi,61.02.01.2001,\n";
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,10100\n"
      "C,beras,100,11000\nD,beras,100,12000\nD,telur,100,25000\n";
  files["requirements.csv"] = "demand_id,commodity,kg\nK,beras,40\nK,telur,10\n";
  files["policy.yaml"] =
      "version: 1\ncommodities:\n  beras: {haul_idr_per_kg_km: 0, price_ceiling_idr_per_kg: 11500}\n"
      "  telur: {haul_idr_per_kg_km: 0}\n" +
      policy;
  return match::ReadTiny(files);
}

// The rows of broken_rules as "rule demand_id commodity supplier_id value: in words", for a table of
// "commodity,supplier_id,kg" of K.
std::vector<std::string> Broken(const match::Tiny& tiny, const std::vector<std::string>& rows,
                                std::int64_t lawful = 40) {
  std::string table = "demand_id,commodity,supplier_id,kg\n";
  for (const std::string& row : rows) table += "K," + row + "\n";
  const StopToken stop;
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const EvaluationResult result = Evaluate(base, "mine.csv", table, nullptr,
                                           {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  if (!result.evaluation) throw std::runtime_error(match::Lines(result.findings) + result.refusal);
  EXPECT_EQ(result.evaluation->plan.totals.allocated, lawful);
  const Report report = ToReport(*result.evaluation, base);
  EXPECT_TRUE(IsWellFormed(report));
  std::int64_t counted = 0;
  for (const std::vector<Cell>& row : report.tables[2].rows) counted += std::get<std::int64_t>(row[1]);
  const std::vector<std::vector<Cell>>& broken = report.tables[3].rows;
  EXPECT_EQ(counted, std::ssize(broken));
  EXPECT_EQ(report.sentences[1].english == "No rule is broken.", broken.empty());
  const auto text = [](const Cell& cell) {
    std::string is = std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell) : "-";
    const std::string thousands = "\u202f";
    for (std::size_t at = 0; (at = is.find(thousands)) != is.npos;) is.erase(at, thousands.size());
    return is;
  };
  std::vector<std::string> lines;
  for (const std::vector<Cell>& row : broken) {
    lines.push_back(text(row[1]) + ' ' + text(row[2]) + ' ' + text(row[3]) + ' ' + text(row[4]) + ' ' +
                    text(row[9]) + ": " + text(row[11]));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(BrokenTogether, SharesOfOneOwnerAndOfOneSupplier) {
  EXPECT_EQ(
      Broken(ReadMarket("sharing: {mode: aim, max_share_per_owner_group: 0.5}\n"),
             {"beras,A,20", "beras,B,10", "beras,C,10"}),
      Lines{"max_share_per_owner_group K beras A -: beras of the owner group OA for K: 30 kg planned, 20 kg "
            "allowed, 10 kg too much"});
  EXPECT_EQ(Broken(ReadMarket("sharing: {mode: aim, max_share_per_owner_group: 0.5}\n"),
                   {"beras,A,20", "beras,C,20"}),
            Lines{});
  EXPECT_EQ(
      Broken(ReadMarket("sharing: {mode: report, max_spend_share_per_supplier: 0.6}\n"),
             {"beras,A,30", "beras,C,10"}),
      Lines{"max_spend_share_per_supplier K - A -: what K pays A: Rp 300000 planned, Rp 246000 allowed, "
            "Rp 54000 too much"});
  EXPECT_EQ(
      Broken(ReadMarket("sharing: {mode: aim, max_spend_share_per_owner_group: 0.6}\n"),
             {"beras,A,30", "beras,C,10"}),
      Lines{"max_spend_share_per_owner_group K - A -: what K pays the owner group OA: Rp 300000 planned, "
            "Rp 246000 allowed, Rp 54000 too much"});
  EXPECT_EQ(
      Broken(ReadMarket("sharing: {mode: aim, max_region_share_per_supplier: 0.5, "
                        "max_region_share_per_owner_group: 0.7}\n"),
             {"beras,A,30", "beras,B,10"}),
      (Lines{"max_region_share_per_supplier - - A 61.01: everything of A for 61.01: 30 kg planned, 25 kg "
             "allowed, 5 kg too much",
             "max_region_share_per_owner_group - - A 61.01: everything of the owner group OA for 61.01: 40 "
             "kg planned, 35 kg allowed, 5 kg too much"}));
}

TEST(BrokenTogether, WhatCostsAsMuchAsTheBestPlanDoesntPassForLawful) {
  const match::Tiny tiny = ReadMarket("sharing: {mode: report, max_share_per_owner_group: 0.5}\n");
  const StopToken stop;
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const EvaluationResult result =
      Evaluate(base, "mine.csv", "demand_id,commodity,supplier_id,kg\nK,beras,A,40\nK,telur,D,10\n", nullptr,
               {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  ASSERT_TRUE(result.evaluation) << match::Lines(result.findings) << result.refusal;
  EXPECT_EQ(result.evaluation->objective(), 0);
  std::vector<std::string> said;
  for (const Sentence& sentence : ToReport(*result.evaluation, base).sentences)
    said.push_back(sentence.english);
  EXPECT_NE(
      std::ranges::find(said,
                        "What is lawful of it costs as much as the best plan, apart from the rules that "
                        "its rows break together."),
      said.end());
}

TEST(BrokenTogether, FloorsOfLocalFoodAndOfSmallSuppliers) {
  EXPECT_EQ(
      Broken(ReadMarket(
                 "sharing: {mode: aim, local_share_min: 0.9, small_share_min: 0.8}\nprice_ceiling: off\n"),
             {"beras,A,20", "beras,C,10", "beras,D,10"}),
      (Lines{"local_share_min - - - 61.01: food for 61.01 from beyond the kabupaten: 10 kg planned, 4 kg "
             "allowed, 6 kg too much",
             "small_share_min - - - 61.01: food for 61.01 from suppliers that aren't small: 10 kg planned, "
             "8 kg allowed, 2 kg too much"}));
}

TEST(BrokenTogether, SuppliersThatAreTooFewOrTooMany) {
  const match::Tiny few = ReadMarket("min_suppliers_per_demand_point: {mode: must, suppliers: 3}\n");
  EXPECT_EQ(
      Broken(few, {"beras,A,20", "beras,B,10", "beras,C,10"}),
      Lines{"min_suppliers_per_demand_point K - - -: suppliers of K, those of one owner as one: 2 planned, "
            "at least 3, 1 too few"});
  EXPECT_EQ(
      Broken(few, {}, 0),
      Lines{"min_suppliers_per_demand_point K - - -: suppliers of K, those of one owner as one: 0 planned, "
            "at least 3, 3 too few"});
  EXPECT_EQ(
      Broken(ReadMarket("deliveries: {max_suppliers_per_requirement: 2}\n"),
             {"beras,A,20", "beras,B,10", "beras,C,10", "telur,D,10"}, 50),
      Lines{"max_suppliers_per_requirement K beras - -: suppliers of beras for K: 3 planned, 2 allowed, 1 "
            "too many"});
}

TEST(BrokenTogether, ContractsBudgetsAndCeilingsThatAreReported) {
  EXPECT_EQ(
      Broken(ReadMarket("", {{"contracts.csv",
                              "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nC,K,beras,,,8,\n"}}),
             {"beras,A,35", "beras,C,5"}),
      Lines{"contract K beras C -: beras of C for K by their contract: 5 kg planned, at least 8 kg, 3 kg too "
            "little"});
  EXPECT_EQ(
      Broken(ReadMarket(
                 "budget: {mode: report, idr_per_portion: {sd_1_3: 1000}}\n",
                 {{"demand_points.csv", "demand_id,name,kind,region,sd_1_3\nK,K,sppg,61.01.01.2001,300\n"}}),
             {"beras,A,30", "beras,C,10"}),
      Lines{"budget K - - -: all that K pays, by its budget: Rp 410000 planned, Rp 300000 allowed, Rp 110000 "
            "too much"});
  EXPECT_EQ(
      Broken(ReadMarket("price_ceiling: report\n"), {"beras,A,30", "beras,D,10"}),
      Lines{"price_ceiling K beras D -: price of beras of D for K: Rp 12000 per kg planned, Rp 11500 per kg "
            "allowed, Rp 500 per kg too much"});
}

// What a plan says of itself is found in it again, rule by rule.
TEST(BrokenTogether, AreAsManyAsThePlanCounts) {
  std::mt19937_64 random(91);
  std::int64_t all = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    match::Market market = match::RandomMarket(random, {.horizon = i % 2 == 1,
                                                        .rules = true,
                                                        .contracts = i % 5 == 1,
                                                        .kept = i % 4 > 1,
                                                        .aggregators = i % 3 == 1});
    market.policy.aims = Aims::kWeighted;
    market.policy.sharing.mode = SharingMode::kReport;
    for (Millionths& most : market.policy.sharing.most)
      most = Millionths{static_cast<std::int64_t>(random() % 11) * 100'000};
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kReport, .suppliers = 2};
    market.policy.budget.mode = BudgetMode::kReport;
    market.policy.budget.per_portion.fill(Sen{100'000});
    for (DemandPoint& point : market.dataset.demand_points) point.recipients.front() = 10;
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const match::Plan plan = match::PlanOf(market.dataset, market.policy, market.question);
    const std::vector<BrokenTogether> broken = FindBrokenTogether(
        plan, {.dataset = market.dataset, .policy = market.policy, .question = market.question});
    all += std::ssize(broken);
    std::int64_t above_ceilings = 0;
    for (const match::RuleReport& report : plan.rules) {
      if (match::IsCeiling(report.rule) && !report.kept) above_ceilings += report.cases;
      const std::int64_t found = std::ranges::count(broken, report.rule, &BrokenTogether::rule);
      if (report.rule == Rule::kContracts) {  // of those that can't all be kept one may get enough by chance
        ASSERT_LE(found, report.cases);
      }
      if (report.rule == Rule::kBudget ||
          (report.rule >= Rule::kOwnerShare && report.rule <= Rule::kMinSuppliers)) {
        ASSERT_EQ(found, report.cases) << match::ToWord(report.rule);
      }
    }
    ASSERT_EQ(std::ranges::count(broken, Rule::kPriceCeiling, &BrokenTogether::rule), above_ceilings);
  }
  EXPECT_GT(all, 1000);
}

}  // namespace
}  // namespace pasok::study
