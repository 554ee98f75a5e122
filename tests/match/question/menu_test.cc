// The menu: what it asks for on which day, what goes before it, and where kitchens begin it so that few need
// much of one commodity at once.
#include "engine/match/question/menu.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "engine/match/plan.h"
#include "engine/match/recheck/menu.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;

constexpr char kPoints[] =
    "demand_id,name,kind,region,sd_1_3,smp\n"
    "K,Dapur K,sppg,61.01.01.2001,100,50\nL,Dapur L,sppg,61.02.01.2001,200,0\n";

// Two days from Monday 2026-11-23 on: rice each day, eggs on the first, fish that nobody sells on the second.
std::string MenuPolicy(const std::string& more = "") {
  return "version: 1\nservice_weekdays: 1-5\ncommodities: {beras: {}, telur: {}, ikan: {}}\n"
         "menu:\n  cycle_starts_on: 2026-11-23\n"
         "  portions_grams: {beras: {sd_1_3: 60, smp: 80.5}, telur: 62.5, ikan: {sd_1_3: 80}}\n"
         "  days: [[beras, telur], {beras: null, ikan: {sd_1_3: 90}}]\n" +
         more;
}

Tiny ReadMenu(const std::string& more = "", Files files = {}) {
  files["policy.yaml"] = MenuPolicy(more);
  files.try_emplace("demand_points.csv", kPoints);
  files.try_emplace("requirements.csv", "demand_id,commodity,kg\n");
  Tiny tiny = ReadTiny(files);
  if (auto completed = CompletedFor(tiny.dataset, tiny.policy)) tiny.dataset = *std::move(completed);
  return tiny;
}

// "K beras 11": each need in kg, by commodity and demand point.
std::vector<std::string> Needs(const Tiny& tiny, const Question& question) {
  const Instance instance = InstanceOf(tiny, question);
  std::vector<std::string> needs;
  for (const RequirementRow& row : instance.requirements) {
    const std::int32_t commodity = instance.commodities[row.commodity].dataset_commodity;
    needs.push_back(tiny.dataset.demand_points[row.demand_point].id + " " +
                    tiny.dataset.commodities[commodity] + " " + std::to_string(row.need));
  }
  return needs;
}

TEST(MenuNeeds, AreTheRecipientsTimesTheirPortions) {
  const Tiny tiny = ReadMenu();
  // K: 100 * 60 g + 50 * 80.5 g = 10.025 kg of rice, 150 eggs of 62.5 g = 9.375 kg; L: 12 kg and 12.5 kg.
  EXPECT_THAT(Needs(tiny, On("2026-11-23")),
              ElementsAre("K beras 11", "L beras 12", "K telur 10", "L telur 13"));
  EXPECT_THAT(Needs(tiny, On("2026-11-24")),
              ElementsAre("K beras 11", "L beras 12", "K ikan 9", "L ikan 18"));
  EXPECT_EQ(Needs(tiny, {}), Needs(tiny, On("2026-11-23"))) << "the undated day is the cycle's first";
}

TEST(MenuNeeds, MondaysKeepTheirMenuAndADayOffHasThatBeforeIt) {
  const Tiny tiny = ReadMenu();
  const MenuNeeds menu(tiny.dataset, tiny.policy);
  const auto day = [&](std::string_view date) { return menu.CycleDay(0, ParseDate(date)); };
  EXPECT_EQ(day("2026-11-27"), 0);  // Friday, four days on
  EXPECT_EQ(day("2026-11-28"), 0);  // Saturday
  EXPECT_EQ(day("2026-11-30"), 1);
  EXPECT_EQ(day("2026-11-22"), 1);  // the Sunday before has Friday's
  EXPECT_EQ(day("2026-11-20"), 1);
  EXPECT_EQ(day("2026-11-19"), 0);
  EXPECT_EQ(day("2025-11-24"), 0);  // 260 service days earlier
  EXPECT_EQ(day("2025-11-25"), 1);
}

TEST(MenuNeeds, GiveWayToRequirementsOfTheirCommodity) {
  const Tiny tiny = ReadMenu("", {{"requirements.csv",
                                   "demand_id,commodity,kg,date\nK,beras,30,\nK,telur,0,2026-11-23\n"
                                   "L,telur,7,2026-11-24\nL,beras,5,2026-11-28\n"}});
  EXPECT_THAT(Needs(tiny, On("2026-11-23")), ElementsAre("K beras 30", "L beras 12", "L telur 13"));
  EXPECT_THAT(Needs(tiny, On("2026-11-24")),
              ElementsAre("K beras 30", "L beras 12", "K ikan 9", "L ikan 18", "L telur 7"));
  EXPECT_THAT(Needs(tiny, On("2026-11-28")), ElementsAre("L beras 5")) << "a Saturday";
}

