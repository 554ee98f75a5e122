// Needs that follow from the policy's menu, and what a scenario makes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "engine/register/codes.h"
#include "engine/register/limits.h"
#include "engine/study/scenario/apply.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// From Monday 2026-11-23 on rice each day, eggs on the first of two: K needs 10.025 kg of rice and 9.375 kg
// of eggs, L 12 kg and 12.5 kg. No register knows of eggs.
constexpr char kMenu[] =
    "menu:\n  cycle_starts_on: 2026-11-23\n  portions_grams: {beras: {sd_1_3: 60, smp: 80.5}, telur: 62.5}\n"
    "  days: [[beras, telur], [beras]]\n";

match::Tiny ReadMenu(const std::string& requirements = "") {
  return match::ReadTiny(
      {{"policy.yaml", "version: 1\ncommodities: {beras: {}, telur: {}, ikan: {}}\n" + std::string(kMenu)},
       {"demand_points.csv",
        "demand_id,name,kind,region,sd_1_3,smp\n"
        "K,Dapur K,sppg,61.01.01.2001,100,50\nL,Dapur L,sppg,61.02.01.2001,200,0\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\n" + requirements}});
}

Applied Try(const match::Tiny& tiny, const std::string& changes) {
  const ScenarioReading reading = ReadScenario("version: 1\nname: Uji\nchanges:\n" + changes, "s.yaml");
  EXPECT_TRUE(reading.findings.ok()) << match::Lines(reading.findings);
  return Apply(reading.scenario, tiny.dataset, tiny.policy);
}

// "K beras 11": each need in kg, by commodity and demand point; or what is wrong with the scenario.
std::vector<std::string> Needs(const match::Tiny& tiny, const std::string& changes,
                               const std::string& date = "") {
  const Applied applied = Try(tiny, changes);
  if (!applied.findings.ok()) return {match::Lines(applied.findings)};
  const match::Tiny changed{.dataset = applied.dataset, .policy = applied.policy};
  const match::Instance instance =
      match::InstanceOf(changed, {.date = ParseDate(date), .regions = {}, .taken = {}});
  std::vector<std::string> needs;
  for (const match::RequirementRow& row : instance.requirements) {
    const std::int32_t commodity = instance.commodities[row.commodity].dataset_commodity;
    needs.push_back(changed.dataset.demand_points[row.demand_point].id + " " +
                    changed.dataset.commodities[commodity] + " " + std::to_string(row.need));
  }
  return needs;
}

TEST(MenuNeedsOfAScenario, AreMultiplied) {
  const match::Tiny tiny = ReadMenu();
  EXPECT_THAT(Needs(tiny, "  - need: {demand_point: K, factor: 1.5}\n"),
              ElementsAre("K beras 16", "L beras 12", "K telur 15", "L telur 13"));
  // 10.025 kg * 0.5 = 5.0125 kg, rounded half up to 5.013 kg, and that * 2: 11 quanta as ever.
  EXPECT_THAT(
      Needs(tiny, "  - need: {demand_point: K, factor: 0.5}\n  - need: {commodity: beras, factor: 2}\n"),
      ElementsAre("K beras 11", "L beras 24", "K telur 5", "L telur 13"));
}

TEST(MenuNeedsOfAScenario, AreTheSameForADatasetThatKnowsTheMenuAlready) {
  const match::Tiny raw = ReadMenu();
  match::Tiny completed = ReadMenu();
  completed.dataset = CompletedFor(raw.dataset, raw.policy).value();
  for (const char* change :
       {"  - need: {factor: 1.2}\n", "  - need: {commodity: [beras, telur], factor: 1.2}\n",
        "  - price: {factor: 1.2}\n"}) {
    const Applied of_raw = Try(raw, change), of_completed = Try(completed, change);
    ASSERT_TRUE(of_raw.findings.ok()) << match::Lines(of_raw.findings);
    EXPECT_THAT(of_raw.dataset.commodities, ElementsAre("beras", "telur"));
    const auto files = match::FilesOf(match::PlanOf(of_completed.dataset, of_completed.policy),
                                      of_completed.dataset, of_completed.policy, "id");
    const match::Verification verification = match::Verify(of_raw.dataset, "id", files);
    EXPECT_TRUE(verification.findings.ok()) << match::Lines(verification.findings);
  }
}

