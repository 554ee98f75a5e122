// A planner's own table against the rules and the optimum.
#include "engine/study/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "engine/match/recheck/rules.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using match::Market;
using match::Toy;

EvaluationResult EvaluateTable(const Dataset& dataset, const Policy& policy, const match::Question& question,
                               const std::string& table) {
  const StopToken stop;
  const Base base{.dataset = dataset, .policy = policy, .question = question};
  EvaluationResult result = Evaluate(base, "mine.csv", table, nullptr,
                                     {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  EXPECT_TRUE(!result.evaluation || IsWellFormed(ToReport(*result.evaluation, base)));
  return result;
}

// What a report's totals say of a figure: by hand, best.
std::pair<std::int64_t, std::int64_t> Figure(const Report& report, const std::string& name) {
  for (const std::vector<Cell>& row : report.tables[0].rows) {
    if (std::get<std::string>(row[0]) != name) continue;
    return {std::get<std::int64_t>(std::get<Measured>(row[1]).value),
            std::get<std::int64_t>(std::get<Measured>(row[2]).value)};
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(Evaluate, ComparesTheToyWithItsBestPlan) {
  const Toy toy = match::ReadToy();
  // S1 sells all it has to D1; nobody else sells anything. D1's telur 30, D2's 20 and D2's beras stay short.
  const EvaluationResult result = EvaluateTable(toy.dataset, toy.policy, {},
                                                "demand_id;commodity;supplier_id;kg\n"
                                                "D1;beras;S1;70,0\n"
                                                "D1;beras;S1;30\n"
                                                "D1;telur;S4;10\n");
  ASSERT_TRUE(result.evaluation);
  const Evaluation& evaluation = *result.evaluation;
  ASSERT_EQ(evaluation.fit.breaches.size(), 2U);
  EXPECT_EQ(evaluation.fit.breaches[0].rule, match::BrokenRule::kOfferCapacity);
  EXPECT_EQ(evaluation.fit.breaches[0].line, 3);
  EXPECT_EQ(evaluation.fit.breaches[1].rule, match::BrokenRule::kInactive);
  EXPECT_EQ(evaluation.plan.totals.allocated, 80);
  EXPECT_EQ(evaluation.plan.totals.shortage, 20 + 30 + 60 + 20);
  // 20 + 30 kg of D1 at 100,000 and 60 + 20 kg of D2 at 200,000; the best plan has 600,000 of penalties.
  EXPECT_EQ(evaluation.penalty, (50 * 100'000 + 80 * 200'000 - 600'000) * Int128{100});
  EXPECT_EQ(evaluation.plan.certificate.dual, 386'300'000);
  EXPECT_EQ(evaluation.objective(), Int128{evaluation.plan.certificate.primal} - 386'300'000);
  EXPECT_EQ(evaluation.shortage, 130 - 6);

  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const Report report = ToReport(evaluation, base);
  EXPECT_EQ(Figure(report, "shortage"), std::pair(std::int64_t{130'000}, std::int64_t{6'000}));
  EXPECT_EQ(report.sentences[0].english, "3 rows plan 110 kg; 80 kg of it keep the rules.");
  EXPECT_EQ(Say(evaluation.fit.breaches[0], base).english,
            "beras of S1: 100 kg planned, 80 kg allowed, 20 kg too much");
  EXPECT_EQ(
      report.sentences[2].english,
      "Line 3 is for the same demand point, commodity, supplier and day as line 2; their kg are added up.");
  EXPECT_EQ(Say(evaluation.fit.breaches[1], base).indonesian, "S4 tidak aktif");
}

TEST(Evaluate, SaysOnceWhatTheHeaderMustBe) {
  const Toy toy = match::ReadToy();
  const EvaluationResult result = EvaluateTable(toy.dataset, toy.policy, {}, "D1,beras,S1,70\n");
  ASSERT_EQ(result.findings.errors, 1);
  EXPECT_EQ(ToLine(result.findings.list[0]),
            "mine.csv:1: error: missing_column: 'D1', expected a header line with at least the columns "
            "demand_id, commodity, supplier_id, kg; put the names of the columns above the rows");
}

TEST(Evaluate, FindsNoFaultWithTheBestPlanItself) {
  std::mt19937_64 random(81);
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    const Market market = match::RandomMarket(random, {.aggregators = i % 2 == 1, .spread = i % 3 == 1});
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const match::Plan plan = match::PlanOf(market.dataset, market.policy, market.question);
    auto files = match::FilesOf(plan, market.dataset, market.policy, "id");
    match::Question question = market.question;
    question.date = plan.date;
    if (market.policy.quantum.value % 10 != 0) continue;  // people don't write grams
    const EvaluationResult result = EvaluateTable(market.dataset, market.policy, question, files[0].content);
    ASSERT_TRUE(result.evaluation) << match::Lines(result.findings);
    ASSERT_TRUE(result.evaluation->fit.breaches.empty());
    ASSERT_EQ(result.evaluation->objective(), 0);
    ASSERT_EQ(result.evaluation->plan.totals.money, plan.totals.money);
  }
}

TEST(Evaluate, NeverFindsALawfulPartBetterThanTheBest) {
  std::mt19937_64 random(82);
  for (int i = 0; i < 100; ++i) {
    SCOPED_TRACE(i);
    const Market market = match::RandomMarket(random, {.aggregators = i % 2 == 1});
    const Dataset& dataset = market.dataset;
    if (dataset.suppliers.empty() || dataset.demand_points.empty()) continue;
    std::string table = "supplier_id,demand_id,commodity,kg\n";
    for (int n = 0; n < 25; ++n) {
      table += dataset.suppliers[random() % dataset.suppliers.size()].id + "," +
               dataset.demand_points[random() % dataset.demand_points.size()].id + "," +
               dataset.commodities[random() % dataset.commodities.size()] + "," +
               std::to_string(1 + random() % 20) + "\n";
    }
    const EvaluationResult result = EvaluateTable(dataset, market.policy, market.question, table);
    ASSERT_TRUE(result.evaluation);
    const Evaluation& evaluation = *result.evaluation;
    ASSERT_GE(evaluation.objective(), 0);
    // Recounted by the checker's reading of the rules.
    const match::recheck::DayRules rules(dataset, market.policy, evaluation.plan.date, {},
                                         market.question.taken);
    Int128 money = 0, preference = 0;
    for (const match::Allocation& row : evaluation.plan.allocations) {
      const match::recheck::DayOffer& offer = rules.offers()[row.offer];
      const match::recheck::Cost cost = rules.CostOf(offer, rules.Look(offer.supplier, row.demand_point));
      money += Int128{row.quanta} * cost.money, preference += Int128{row.quanta} * cost.preference;
    }
    ASSERT_EQ(money, Int128{evaluation.best.totals.money} + evaluation.money);
    ASSERT_EQ(preference, Int128{evaluation.best.totals.preference} + evaluation.preference);
  }
}

// Days, storage, stock and substitutes: the best plan's own table has no fault and costs nothing more, and
// what is lawful of any other is a plan that the checker takes.
TEST(Evaluate, UsesDeliveriesAsWellAsCanBe) {
  std::mt19937_64 random(83);
  int carried = 0, too_much = 0;
  for (int i = 0; i < 250; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(
        random, {.horizon = i % 3 > 0, .rules = true, .kept = true, .aggregators = i % 2 == 1});
    market.policy.aims = Aims::kWeighted;
    market.policy.quantum = {1000};
    const Dataset& dataset = market.dataset;
    const match::PlanResult best =
        match::MakePlan(dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr);
    if (!best.plan || best.plan->certificate.primal != best.plan->certificate.dual) continue;
    const std::string table = match::FilesOf(*best.plan, dataset, market.policy, "id")[0].content;
    const EvaluationResult same = EvaluateTable(dataset, market.policy, market.question, table);
    ASSERT_TRUE(same.evaluation) << same.refusal << match::Lines(same.findings);
    ASSERT_TRUE(same.evaluation->fit.breaches.empty());
    ASSERT_EQ(same.evaluation->objective(), 0);
    carried += best.plan->carried.size() > 0;
    // Every row more or less than it was.
    std::string other = "supplier_id,demand_id,commodity,date,kg\n";
    for (const match::Allocation& row : best.plan->allocations) {
      other += dataset.suppliers[row.supplier].id + "," + dataset.demand_points[row.demand_point].id + "," +
               dataset.commodities[row.commodity] + "," + (row.date ? ToIso(*row.date) : "") + "," +
               std::to_string(static_cast<std::int64_t>(random() % 3) * row.quanta) + "\n";
    }
    const EvaluationResult result = EvaluateTable(dataset, market.policy, market.question, other);
    ASSERT_TRUE(result.evaluation) << result.refusal << match::Lines(result.findings);
    ASSERT_GE(result.evaluation->objective(), 0);
    for (const match::Breach& breach : result.evaluation->fit.breaches)
      too_much += breach.rule == match::BrokenRule::kNeed;
    const match::Verification verification =
        match::Verify(dataset, "id", match::FilesOf(result.evaluation->plan, dataset, market.policy, "id"));
    ASSERT_TRUE(verification.findings.ok()) << match::Lines(verification.findings);
  }
  EXPECT_GT(carried, 50);
  EXPECT_GT(too_much, 50);
}

// At other ratios than kg for kg the use is near the best: whatever the table says, it is a plan that the
// checker takes.
TEST(Evaluate, LetsDeliveriesStandInByTheirRatios) {
  std::mt19937_64 random(84);
  int stood_in = 0;
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    Market market =
        match::RandomMarket(random, {.horizon = i % 3 > 0, .rules = true, .kept = true, .ratios = true});
    market.policy.aims = Aims::kWeighted;
    market.policy.quantum = {1000};
    const Dataset& dataset = market.dataset;
    const match::PlanResult best =
        match::MakePlan(dataset, market.policy, market.question, {.threads = 1}, StopToken(), nullptr);
    if (!best.plan) continue;
    const std::string table = match::FilesOf(*best.plan, dataset, market.policy, "id")[0].content;
    const EvaluationResult result = EvaluateTable(dataset, market.policy, market.question, table);
    ASSERT_TRUE(result.evaluation) << result.refusal << match::Lines(result.findings);
    const match::Plan& plan = result.evaluation->plan;
    for (const match::Carried& row : plan.carried) stood_in += row.quanta != row.served;
    match::ExpectVerified(plan, dataset, market.policy);
  }
  EXPECT_GT(stood_in, 30);
}

// On Monday 6 kg are too much of what K gets of beras or in its place, on Tuesday 2 kg: all 8 kg fit its
// store, which beras of both days shares, on the way to Wednesday.
TEST(Evaluate, KeepsInASharedStoreAllThatFits) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nA,telur,100,10000\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,33,\nK,telur,16,2026-11-24\n"},
       {"stock.csv", "demand_id,commodity,kg,use_by\nK,beras,2,2026-11-24\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,,8\nK,telur,0\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on}\nstock: on\nshortage: {penalty_idr_per_kg: 1000000}\n"
        "substitutes: {beras: {by: [telur], surcharge_idr_per_kg: 1000}}\n"
        "commodities:\n  beras: {shelf_life_days: 4}\n  telur: {shelf_life_days: 3}\n"}});
  const match::Question question{.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 3};
  const EvaluationResult result = EvaluateTable(tiny.dataset, tiny.policy, question,
                                                "date,demand_id,commodity,supplier_id,kg\n"
                                                "2026-11-23,K,beras,A,32\n"
                                                "2026-11-23,K,telur,A,5\n"
                                                "2026-11-24,K,beras,A,35\n"
                                                "2026-11-24,K,telur,A,5\n"
                                                "2026-11-25,K,beras,A,20\n"
                                                "2026-11-25,K,telur,A,2\n");
  ASSERT_TRUE(result.evaluation) << match::Lines(result.findings);
  EXPECT_TRUE(result.evaluation->fit.breaches.empty());
  const Report report =
      ToReport(*result.evaluation, {.dataset = tiny.dataset, .policy = tiny.policy, .question = question});
  EXPECT_EQ(Figure(report, "demand").first, 115'000);
  EXPECT_EQ(Figure(report, "allocated").first, 99'000);
  EXPECT_EQ(Figure(report, "from_stock").first, 2'000);
  EXPECT_EQ(Figure(report, "shortage").first, 14'000);
}

TEST(Evaluate, SaysWhereTheTableItselfIsWrong) {
  const Toy toy = match::ReadToy();
  const EvaluationResult result =
      EvaluateTable(toy.dataset, toy.policy, {}, "demand_id,comodity,supplier_id,kg\nD1,beras,S1,1.234\n");
  EXPECT_FALSE(result.evaluation);
  const std::string lines = match::Lines(result.findings);
  EXPECT_NE(lines.find("mine.csv:1:2: error: unknown_column"), std::string::npos) << lines;
  EXPECT_NE(lines.find("did you mean 'commodity'?"), std::string::npos) << lines;
  EXPECT_NE(lines.find("mine.csv:2:4: error: ambiguous_number"), std::string::npos) << lines;
}

// K needs 10 kg of beras, and A delivers no less than 8 kg at once.
TEST(Evaluate, OfADeliveryThatIsTooSmallNothingIsLawful) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,min_delivery_kg\nA,beras,100,10000,8\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const EvaluationResult result =
      EvaluateTable(tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\nK,beras,A,7\n");
  ASSERT_TRUE(result.evaluation);
  EXPECT_EQ(result.evaluation->plan.totals.allocated, 0);
  EXPECT_EQ(result.evaluation->fit.lawful_grams, 0);
  EXPECT_GT(result.evaluation->objective(), 0);
  const Report report =
      ToReport(*result.evaluation, {.dataset = tiny.dataset, .policy = tiny.policy, .question = {}});
  const Table& broken = report.tables[3];
  const auto at = [&](std::string_view key) {
    return broken.rows.at(0)[std::ranges::find(broken.columns, key, &Column::key) - broken.columns.begin()];
  };
  EXPECT_EQ(at("planned"), Cell(Measured{Unit::kGrams, 7'000}));
  EXPECT_EQ(at("allowed"), Cell());
  EXPECT_EQ(at("excess"), Cell());
  EXPECT_EQ(at("at_least"), Cell(Measured{Unit::kGrams, 8'000}));
}

TEST(Evaluate, NamesTheAggregatorThatHandlesTooMuch) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,handling_kg_per_day,via\nKOP,Koperasi,koperasi,61.01.01.2001,5,\n"
        "A,Pak A,perorangan,61.01.01.2001,,KOP\nB,Bu B,perorangan,61.01.01.2001,,KOP\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,10000\n"},
       {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {}\n"}});
  const EvaluationResult result = EvaluateTable(
      tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\nK,beras,A,4\nK,beras,B,4\n");
  ASSERT_TRUE(result.evaluation);
  const std::vector<match::Breach>& breaches = result.evaluation->fit.breaches;
  ASSERT_EQ(breaches.size(), 1U);
  EXPECT_EQ(breaches[0].rule, match::BrokenRule::kHandling);
  EXPECT_EQ(breaches[0].supplier, tiny.dataset.FindSupplier("KOP"));
  EXPECT_EQ(breaches[0].demand_point, kNone);
  EXPECT_EQ(breaches[0].commodity, kNone);
  EXPECT_EQ(breaches[0].planned, 8);
  const Report report =
      ToReport(*result.evaluation, {.dataset = tiny.dataset, .policy = tiny.policy, .question = {}});
  const Table& broken = report.tables[3];
  const auto at = std::ranges::find(broken.columns, "english", &Column::key) - broken.columns.begin();
  EXPECT_NE(std::get<std::string>(broken.rows.at(0)[at]).find("everything through KOP"), std::string::npos);
}

// The least that C may bring is 20 kg, and it has only 6 kg a day: more or less of it, nothing is whole.
TEST(Evaluate, SaysWhatAWholeDeliveryWouldBeOfAnOfferThatIsTooSmall) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\nA,beras,6,10000,"
        "10,20\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,40\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto say = [&](const std::string& kg) {
    const EvaluationResult result = EvaluateTable(
        tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\nK,beras,A," + kg + "\n");
    return Say(result.evaluation->fit.breaches.at(0), base).english;
  };
  EXPECT_EQ(say("6"), "6 kg of beras of A for K is no whole delivery; the next whole one is 20 kg");
  EXPECT_EQ(say("20"), "A can bring K no whole delivery of beras, which is 20 kg at least");
}

// Of lots of 5 both 40 and 45 kg are whole.
TEST(Evaluate, SaysWhichWholeDeliveryIsTheNext) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg\nA,beras,60,10000,5\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,60\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const EvaluationResult result =
      EvaluateTable(tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\nK,beras,A,44\n");
  const Sentence said = Say(result.evaluation->fit.breaches.at(0), base);
  EXPECT_EQ(said.english, "44 kg of beras of A for K is no whole delivery; the next whole one is 45 kg");
  EXPECT_EQ(said.indonesian, "44 kg beras dari A untuk K bukan pengiriman utuh; yang utuh berikutnya 45 kg");
}

// K needs 12 kg in lots of 5: three lots are one too many, and of two and a half nothing counts.
TEST(Evaluate, CutsADeliveryThatIsTooMuchToWholeLots) {
  const match::Tiny tiny = match::ReadTiny(
      {{"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {lot_kg: 5}\n"}});
  const auto evaluate = [&](const std::string& kg) {
    return *EvaluateTable(tiny.dataset, tiny.policy, {},
                          "demand_id,commodity,supplier_id,kg\nK,beras,A," + kg + "\n")
                .evaluation;
  };
  const Evaluation too_much = evaluate("15");
  ASSERT_EQ(too_much.fit.breaches.size(), 1U);
  EXPECT_EQ(too_much.fit.breaches[0].rule, match::BrokenRule::kNeed);
  EXPECT_EQ(too_much.fit.lawful_grams, 10'000);
  const Evaluation no_lots = evaluate("13");
  ASSERT_EQ(no_lots.fit.breaches.size(), 2U);
  EXPECT_EQ(no_lots.fit.breaches[1].rule, match::BrokenRule::kDelivery);
  EXPECT_EQ(no_lots.fit.breaches[1].planned, 13) << "as it was written";
  EXPECT_EQ(no_lots.fit.breaches[1].allowed, 15);
  EXPECT_EQ(no_lots.fit.lawful_grams, 0);
}

// 7 kg of A are no lots of 5, so the need of 12 kg is B's to serve.
TEST(Evaluate, WhatIsNoWholeDeliveryTakesNothingFromTheRowsBehindIt) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,7,10000\nB,beras,100,10000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,12\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {lot_kg: 5}\n"}});
  const EvaluationResult result = EvaluateTable(
      tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\nK,beras,A,7\nK,beras,B,10\n");
  ASSERT_TRUE(result.evaluation);
  const match::Fit& fit = result.evaluation->fit;
  ASSERT_EQ(fit.breaches.size(), 2U);
  EXPECT_EQ(fit.breaches[0].rule, match::BrokenRule::kDelivery);
  EXPECT_EQ(fit.breaches[1].rule, match::BrokenRule::kNeed) << "of all that was written";
  EXPECT_EQ(fit.lawful_grams, 10'000);
  EXPECT_EQ(result.evaluation->plan.totals.shortage, 2);
}

TEST(Evaluate, IsCompleteBesideAPlanThatStoppedShortOfItsProof) {
  const Toy toy = match::ReadToy();
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  EvaluationResult result =
      EvaluateTable(toy.dataset, toy.policy, {}, "demand_id,commodity,supplier_id,kg\nD1,beras,S1,10\n");
  ASSERT_TRUE(result.evaluation);
  result.evaluation->best.complete = false;
  EXPECT_TRUE(ToReport(*result.evaluation, base).complete);
}

// One row too many: the rest is as good as the best plan, but the table isn't. And of whole deliveries, whose
// plan costs more than its bound, nobody proved that there is no better one.
TEST(Evaluate, ClaimsNoMoreThanIsProven) {
  const auto say = [](const std::string& policy, const std::string& table) {
    const match::Tiny tiny = match::ReadTiny(
        {{"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\n"
          "A,beras,100,10000,7,7\n"},
         {"policy.yaml", "version: 1\n" + policy + "commodities:\n  beras: {}\n"}});
    const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
    const EvaluationResult result =
        EvaluateTable(tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\n" + table);
    std::string text;
    for (const Sentence& sentence : ToReport(*result.evaluation, base).sentences)
      text += sentence.english + '\n';
    return text;
  };
  using testing::HasSubstr;
  EXPECT_THAT(say("", "K,beras,A,10\n"), HasSubstr("No plan that keeps the rules is better than this one."));
  EXPECT_THAT(say("", "K,beras,A,19\n"), HasSubstr("What is lawful of it is as good as the best plan.\n"));
  EXPECT_THAT(say("deliveries: {whole: true}\n", "K,beras,A,7\n"),
              HasSubstr("It is as good as the best plan found, which isn't proven optimal."));
}

// Rice costs more than its ceiling, which is only reported, in whatever plan.
TEST(Evaluate, TellsWhatIsOnlyReportedFromFaultsAndWhatTheBestPlanBreaksToo) {
  const match::Tiny tiny = match::ReadTiny(
      {{"policy.yaml",
        "version: 1\nprice_ceiling: report\ncommodities:\n  beras: {price_ceiling_idr_per_kg: 9000}\n"}});
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto report = [&](const std::string& rows) {
    return ToReport(
        *EvaluateTable(tiny.dataset, tiny.policy, {}, "demand_id,commodity,supplier_id,kg\n" + rows)
             .evaluation,
        base);
  };
  const Report best = report("K,beras,A,10\n");
  EXPECT_EQ(
      best.sentences.at(1).english,
      "No row by itself breaks a rule; together they break rules once, which the policy only reports, and "
      "the best plan does once; see rules.");
  EXPECT_EQ(
      best.sentences.at(1).indonesian,
      "Tidak ada baris yang dengan sendirinya melanggar aturan; bersama-sama 1 kali aturan dilanggar, yang "
      "menurut kebijakan hanya dilaporkan, dan oleh rencana terbaik 1 kali; lihat rules.");
  const Table& rules = *std::ranges::find(best.tables, "rules", &Table::key);
  ASSERT_EQ(rules.columns.at(2).key, "best");
  ASSERT_EQ(rules.rows.size(), 1U);
  EXPECT_EQ(rules.rows[0][1], Cell(std::int64_t{1}));
  EXPECT_EQ(rules.rows[0][2], Cell(std::int64_t{1}));
  EXPECT_EQ(
      report("K,beras,A,10\nK,beras,X,1\n").sentences.at(1).english,
      "Rules are broken 2 times: once by rows by themselves and once by rows together, which the policy "
      "only reports, and the best plan does once; see broken_rules.");
}

// All requirements are undated, and so is the plan.
TEST(Evaluate, SaysWhichDaysTheRowsAreOf) {
  const match::Tiny tiny = match::ReadTiny({});
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto first = [&](const std::string& rows) {
    const EvaluationResult result =
        EvaluateTable(tiny.dataset, tiny.policy, {}, "date,demand_id,commodity,supplier_id,kg\n" + rows);
    return ToReport(*result.evaluation, base).sentences.at(0);
  };
  EXPECT_EQ(first("2026-11-24,K,beras,A,4\n2026-11-24,K,beras,A,6\n").english,
            "All rows are of 2026-11-24, which isn't planned: ask for that day (--date 2026-11-24).");
  EXPECT_EQ(
      first("2026-11-24,K,beras,A,4\n2026-11-24,K,beras,A,6\n").indonesian,
      "Semua baris bertanggal 2026-11-24, yang tidak direncanakan: mintalah hari itu (--date 2026-11-24).");
  EXPECT_EQ(first("2026-11-26,K,beras,A,4\n2026-11-24,K,beras,A,6\n").english,
            "All rows are of 2026-11-24 to 2026-11-26, which aren't planned: ask for those days (--from "
            "2026-11-24 --days 3).");
  EXPECT_THAT(first("2026-11-24,K,beras,A,4\n,K,beras,A,6\n").english, testing::StartsWith("2 rows plan"));
}

TEST(Evaluate, StoppedKeepsWhatTheRowsBreakOneByOne) {
  const Toy toy = match::ReadToy();
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const std::string table =
      "demand_id,commodity,supplier_id,kg\nD1,beras,S1,10\nD1,beras,S1,5\nD1,beras,S99,1\n";
  const EvaluationResult whole = EvaluateTable(toy.dataset, toy.policy, {}, table);
  StopToken stop;
  stop.Ask();
  const EvaluationResult result = Evaluate(base, "mine.csv", table, nullptr,
                                           {.options = {.threads = 1}, .stop = stop, .progress = nullptr});
  ASSERT_TRUE(result.evaluation) << result.refusal;
  const Report report = ToReport(*result.evaluation, base), all = ToReport(*whole.evaluation, base);
  EXPECT_FALSE(report.complete);
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_EQ(
      report.sentences.back().english,
      "It was stopped before the table could be held against the best plan: this is what its rows break "
      "one by one.");
  for (const Table& part : report.tables) {
    const auto same = std::ranges::find(all.tables, part.key, &Table::key);
    ASSERT_EQ(part.rows.size(), 1U) << part.key;
    std::vector<Cell> row = same->rows.at(0);
    row.resize(part.columns.size());  // of `rules` without what the best plan breaks
    EXPECT_EQ(part.rows[0], row) << part.key;
  }
  EXPECT_EQ(report.tables.size(), 3U);
}

// K needs 10 kg of beras on Monday 2026-11-23 and on Tuesday.
TEST(EvaluateDays, RowsAreOfTheirDays) {
  const match::Tiny tiny = match::ReadTiny({});
  const match::Question question{.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2};
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = question};
  const StopToken never;
  const EvaluationResult result =
      Evaluate(base, "mine.csv",
               "date,demand_id,commodity,supplier_id,kg\n2026-11-23,K,beras,A,10\n"
               "2026-11-24,K,beras,A,4\n2026-11-25,K,beras,A,10\n,K,beras,A,10\n",
               nullptr, {.options = {.threads = 1}, .stop = never, .progress = nullptr});
  ASSERT_TRUE(result.evaluation);
  EXPECT_EQ(result.evaluation->shortage, 6);
  ASSERT_EQ(result.evaluation->fit.breaches.size(), 2U);
  EXPECT_EQ(Say(result.evaluation->fit.breaches[0], base).english,
            "2026-11-25 isn't one of the planned days");
  EXPECT_EQ(Say(result.evaluation->fit.breaches[1], base).english,
            "several days are planned, and no date says which is meant");
  const Report report = ToReport(*result.evaluation, base);
  EXPECT_TRUE(IsWellFormed(report));
  const Table& broken = report.tables[3];
  EXPECT_EQ(broken.columns[1].key, "date");
  EXPECT_EQ(std::get<std::string>(broken.rows[0][1]), "2026-11-25");
}

TEST(EvaluateDays, ADayOnWhichNobodyNeedsAnythingIsAPlannedDayAllTheSame) {
  const match::Tiny tiny = match::ReadTiny(
      {{"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,2026-11-23\nK,beras,10,2026-11-25\n"}});
  const match::Question question{.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 3};
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = question};
  const StopToken never;
  const EvaluationResult result =
      Evaluate(base, "mine.csv",
               "date,demand_id,commodity,supplier_id,kg\n2026-11-24,K,beras,A,4\n2026-11-26,K,beras,A,4\n",
               nullptr, {.options = {.threads = 1}, .stop = never, .progress = nullptr});
  ASSERT_TRUE(result.evaluation);
  const std::vector<match::Breach>& breaches = result.evaluation->fit.breaches;
  ASSERT_EQ(breaches.size(), 2U);
  EXPECT_EQ(breaches[0].rule, match::BrokenRule::kNoRequirement);
  EXPECT_EQ(breaches[1].rule, match::BrokenRule::kWrongDate);
  EXPECT_TRUE(IsWellFormed(ToReport(*result.evaluation, base)));
}

}  // namespace
}  // namespace pasok::study