TEST(MenuNeeds, FollowTheCalendarsPortionsBeforeTheyAreRounded) {
  const Tiny tiny =
      ReadMenu("", {{"calendar.csv",
                     "date,demand_id,serves,portions_factor\n2026-11-23,K,yes,1.2\n2026-11-23,L,no,\n"
                     "2026-11-28,L,yes,0.5\n"}});
  EXPECT_THAT(Needs(tiny, On("2026-11-23")), ElementsAre("K beras 13", "K telur 12"));
  EXPECT_THAT(Needs(tiny, On("2026-11-28")), ElementsAre("L beras 6", "L telur 7"));
}

TEST(MenuNeeds, WhatNobodySellsIsShortAndToldWhy) {
  const Tiny tiny = ReadMenu();
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-11-23", 3));
  ASSERT_EQ(plan.shortages.size(), 6U);
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kNoOffer);
  EXPECT_EQ(plan.menu.size(), 6U);
  std::vector<RegisterFile> files = ExpectProven(plan, tiny);
  EXPECT_EQ(ContentOf("menu.csv", files),
            "date,demand_id,menu_day\n2026-11-23,K,1\n2026-11-23,L,1\n2026-11-24,K,2\n2026-11-24,L,2\n"
            "2026-11-25,K,1\n2026-11-25,L,1\n");
  const std::vector<RegisterFile> honest = files;
  const auto finds = [&](std::string_view name, const std::string& from, const std::string& to) {
    files = honest;
    std::string& content = ContentOf(name, files);
    const std::size_t at = content.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << content;
    content.replace(at, from.size(), to);
    return !Verify(tiny.dataset, "id", files).findings.ok();
  };
  EXPECT_TRUE(finds("menu.csv", "2026-11-24,K,2", "2026-11-24,K,1"));
  EXPECT_TRUE(finds("menu.csv", "2026-11-24,K,2\n", ""));
  EXPECT_TRUE(finds("menu.csv", "2026-11-25,L,1\n", "2026-11-25,L,1\n2026-11-25,M,1\n"));
  EXPECT_TRUE(finds("summary.json", "6 demand points cook by the menu", "7 demand points cook by the menu"));
  files = honest;
  std::erase_if(files, [](const RegisterFile& file) { return file.name == "menu.csv"; });
  EXPECT_FALSE(Verify(tiny.dataset, "id", files).findings.ok());
}

TEST(MenuNeeds, ADatasetThatDoesntKnowTheCommoditiesIsRefusedAndCompleted) {
  const Tiny tiny = ReadTiny({{"policy.yaml", MenuPolicy()}, {"demand_points.csv", kPoints}});
  EXPECT_THAT(MissingCommodities(tiny.dataset, tiny.policy), ElementsAre("ikan", "telur"));
  EXPECT_THAT(BuildInstance(tiny.dataset, tiny.policy, {}).findings.list,
              Contains(Field(&Finding::code, "unknown_commodity")));
  const std::optional<Dataset> completed = CompletedFor(tiny.dataset, tiny.policy);
  ASSERT_TRUE(completed);
  EXPECT_THAT(completed->commodities, ElementsAre("beras", "ikan", "telur"));
  EXPECT_FALSE(CompletedFor(*completed, tiny.policy));
}

TEST(StaggeredMenus, KitchensBeginOnOtherDaysWhereTooMuchIsNeededOnOne) {
  const std::string caps = "  most_kg_per_day: {telur: 15}\n";
  const Tiny tiny = ReadMenu(caps);
  // Each of K (9.375 kg of eggs) and L (12.5 kg) fits by itself, on one of the two days.
  EXPECT_THAT(Needs(tiny, On("2026-11-23")),
              ElementsAre("K beras 11", "L beras 12", "K ikan 9", "L telur 13"));
  EXPECT_THAT(Needs(tiny, On("2026-11-24")),
              ElementsAre("K beras 11", "L beras 12", "L ikan 18", "K telur 10"));
  Question mempawah = On("2026-11-23");
  mempawah.regions = {"61.02"};
  EXPECT_THAT(Needs(tiny, mempawah), ElementsAre("L beras 12", "L telur 13")) << "whoever else is asked for";
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-11-23"));
  std::vector<RegisterFile> files = ExpectProven(plan, tiny);
  const nlohmann::json summary = nlohmann::json::parse(ContentOf("summary.json", files));
  EXPECT_EQ(summary["rules"]["staggered_menus"]["kept"], true);
}

TEST(StaggeredMenus, WhatStaysOverIsReported) {
  const Tiny tiny = ReadMenu("  most_kg_per_day: {telur: 10}\n");
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-11-23"));
  std::vector<RegisterFile> files = ExpectProven(plan, tiny);
  const nlohmann::json rule =
      nlohmann::json::parse(ContentOf("summary.json", files))["rules"]["staggered_menus"];
  EXPECT_EQ(rule["kept"], false);
  EXPECT_EQ(rule["cases"], 1);
  EXPECT_EQ(rule["broken_kg"], 3);  // 12.5 kg
  EXPECT_EQ(rule["sentence"], "3 kg above most_kg_per_day, on 1 day of the cycle, each commodity for itself");
}