TEST(MenuNeedsOfAScenario, AreOthersOnTheChosenDaysOnly) {
  const match::Tiny tiny = ReadMenu();
  const std::string changes =
      "  - need: {region: 61.02, factor: 2, from: 2026-11-24, to: 2026-11-24}\n"
      "  - need: {region: 61.01, factor: 3, from: 2026-11-24}\n";
  EXPECT_THAT(Needs(tiny, changes, "2026-11-23"),
              ElementsAre("K beras 11", "L beras 12", "K telur 10", "L telur 13"));
  EXPECT_THAT(Needs(tiny, changes, "2026-11-24"), ElementsAre("K beras 31", "L beras 24"));
  EXPECT_THAT(Needs(tiny, changes, "2026-11-26"), ElementsAre("K beras 31", "L beras 12"));
  // Without a day none of them would be cooked.
  const auto scenario = ReadScenario("version: 1\nname: Uji\nchanges:\n" + changes, "s.yaml").scenario;
  const auto finding = NeedsADay(scenario, Try(tiny, changes));
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->fix, "ask for 2026-11-24, the first of them");
}

TEST(MenuNeedsOfAScenario, AskForNoDayWhereTheMenuIsGone) {
  const match::Tiny tiny = ReadMenu("L,beras,5,\n");
  const std::string changes =
      "  - need: {demand_point: K, factor: 2, from: 2026-11-24}\n  - policy: {menu: null}\n";
  const auto scenario = ReadScenario("version: 1\nname: Uji\nchanges:\n" + changes, "s.yaml").scenario;
  const Applied applied = Try(tiny, changes);
  ASSERT_TRUE(applied.findings.ok()) << match::Lines(applied.findings);
  EXPECT_TRUE(applied.policy.menu.days.empty());
  EXPECT_FALSE(applied.dataset.menu_factors.empty());
  EXPECT_FALSE(NeedsADay(scenario, applied));
}

TEST(MenuNeedsOfAScenario, MayBeTakenAwayButNotSetOrAddedTo) {
  const match::Tiny tiny = ReadMenu();
  EXPECT_THAT(Needs(tiny, "  - need: {demand_point: K, set_kg: 0}\n"),
              ElementsAre("L beras 12", "L telur 13"));
  for (const char* how : {"set_kg: 5", "add_kg: 5", "add_kg: -1"}) {
    const std::string faults =
        Needs(tiny, "  - need: {demand_point: K, commodity: telur, " + std::string(how) + "}\n").at(0);
    EXPECT_THAT(faults, HasSubstr("s.yaml:4:"));
    EXPECT_THAT(faults, HasSubstr("menu_decides"));
    EXPECT_THAT(faults, HasSubstr("'K'"));
  }
  EXPECT_THAT(Needs(tiny, "  - need: {commodity: ikan, factor: 2}\n").at(0), HasSubstr("unknown_commodity"));
  EXPECT_THAT(Needs(tiny, "  - need: {demand_point: K, factor: 1}\n").at(0), HasSubstr("touches_nothing"));
  EXPECT_THAT(Needs(tiny, "  - need: {factor: 0}\n  - need: {factor: 2}\n").at(0),
              HasSubstr("touches_nothing"));
}

TEST(MenuNeedsOfAScenario, LeaveRequirementsToThemselves) {
  const match::Tiny tiny = ReadMenu("K,beras,30,\nK,telur,7,2026-11-23\n");
  EXPECT_THAT(Needs(tiny, "  - need: {factor: 2}\n", "2026-11-23"),
              ElementsAre("K beras 60", "L beras 24", "K telur 14", "L telur 25"));
  EXPECT_THAT(Needs(tiny, "  - need: {demand_point: K, commodity: beras, set_kg: 8}\n", "2026-11-23"),
              ElementsAre("K beras 8", "L beras 12", "K telur 7", "L telur 13"));
  // On its own day the row decides, on others the menu.
  const std::string change =
      "  - need: {demand_point: K, commodity: telur, set_kg: 8, from: 2026-11-23, to: ";
  EXPECT_THAT(Needs(tiny, change + "2026-11-23}\n", "2026-11-23"),
              ElementsAre("K beras 30", "L beras 12", "K telur 8", "L telur 13"));
  EXPECT_THAT(Needs(tiny, change + "2026-11-24}\n").at(0), HasSubstr("menu_decides"));
}

TEST(MenuNeedsOfAScenario, FollowAMenuThatTheScenarioItselfBrings) {
  match::Tiny tiny = match::ReadTiny({});
  const std::string menu =
      "  - policy: {menu: {cycle_starts_on: 2026-11-23, portions_grams: {ikan: {smp: 80}}, days: [[ikan]]}}\n"
      "  - add_demand_point: {demand_id: M, name: Baru, kind: sppg, region: 61.01.01.2001, smp: 100}\n";
  EXPECT_THAT(Needs(tiny, menu), ElementsAre("K beras 10", "M ikan 8"));
  EXPECT_THAT(Needs(tiny, menu + "  - need: {commodity: ikan, factor: 1.5}\n"),
              ElementsAre("K beras 10", "M ikan 12"));
}

