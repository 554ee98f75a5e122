// Every outcome of a comparison is the cold solve of the applied scenario, to the last sen.
#include "engine/study/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/scenario/random_scenario.h"

namespace pasok::study {
namespace {

Scenario Read(std::string_view change, std::string_view name = "Uji") {
  const std::string yaml =
      "version: 1\nname: " + std::string(name) + "\nchanges:\n  - " + std::string(change) + "\n";
  ScenarioReading reading = ReadScenario(yaml, "s.yaml");
  EXPECT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
  return std::move(reading.scenario);
}

class ToyComparison : public testing::Test {
 protected:
  Comparison Compare(const std::vector<Scenario>& scenarios) {
    const StopToken stop;
    ComparisonResult result = study::Compare(base_, scenarios, {.options = {}, .stop = stop, .progress = {}});
    EXPECT_TRUE(result.comparison) << result.refusal << match::Lines(result.findings);
    return *std::move(result.comparison);
  }

  const match::Toy toy_ = match::ReadToy();
  const match::Question question_;
  const Base base_{.dataset = toy_.dataset, .policy = toy_.policy, .question = question_};
};

TEST_F(ToyComparison, SaysWhoWinsAndWhoLoses) {
  const Comparison comparison = Compare({Read("activate: {supplier: S4}")});
  EXPECT_EQ(comparison.base.objective, 386'300'000);
  const Compared& woken = comparison.scenarios[0];
  ASSERT_TRUE(woken.outcome);
  EXPECT_EQ(woken.touched[0].suppliers, 1);
  EXPECT_EQ(woken.outcome->totals.shortage, 0);
  // KDMP Hulu sells telur at 26,000 in the place of S2 and S3; nobody sold as much before.
  ASSERT_FALSE(woken.shifts.suppliers.empty());
  EXPECT_EQ(woken.shifts.suppliers.front().id, "S4");
  EXPECT_EQ(woken.shifts.suppliers.front().sen_before, 0);
  EXPECT_EQ(woken.shifts.suppliers.front().sen, woken.shifts.suppliers.front().grams / 1000 * 2'600'000);
}

// At a tenth more for everything all earn more, and none sells a kg more.
TEST_F(ToyComparison, SaysOfRupiahThatTheyAreEarned) {
  const Comparison comparison = Compare({Read("price: {factor: 1.001}")});
  const Sentence sentence = ToReport(comparison, base_, {}).sentences.at(0);
  EXPECT_THAT(sentence.english, testing::EndsWith("; 3 suppliers earn more, 0 less."));
  EXPECT_THAT(sentence.indonesian, testing::EndsWith("; pendapatan 3 pemasok naik, 0 turun."));
}

TEST_F(ToyComparison, AScenarioThatDoesNotFitStandsAside) {
  const Comparison comparison = Compare({Read("stop: {supplier: S9}"), Read("need: {factor: 2}"),
                                         Read("need: {factor: 2, from: 2026-11-23, to: 2026-11-23}"),
                                         Read("capacity: {factor: 0.5, from: 2026-11-23, to: 2026-11-24}")});
  EXPECT_FALSE(comparison.scenarios[0].findings.ok());
  EXPECT_TRUE(comparison.scenarios[1].outcome);
  EXPECT_EQ(comparison.scenarios[2].findings.list.at(0).code, "no_day");
  EXPECT_EQ(comparison.scenarios[3].findings.list.at(0).code, "no_day");
  EXPECT_TRUE(comparison.complete);
  EXPECT_TRUE(IsWellFormed(ToReport(comparison, base_, {})));
}

TEST_F(ToyComparison, AChangeThatMissesThePlannedDayIsAnErrorWithItsLine) {
  match::Question question;
  question.date = ParseDate("2026-11-23");
  const Base base{.dataset = toy_.dataset, .policy = toy_.policy, .question = question};
  const std::vector<Scenario> scenarios{Read("need: {factor: 2, from: 2026-11-24, to: 2026-11-25}"),
                                        Read("need: {factor: 2, from: 2026-11-23, to: 2026-11-25}")};
  const StopToken stop;
  const auto result =
      study::Compare(base, scenarios, {.options = {.threads = 1}, .stop = stop, .progress = {}});
  ASSERT_TRUE(result.comparison);
  const Findings& missed = result.comparison->scenarios[0].findings;
  ASSERT_EQ(missed.errors, 1);
  EXPECT_THAT(ToLine(missed.list[0]),
              testing::AllOf(testing::HasSubstr(":4:"), testing::HasSubstr("touches_nothing"),
                             testing::HasSubstr("2026-11-24 to 2026-11-25"),
                             testing::HasSubstr("a day that is planned: 2026-11-23")));
  EXPECT_TRUE(result.comparison->scenarios[1].outcome);
}

// A scenario for a whole season is asked for single days too.
TEST_F(ToyComparison, AChangeThatMissesThePlannedDayIsAWarningWhereOthersHold) {
  match::Question question;
  question.date = ParseDate("2026-11-23");
  const Base base{.dataset = toy_.dataset, .policy = toy_.policy, .question = question};
  const std::vector<Scenario> scenarios{
      Read("need: {factor: 2, from: 2026-11-24, to: 2026-11-25}\n"
           "  - price: {factor: 2, from: 2026-11-20}")};
  const StopToken stop;
  const auto result =
      study::Compare(base, scenarios, {.options = {.threads = 1}, .stop = stop, .progress = {}});
  ASSERT_TRUE(result.comparison);
  const Compared& compared = result.comparison->scenarios[0];
  EXPECT_TRUE(compared.outcome);
  ASSERT_EQ(compared.findings.warnings, 1);
  EXPECT_THAT(ToLine(compared.findings.list[0]),
              testing::AllOf(testing::HasSubstr(":4:"), testing::HasSubstr("warning: touches_nothing")));
}

TEST(CompareTest, ScenariosRepeatNoWarningOfTheBase) {
  const match::Tiny tiny = match::ReadTiny(
      {{"policy.yaml", "version: 1\nstock: on\ncommodities:\n  beras: {}\n"},
       {"stock.csv", "demand_id,commodity,kg,use_by\nK,beras,1,2026-11-22\nK,beras,2,2026-11-21\n"}});
  match::Question monday;
  monday.date = ParseDate("2026-11-23");
  const StopToken stop;
  const ComparisonResult result =
      Compare({.dataset = tiny.dataset, .policy = tiny.policy, .question = monday},
              {{Read("need: {factor: 0.5}"), Read("need: {factor: 2}")}},
              {.options = {}, .stop = stop, .progress = {}});
  ASSERT_TRUE(result.comparison);
  EXPECT_EQ(result.findings.warnings, 2) << match::Lines(result.findings);
  for (const Compared& compared : result.comparison->scenarios) {
    ASSERT_TRUE(compared.outcome);
    EXPECT_EQ(compared.findings.warnings, 0) << match::Lines(compared.findings);
    EXPECT_TRUE(compared.findings.list.empty());
  }
}

TEST_F(ToyComparison, OnlyWhatDiffersOnRequest) {
  const Comparison comparison = Compare({Read("total_capacity: {supplier: S1, set_kg_per_day: 10000}")});
  for (const Table& table : ToReport(comparison, base_, {.only_differences = true}).tables) {
    EXPECT_EQ(table.rows.size(), table.key == "inputs" ? 1 : 0) << table.key;
  }
}

// The cells of a table's row with that figure, from the second on; nothing where there is none.
std::vector<Cell> RowOf(const Report& report, std::string_view table_key, std::string_view figure) {
  const auto table = std::ranges::find(report.tables, table_key, &Table::key);
  for (const std::vector<Cell>& row : table->rows) {
    const std::size_t at = table_key == "outcomes" ? 1 : 0;
    if (row[at] == Cell(std::string(figure)))
      return {row.begin() + static_cast<std::ptrdiff_t>(at) + 1, row.end()};
  }
  return {};
}

// Of the toy plan each of the three kitchens' rows is a delivery; at twice the need there are more.
TEST_F(ToyComparison, CountsTheDeliveriesAsThePlanDoes) {
  const Comparison comparison = Compare({Read("need: {factor: 2}")});
  const StopToken stop;
  const auto deliveries = [&](const Dataset& dataset) {
    return match::MakePlan(dataset, base_.policy, base_.question, {}, stop, {}).plan->totals.deliveries;
  };
  const std::int64_t before = deliveries(base_.dataset);
  const std::int64_t after =
      deliveries(Apply(Read("need: {factor: 2}"), base_.dataset, base_.policy).dataset);
  EXPECT_GT(before, 0);
  const auto count = [](std::int64_t value) { return Cell(Measured{Unit::kCount, value}); };
  EXPECT_EQ(RowOf(ToReport(comparison, base_, {}), "side_by_side", "deliveries"),
            (std::vector<Cell>{count(before), count(after)}));
}

// What strict aims come to is no sum that could lie below the least one.
TEST_F(ToyComparison, LaysNoSumOfStrictAimsBesideAWeightedOne) {
  const Comparison comparison = Compare({Read("policy: {aims: strict}")});
  const Report report = ToReport(comparison, base_, {});
  for (const char* figure : {"preference", "objective"}) {
    const std::vector<Cell> row = RowOf(report, "side_by_side", figure);
    ASSERT_EQ(row.size(), 2) << figure;
    EXPECT_NE(row[0], Cell()) << figure;
    EXPECT_EQ(row[1], Cell()) << figure;
  }
  EXPECT_NE(RowOf(report, "side_by_side", "money").at(1), Cell());
}

TEST(CompareBudgets, AreRowsWhereTheyAreOn) {
  match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base off{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  Policy with = toy.policy;
  with.budget.mode = BudgetMode::kReport;
  with.budget.per_portion.fill(Sen{1'000'000});
  for (DemandPoint& point : toy.dataset.demand_points)
    point.recipients.front() = 100;  // Rp 1,000,000 a day each
  const Base on{.dataset = toy.dataset, .policy = with, .question = question};
  const StopToken stop;
  const auto report = [&](const Base& base, std::string_view change) {
    const std::vector<Scenario> scenarios{Read(change)};
    ComparisonResult result = study::Compare(base, scenarios, {.options = {}, .stop = stop, .progress = {}});
    Report made = ToReport(*result.comparison, base, {});
    EXPECT_TRUE(IsWellFormed(made));
    return made;
  };
  EXPECT_TRUE(RowOf(report(off, "need: {factor: 0.5}"), "outcomes", "over_budget").empty());

  // The whole plan costs Rp 3,178,000: D1 and D2 are over by what is above Rp 2,000,000.
  const Report halved = report(on, "need: {factor: 0.1}");
  const auto count = [](std::int64_t value) { return Cell(Measured{Unit::kCount, value}); };
  const auto sen = [](std::int64_t value) { return Cell(Measured{Unit::kSen, value}); };
  EXPECT_EQ(RowOf(halved, "side_by_side", "kitchen_days_over_budget"),
            (std::vector<Cell>{count(2), count(0)}));
  EXPECT_EQ(RowOf(halved, "side_by_side", "over_budget"), (std::vector<Cell>{sen(117'800'000), sen(0)}));
  EXPECT_EQ(RowOf(halved, "outcomes", "over_budget"),
            (std::vector<Cell>{sen(117'800'000), sen(0), sen(-117'800'000), Cell(-1.0)}));

  // A scenario that switches them on has no base to be compared with.
  const Report switched = report(off, "policy: {budget: {mode: report}}");
  EXPECT_EQ(RowOf(switched, "outcomes", "kitchen_days_over_budget"),
            (std::vector<Cell>{Cell(), count(2), Cell(), Cell()}));
}

// Scenarios that switch on one rule each: every answer has a value exactly where its policy has the rule.
TEST(CompareSharing, IsCountedWhereItIsLimited) {
  const match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const StopToken stop;
  const std::vector<Scenario> scenarios{
      Read("policy: {budget: {mode: report}}"),
      Read("policy: {sharing: {mode: report, max_share_per_owner_group: 0.01}}"),
      Read("policy: {min_suppliers_per_demand_point: {mode: report, suppliers: 30}}"),
      Read("policy: {sharing: {mode: report}}")};
  const ComparisonResult result =
      study::Compare(base, scenarios, {.options = {}, .stop = stop, .progress = {}});
  const Report report = ToReport(*result.comparison, base, {});
  EXPECT_TRUE(IsWellFormed(report));
  const auto count = [](std::int64_t value) { return Cell(Measured{Unit::kCount, value}); };
  const match::Plan plan = match::PlanOf(toy.dataset, toy.policy, question);
  // Nobody belongs to a group, and each row is above its limit, which is a quantum at least.
  const auto rows = std::ranges::count_if(plan.allocations, [](const auto& row) { return row.quanta > 1; });
  EXPECT_EQ(RowOf(report, "side_by_side", "shares_off_limit"),
            (std::vector<Cell>{Cell(), Cell(), count(rows), Cell(), Cell()}));
  EXPECT_EQ(RowOf(report, "side_by_side", "kitchen_days_with_few_suppliers"),
            (std::vector<Cell>{Cell(), Cell(), Cell(), count(2), Cell()}));
  EXPECT_FALSE(RowOf(report, "side_by_side", "over_budget").empty());
  const auto figures_of = [&](const char* figure) {
    return std::ranges::count_if(report.tables[2].rows,
                                 [&](const auto& row) { return row[1] == Cell(std::string(figure)); });
  };
  EXPECT_EQ(figures_of("shares_off_limit"), 1);
  EXPECT_EQ(figures_of("over_budget"), 1);
}

// Both figures counted again from the rows of the same answer.
TEST(CompareSharing, IsWhatTheRowsComeTo) {
  std::int64_t shares = 0, kitchen_days = 0;
  for (int seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    match::Market market = match::RandomMarket(random, {.horizon = seed % 2 == 1, .rules = true});
    const auto share = [&] { return Millionths{static_cast<std::int64_t>(random() % 9 + 1) * 100'000}; };
    const Millionths of_requirement = share(), of_spend = share();
    const auto at = [&](ShareLimit limit) -> Millionths& {
      return market.policy.sharing.most[static_cast<std::size_t>(limit)];
    };
    market.policy.aims = Aims::kWeighted;
    market.policy.sharing.mode = SharingMode::kReport;
    at(ShareLimit::kOwnerOfRequirement) = of_requirement, at(ShareLimit::kSupplierOfSpend) = of_spend;
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kReport,
                                   .suppliers = static_cast<std::int32_t>(random() % 4 + 1)};
    const StopToken stop;
    const match::SolveResult result =
        match::Solve(market.dataset, market.policy, market.question, {.threads = 1}, stop, nullptr);
    if (!result.solved) continue;
    const match::Solved& solved = *result.solved;
    const Outcome outcome = OutcomeOf(solved);

    using Name = std::pair<std::optional<Date>, std::string>;  // of a demand point's day
    std::map<Name, std::set<std::string>> owners;
    std::map<std::pair<Name, std::string>, std::int64_t> needs, brought;  // by commodity
    std::map<Name, std::int64_t> spent;
    std::map<std::tuple<Name, std::string, std::string>, std::int64_t> by_owner;  // by commodity, owner
    std::map<std::pair<Name, std::string>, std::int64_t> by_supplier;
    const Dataset& dataset = market.dataset;
    for (const match::RequirementRow& row : solved.instance.requirements) {
      const match::CommoditySpan& span = solved.instance.commodities[row.commodity];
      const Name name{solved.instance.days[span.day], dataset.demand_points[row.demand_point].id};
      owners[name];
      needs[{name, dataset.commodities[span.dataset_commodity]}] += row.need;
    }
    for (const match::Allocation& row : match::PlanOf(solved, 1, stop, nullptr).allocations) {
      const Name name{row.date, dataset.demand_points[row.demand_point].id};
      const Supplier& supplier = dataset.suppliers[row.supplier];
      const std::string owner = supplier.owner_group.empty() ? "of " + supplier.id : supplier.owner_group;
      const std::string& commodity = dataset.commodities[row.commodity];
      owners[name].insert(owner);
      brought[{name, commodity}] += row.quanta, by_owner[{name, commodity, owner}] += row.quanta;
      spent[name] += row.quanta * row.unit_money;
      by_supplier[{name, supplier.id}] += row.quanta * row.unit_money;
    }
    const auto part = [](Millionths of, std::int64_t whole) {
      return static_cast<std::int64_t>(Int128{of.value} * whole / 1'000'000);
    };
    std::int64_t off = 0;
    for (const auto& [key, quanta] : by_owner) {
      const auto& [name, commodity, owner] = key;
      const std::int64_t whole = std::max(needs[{name, commodity}], brought[{name, commodity}]);
      off += quanta > std::max<std::int64_t>(1, part(of_requirement, whole));
    }
    for (const auto& [key, sen] : by_supplier) off += sen > part(of_spend, spent[key.first]);
    const auto few = std::ranges::count_if(owners, [&](const auto& kitchen) {
      return std::ssize(kitchen.second) < market.policy.min_suppliers.suppliers;
    });
    ASSERT_EQ(outcome.shares_off_limit, off);
    ASSERT_EQ(outcome.kitchen_days_with_few_suppliers, few);
    shares += off, kitchen_days += few;
  }
  EXPECT_GT(shares, 300);
  EXPECT_GT(kitchen_days, 200);
}

TEST_F(ToyComparison, StoppedItKeepsWhatItHas) {
  StopToken stop;
  stop.Ask();
  const std::vector<Scenario> scenarios{Read("need: {factor: 2}")};
  const ComparisonResult result =
      study::Compare(base_, scenarios, {.options = {}, .stop = stop, .progress = {}});
  EXPECT_FALSE(result.comparison);
  EXPECT_FALSE(result.refusal.empty());

  StopToken later;
  const ComparisonResult partial = study::Compare(
      base_, std::vector<Scenario>(3, scenarios[0]),
      {.options = {.threads = 1}, .stop = later, .progress = [&](std::string_view stage, double) {
         if (stage == "scenarios") later.Ask();
       }});
  ASSERT_TRUE(partial.comparison);
  EXPECT_FALSE(partial.comparison->complete);
  EXPECT_TRUE(partial.comparison->scenarios[0].outcome);
  EXPECT_FALSE(partial.comparison->scenarios[2].outcome);
  EXPECT_EQ(partial.comparison->scenarios[2].name, "Uji");
}

TEST_F(ToyComparison, MoreThanFiftyAreTooMany) {
  const StopToken stop;
  const ComparisonResult result = study::Compare(base_, std::vector<Scenario>(51, Read("need: {factor: 2}")),
                                                 {.options = {}, .stop = stop, .progress = {}});
  EXPECT_FALSE(result.comparison);
  EXPECT_FALSE(result.findings.ok());
}

// Sales and costs counted row by row from a plan.
std::map<std::string, std::int64_t> SalesOf(const match::Plan& plan, const Dataset& dataset) {
  std::map<std::string, std::int64_t> sales;
  for (const match::Allocation& row : plan.allocations) {
    sales[dataset.suppliers[row.supplier].id] +=
        row.quanta * RoundHalfUp(Int128{plan.quantum.value} * row.price.value, 1000);
  }
  return sales;
}

TEST(CompareTest, EveryOutcomeIsTheColdSolve) {
  std::int64_t compared = 0, of_days = 0;
  for (int seed = 0; seed < 150; ++seed) {
    std::mt19937_64 random(seed);
    match::Market market = RandomRegisteredMarket(
        random,
        {.most_suppliers = 20, .horizon = seed % 5 == 4, .kept = seed % 3 == 1, .spread = seed % 4 > 1});
    if (seed % 3 == 1 || seed % 4 > 1) market.policy.aims = Aims::kWeighted;
    if (market.dataset.offers.empty() || market.dataset.demand_points.empty()) continue;
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    std::vector<Scenario> scenarios;
    std::vector<match::PlanResult> cold;
    match::Question question = market.question;
    const StopToken stop;
    const match::PlanResult alone = match::MakePlan(market.dataset, market.policy, question, {}, stop, {});
    if (!alone.plan) continue;
    question.date = alone.plan->date;
    std::vector<Applied> applied;
    for (int i = 0; i < 4; ++i) {
      AppliedScenario drawn = RandomAppliedScenario(random, market, 3);
      CheckDays(drawn.scenario, question.date, question.days, drawn.applied);
      if (!drawn.applied.findings.ok()) continue;
      scenarios.push_back(drawn.scenario);
      applied.push_back(std::move(drawn.applied));
    }
    for (const int threads : {1, 2}) {
      const ComparisonResult result =
          Compare(base, scenarios, {.options = {.threads = threads}, .stop = stop, .progress = {}});
      ASSERT_TRUE(result.comparison);
      EXPECT_EQ(result.comparison->base.objective, alone.plan->certificate.primal);
      for (std::size_t i = 0; i < scenarios.size(); ++i) {
        const match::PlanResult is =
            match::MakePlan(applied[i].dataset, applied[i].policy, question, {}, stop, {});
        const std::optional<Outcome>& outcome = result.comparison->scenarios[i].outcome;
        ASSERT_EQ(is.plan.has_value(), outcome.has_value()) << ToYaml(scenarios[i]);
        if (!outcome) continue;
        ++compared;
        of_days += market.question.days > 1;
        const match::Totals& totals = outcome->totals;
        EXPECT_EQ(outcome->objective, is.plan->certificate.primal) << ToYaml(scenarios[i]);
        EXPECT_EQ(outcome->objective, outcome->bound);
        EXPECT_EQ(totals.money + totals.preference + totals.penalty + totals.carried, outcome->objective);
        EXPECT_EQ(totals.demand, is.plan->totals.demand);
        if (market.dataset.stock.empty()) {
          EXPECT_EQ(totals.allocated + totals.shortage, totals.demand);
        }
        // Who shifts, against the outcome's own lists and the base's.
        std::int64_t sales = 0, costs = 0;
        for (const Turnover& row : outcome->suppliers) sales += row.sen;
        for (const Turnover& row : result.comparison->base.suppliers) sales -= row.sen;
        for (const Turnover& row : outcome->demand_points) costs += row.sen;
        EXPECT_EQ(costs, totals.money);
        const Compared& sides = result.comparison->scenarios[i];
        for (const Shift& shift : sides.shifts.suppliers) sales -= shift.difference();
        EXPECT_EQ(sales, 0);
        std::int64_t by_kabupaten = 0;
        for (const KabupatenShift& row : sides.shifts.kabupaten) by_kabupaten += row.costs.sen;
        EXPECT_EQ(by_kabupaten, totals.money);
      }
      EXPECT_TRUE(IsWellFormed(ToReport(*result.comparison, base, {})));
    }
    std::map<std::string, std::int64_t> sold;
    const ComparisonResult lonely = Compare(base, {}, {.options = {}, .stop = stop, .progress = {}});
    ASSERT_TRUE(lonely.comparison);
    for (const Turnover& row : lonely.comparison->base.suppliers)
      sold[market.dataset.suppliers[row.row].id] = row.sen;
    EXPECT_EQ(sold, SalesOf(*alone.plan, market.dataset));
  }
  EXPECT_GT(compared, 300);
  EXPECT_GT(of_days, 50);
}

// A change that touches nothing of the answer moves nobody, however many optima there are.
// A serves K, which is near, and L, B serves M at half as much more: L gets nothing, and pays less for it.
TEST(CompareTest, NamesFirstWhoLosesFood) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.02.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,20,10000\nB,beras,10,10000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2002\nM,M,sppg,61.02.01."
        "2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\nM,beras,10\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {max_distance_km: 50}\n"}});
  const Base base{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const std::vector<Scenario> scenarios{
      Read("capacity: {supplier: A, factor: 0.5}\n  - price: {supplier: B, factor: 1.5}")};
  const StopToken stop;
  const ComparisonResult result = Compare(base, scenarios, {.options = {}, .stop = stop, .progress = {}});
  ASSERT_TRUE(result.comparison);
  const Report report = ToReport(*result.comparison, base, {});
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_EQ(report.sentences.at(1).english, "Uji: 1 demand point is shorter of food: L by 10 kg.");
  EXPECT_EQ(report.sentences.at(1).indonesian, "Uji: kekurangan 1 titik permintaan bertambah: L 10 kg.");
  const Table& table = report.tables.back();
  std::vector<std::string> ids;
  for (const std::vector<Cell>& row : table.rows) ids.push_back(std::get<std::string>(row[2]));
  EXPECT_THAT(ids, testing::ElementsAre("L", "B", "A", "M"));
  EXPECT_EQ(table.columns[10].key, "short_base");
  EXPECT_EQ(table.columns[11].key, "short");
  EXPECT_EQ(table.rows[0][10], Cell(std::int64_t{0}));
  EXPECT_EQ(table.rows[0][11], Cell(std::int64_t{10'000}));
  EXPECT_EQ(table.rows[1][11], Cell()) << "of a supplier";
}

TEST(CompareTest, TiesAreNoWinnersAndLosers) {
  for (int seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    const match::Market market = RandomRegisteredMarket(random, {.most_suppliers = 20});
    const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
    const std::vector<Scenario> scenarios{
        Read("add_supplier: {supplier_id: ZZZ, name: Lain, kind: kdmp, region: 61, lat: 0.5, lng: 110}")};
    const StopToken stop;
    const ComparisonResult result = Compare(base, scenarios, {.options = {}, .stop = stop, .progress = {}});
    if (!result.comparison) continue;
    ASSERT_TRUE(result.comparison->scenarios[0].findings.ok());
    EXPECT_TRUE(result.comparison->scenarios[0].shifts.suppliers.empty());
    EXPECT_TRUE(result.comparison->scenarios[0].shifts.demand_points.empty());
  }
}

}  // namespace
}  // namespace pasok::study