// Where they begin takes long to find for many kitchens, so the checker must not go on after it was stopped.
TEST(StaggeredMenus, TheCheckerSearchesUntilItIsStopped) {
  const Tiny tiny = ReadMenu("  most_kg_per_day: {telur: 13}\n");
  const auto begins_elsewhere = [&](const StopToken& stop) {
    const recheck::MenuReading menu(tiny.dataset, tiny.policy, stop);
    return menu.DayOf(0, 0) + menu.DayOf(1, 0) > 0;
  };
  StopToken stop;
  EXPECT_TRUE(begins_elsewhere(stop));
  stop.Ask();
  EXPECT_FALSE(begins_elsewhere(stop));
}

// Kitchens might do better together, but none alone; and all of them beginning on one day do no better.
TEST(StaggeredMenus, NoKitchenWouldDoBetterElsewhere) {
  std::mt19937_64 random(77);
  int staggered = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.most_demand_points = 8, .horizon = true, .menu = true});
    const Menu& menu = market.policy.menu;
    const auto days = std::ssize(menu.days);
    const MenuNeeds needs(market.dataset, market.policy);
    std::vector<std::int32_t> offsets;
    for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d)
      offsets.push_back(needs.CycleDay(d, std::nullopt));
    const auto over = [&] {
      Int128 sum = 0;
      for (const MostPerDay& cap : menu.most_per_day) {
        for (std::int64_t day = 0; day < days; ++day) {
          Int128 load = 0;
          for (std::size_t d = 0; d < offsets.size(); ++d) {
            const auto at = static_cast<std::int32_t>((day + offsets[d]) % days);
            for (const MenuNeed& need : needs.Of(static_cast<std::int32_t>(d), std::nullopt, at, Milli{1000}))
              load += market.dataset.commodities[need.commodity] == cap.commodity ? need.weight.value : 0;
          }
          sum += std::max<Int128>(0, load - cap.weight.value);
        }
      }
      return sum;
    };
    const Int128 reached = over();
    EXPECT_TRUE(reached == needs.overload().grams);
    for (std::int32_t& offset : offsets) {
      const std::int32_t mine = std::exchange(offset, 0);
      for (; offset < days; ++offset) EXPECT_TRUE(over() >= reached);
      offset = mine;
      staggered += mine != 0;
    }
    std::ranges::fill(offsets, 0);
    EXPECT_TRUE(over() >= reached);
  }
  EXPECT_GT(staggered, 100);
}

TEST(MenuNeeds, PlansOfRandomMarketsAreAcceptedByTheChecker) {
  std::mt19937_64 random(78);
  int cooked = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.horizon = i % 2 == 0, .menu = true, .rules = true});
    const PlanResult result =
        MakePlan(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    if (!result.plan) continue;
    const Verification verification =
        Verify(market.dataset, "id", FilesOf(*result.plan, market.dataset, market.policy, "id"));
    ASSERT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    ASSERT_TRUE(verification.optimal);
    cooked += !result.plan->menu.empty();
  }
  EXPECT_GT(cooked, 100);
}

// A cycle of one day, whose portions are whole grams as a register's are, asks what undated requirements ask.
TEST(MenuNeeds, ACycleOfOneDayIsTheSameAsRequirements) {
  std::mt19937_64 random(79);
  int compared = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .menu = true});
    Menu& menu = market.policy.menu;
    menu.days.resize(1);
    market.dataset.requirements.clear();
    Market other = market;
    other.policy.menu = {};
    for (MenuItem& item : menu.days[0]) {
      for (Milli& portion : item.portion_grams) portion.value -= portion.value % 1000;
    }
    for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d) {
      for (const MenuItem& item : menu.days[0]) {
        Requirement row{.demand_point = d,
                        .commodity = market.dataset.FindCommodity(item.commodity),
                        .need = {},
                        .date = std::nullopt};
        for (std::size_t group = 0; group < item.portion_grams.size(); ++group) {
          row.need.value +=
              market.dataset.demand_points[d].recipients[group] * (item.portion_grams[group].value / 1000);
        }
        other.dataset.requirements.push_back(row);
      }
    }
    const auto solve = [](const Market& each) {
      return Solve(each.dataset, each.policy, each.question, {}, StopToken(), nullptr);
    };
    const SolveResult by_menu = solve(market), by_rows = solve(other);
    if (!by_rows.solved) continue;
    // Where no portion is above zero, a menu asks for nothing and a row for zero kilograms.
    ASSERT_EQ(by_menu.solved ? by_menu.solved->matching.objective : 0, by_rows.solved->matching.objective);
    compared += by_menu.solved != nullptr;
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace pasok::match