TEST(MenuNeedsOfAScenario, FollowItsUsualPortionsWhereDaysNameNoGrams) {
  const match::Tiny tiny = ReadMenu();
  const auto before = Needs(tiny, "  - policy: {distance: {circuity: 1.5}}\n", "2026-11-24");
  EXPECT_THAT(before, ElementsAre("K beras 11", "L beras 12"));
  EXPECT_THAT(
      Needs(tiny, "  - policy: {menu: {portions_grams: {beras: {sd_1_3: 120, smp: 0}}}}\n", "2026-11-24"),
      ElementsAre("K beras 12", "L beras 24"));
  EXPECT_THAT(Needs(tiny, "  - policy: {menu: {days: [[telur]]}}\n", "2026-11-24"),
              ElementsAre("K telur 10", "L telur 13"));
}

TEST(MenuNeedsOfAScenario, StayWithinTheRangeOfOneNeed) {
  const match::Tiny tiny = ReadMenu();
  const std::string thousand = "  - need: {demand_point: K, commodity: beras, factor: 1000}\n";
  EXPECT_THAT(Needs(tiny, thousand).at(0), HasSubstr("K beras 10025"));
  EXPECT_THAT(Needs(tiny, thousand + thousand).at(0), HasSubstr("out_of_range"));
}

// A change of K's rice on some days of November 2026.
std::string Times(int factor, int from, int to) {
  return "  - need: {demand_point: K, commodity: beras, factor: " + std::to_string(factor) +
         ", from: 2026-11-" + std::to_string(from) + ", to: 2026-11-" + std::to_string(to) + "}\n";
}

TEST(MenuNeedsOfAScenario, StayWithinTheRangeDayByDay) {
  const match::Tiny tiny = ReadMenu();
  std::string apart, far_apart;
  for (int day = 10; day < 30; day += 2) {
    apart += Times(10, day, day + 1);
    far_apart += Times(1000, day, day);
  }
  EXPECT_THAT(Needs(tiny, apart + Times(2, 10, 29), "2026-11-24"), ElementsAre("K beras 201", "L beras 12"));
  // 10.025 kg * 1000 * 900 are within 10,000 t, and times 2 they aren't.
  EXPECT_THAT(Needs(tiny, far_apart + Times(900, 10, 29), "2026-11-24"),
              ElementsAre("K beras 9022500", "L beras 12"));
  EXPECT_THAT(Needs(tiny, far_apart + Times(900, 10, 29) + Times(2, 23, 24)).at(0),
              HasSubstr("s.yaml:15:55: error: out_of_range"));
  EXPECT_THAT(Needs(tiny, far_apart + Times(900, 10, 29) + Times(2, 23, 23), "2026-11-24"),
              ElementsAre("K beras 9022500", "L beras 12"));
  // What is little on each of the days may be multiplied by much.
  const std::string thousandth =
      "  - need: {demand_point: K, factor: 0.001, from: 2026-11-23, to: 2026-11-24}\n";
  EXPECT_THAT(Needs(tiny, Times(1000, 23, 24) + thousandth + Times(1000, 24, 24), "2026-11-24"),
              ElementsAre("K beras 10025", "L beras 12"));
}

TEST(MenuNeedsOfAScenario, AreNotChangedWhereNoDayIs) {
  const match::Tiny tiny = ReadMenu();
  const std::string closed = Times(0, 23, 24) + Times(0, 25, 27);
  EXPECT_THAT(Needs(tiny, closed + Times(2, 24, 26)).at(0), HasSubstr("s.yaml:6:5: error: touches_nothing"));
  EXPECT_TRUE(Try(tiny, closed + Times(2, 24, 28)).findings.ok());
}

TEST(MenuNeedsOfAScenario, StayWithinTheRangeUnderAMenuThatComesAfterThem) {
  const match::Tiny tiny = ReadMenu();
  const std::string much = Times(1000, 23, 24) + Times(900, 24, 25);
  const auto menu_of = [](int grams) {
    return "  - policy: {menu: {portions_grams: {beras: {smp: 0, sd_1_3: " + std::to_string(grams) +
           "}}, days: [[beras]]}}\n";
  };
  EXPECT_THAT(Needs(tiny, much + menu_of(50), "2026-11-24"), ElementsAre("K beras 4500000", "L beras 10"));
  EXPECT_THAT(Needs(tiny, much + menu_of(10'000)).at(0), HasSubstr("s.yaml:6:5: error: out_of_range"));
  EXPECT_THAT(Needs(tiny, menu_of(10'000), "2026-11-24"), ElementsAre("K beras 1000", "L beras 2000"));
}

struct Scaled {
  match::Market market;
  Applied by_scenario;
  std::int64_t thousandths = 0;
};

// A random market with a menu, whose needs a scenario multiplies.
Scaled RandomScaled(std::mt19937_64& random) {
  Scaled scaled{.market = match::RandomMarket(random, {.horizon = true, .menu = true}), .by_scenario = {}};
  scaled.thousandths = std::uniform_int_distribution<std::int64_t>(0, 3000)(random);
  if (scaled.thousandths == 1000) ++scaled.thousandths;
  for (std::vector<MenuItem>& day : scaled.market.policy.menu.days) {
    for (MenuItem& item : day) {
      for (Milli& portion : item.portion_grams) portion.value -= portion.value % 1000;
    }
  }
  Scenario scenario{.name = "Uji"};
  scenario.changes.push_back(
      {.what = Adjust{.what = Adjust::What::kNeed,
                      .which = {},
                      .how = {.how = Adjustment::How::kFactor, .value = scaled.thousandths * 1000}}});
  scaled.by_scenario = Apply(scenario, scaled.market.dataset, scaled.market.policy);
  return scaled;
}

// To the gram: a portion's rounding apart.
TEST(MenuNeedsOfAScenario, AreThoseOfAMenuWithOtherPortions) {
  std::mt19937_64 random(91);
  int compared = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Scaled scaled = RandomScaled(random);
    if (!scaled.by_scenario.findings.ok()) continue;  // nobody eats anything
    match::Tiny by_scenario{.dataset = scaled.by_scenario.dataset, .policy = scaled.by_scenario.policy};
    match::Tiny by_menu{.dataset = scaled.market.dataset, .policy = scaled.market.policy};
    for (Requirement& row : by_menu.dataset.requirements)
      row.need.value = RoundHalfUp(Int128{row.need.value} * scaled.thousandths, 1000);
    for (std::vector<MenuItem>& day : by_menu.policy.menu.days) {
      for (MenuItem& item : day) {
        for (Milli& portion : item.portion_grams) portion.value = portion.value / 1000 * scaled.thousandths;
      }
    }
    std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, std::int64_t> grams[2];
    for (int which = 0; which < 2; ++which) {
      match::Tiny& tiny = which == 0 ? by_scenario : by_menu;
      tiny.policy.menu.most_per_day.clear();  // who begins where depends on the portions
      tiny.policy.quantum = {1};
      const match::InstanceReading reading =
          match::BuildInstance(tiny.dataset, tiny.policy, scaled.market.question);
      if (!reading.instance) continue;
      for (const match::RequirementRow& row : reading.instance->requirements) {
        const match::CommoditySpan& span = reading.instance->commodities[row.commodity];
        grams[which][{span.day, row.demand_point, span.dataset_commodity}] = row.need;
        grams[1 - which].try_emplace({span.day, row.demand_point, span.dataset_commodity}, 0);
      }
    }
    const std::int64_t most_apart = 1 + scaled.thousandths / 1000;
    for (const auto& [key, need] : grams[0]) {
      EXPECT_LE(std::abs(need - grams[1][key]), most_apart);
      compared += need > 0;
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(MenuNeedsOfAScenario, LeaveEveryKitchenItsDayOfTheCycleAndAreAcceptedByTheChecker) {
  std::mt19937_64 random(92);
  int cooked = 0, found = 0;
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    const Scaled scaled = RandomScaled(random);
    if (!scaled.by_scenario.findings.ok()) continue;
    const auto& [dataset, policy, touched, findings] = scaled.by_scenario;
    const match::MenuNeeds before(scaled.market.dataset, scaled.market.policy), after(dataset, policy);
    for (std::int32_t d = 0; d < std::ssize(dataset.demand_points) && after.any(); ++d)
      EXPECT_EQ(before.CycleDay(d, std::nullopt), after.CycleDay(d, std::nullopt));
    const match::PlanResult result =
        match::MakePlan(dataset, policy, scaled.market.question, {}, StopToken(), nullptr);
    if (!result.plan) continue;
    const auto files = match::FilesOf(*result.plan, dataset, policy, "id");
    const match::Verification verification = match::Verify(dataset, "id", files);
    ASSERT_TRUE(verification.findings.ok()) << match::Lines(verification.findings);
    cooked += !result.plan->menu.empty();
    // A plan of other needs than the checker reads is found.
    Dataset without = dataset;
    without.menu_factors.clear();
    found += !result.plan->menu.empty() && !match::Verify(without, "id", files).findings.ok();
  }
  EXPECT_GT(cooked, 50);
  EXPECT_GT(found, cooked / 2);
}

}  // namespace
}  // namespace pasok::study
