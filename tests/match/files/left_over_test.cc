// Food that earlier deliveries left at hand: what a plan leaves, and what the next one makes of it.
#include "engine/match/files/left_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Date kMonday{20'780};  // 2026-11-23

// "K beras 10 until 2026-11-24", in kg.
std::vector<std::string> Said(const std::vector<AtHand>& rows) {
  std::vector<std::string> said;
  for (const AtHand& row : rows)
    said.push_back(row.demand_id + " " + row.commodity + " " + std::to_string(row.weight.value / 1000) +
                   (row.use_by ? " until " + ToIso(*row.use_by) : ""));
  return said;
}

LastingRows RowsOf(const Plan& plan, const Dataset& dataset) {
  LastingRows rows{.delivered = {}, .carried = {}, .at_hand = plan.at_hand};
  for (const Allocation& row : plan.allocations)
    rows.delivered.push_back({.date = *row.date,
                              .demand_id = dataset.demand_points[row.demand_point].id,
                              .commodity = dataset.commodities[row.commodity],
                              .weight = {row.quanta * plan.quantum.value}});
  FindingLog log;
  for (const RegisterFile& file : FilesOf(plan, dataset, BuiltInPolicy(), "id")) {
    if (file.name == "carried.csv") rows.carried = ReadCarried(file.name, file.content, log);
  }
  EXPECT_EQ(log.errors(), 0);
  return rows;
}

Policy Keeping(int days) {
  Policy policy = BuiltInPolicy();
  policy.storage.on = true;
  CommodityRule beras;
  beras.code = "beras";
  beras.shelf_life_days = days;
  policy.commodities = {beras};
  return policy;
}

DeliveredOn Delivery(int day, std::int64_t kg) {
  return {.date = {kMonday.days + day}, .demand_id = "K", .commodity = "beras", .weight = {kg * 1000}};
}
CarriedLine Kept(int from, int to, std::int64_t kg) {
  return {.way = Carried::Way::kStorage,
          .date = Date{kMonday.days + from},
          .to_date = Date{kMonday.days + to},
          .demand_id = "K",
          .commodity = "beras",
          .to_commodity = "beras",
          .weight = {kg * 1000},
          .served = {kg * 1000}};
}
CarriedLine FromStock(int to, std::int64_t kg) {
  return {.way = Carried::Way::kStock,
          .date = std::nullopt,
          .to_date = Date{kMonday.days + to},
          .demand_id = "K",
          .commodity = "beras",
          .to_commodity = "beras",
          .weight = {kg * 1000},
          .served = {kg * 1000}};
}
Date Day(int day) { return {kMonday.days + day}; }

TEST(LeftOver, MondayIsMonday) { EXPECT_EQ(ToIso(kMonday), "2026-11-23"); }

TEST(LeftOver, IsWhatIsKeptOverTheNight) {
  // 30 kg come on Monday for three days.
  const LastingRows rows{
      .delivered = {Delivery(0, 30)}, .carried = {Kept(0, 1, 20), Kept(1, 2, 10)}, .at_hand = {}};
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(0))), IsEmpty());
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(1))), ElementsAre("K beras 20 until 2026-11-27"));
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(2))), ElementsAre("K beras 10 until 2026-11-27"));
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(3))), IsEmpty());
}

TEST(LeftOver, AlsoOverADayOnWhichNothingIsNeeded) {
  const LastingRows rows{.delivered = {Delivery(0, 30)}, .carried = {Kept(0, 3, 20)}, .at_hand = {}};
  for (const int day : {1, 2, 3})
    EXPECT_THAT(Said(LeftOver(rows, Keeping(9), Day(day))), ElementsAre("K beras 20 until 2026-12-01"));
  EXPECT_THAT(Said(LeftOver(rows, Keeping(9), Day(4))), IsEmpty());
}

TEST(LeftOver, IsTheNewestSinceTheOldestIsCookedFirst) {
  // 10 kg a day are cooked; 25 come on Monday and 20 on Tuesday: on Wednesday 5 of Monday's and 20 are left.
  const LastingRows rows{.delivered = {Delivery(0, 25), Delivery(1, 20)},
                         .carried = {Kept(0, 1, 15), Kept(1, 2, 25)},
                         .at_hand = {}};
  EXPECT_THAT(Said(LeftOver(rows, Keeping(4), Day(2))),
              ElementsAre("K beras 5 until 2026-11-26", "K beras 20 until 2026-11-27"));
}

TEST(LeftOver, IsGoodByTheRulesOfWhoeverTakesItOver) {
  const LastingRows rows{.delivered = {Delivery(0, 30)}, .carried = {Kept(0, 2, 20)}, .at_hand = {}};
  EXPECT_THAT(Said(LeftOver(rows, Keeping(3), Day(2))), ElementsAre("K beras 20 until 2026-11-25"));
  EXPECT_THAT(Said(LeftOver(rows, Keeping(2), Day(2))), IsEmpty());
  EXPECT_THAT(Said(LeftOver(rows, Policy(), Day(1))), IsEmpty());  // it says no shelf life
}

TEST(LeftOver, HoldsWhatThePlanItselfBeganWith) {
  const LastingRows rows{
      .delivered = {},
      .carried = {FromStock(1, 8), Kept(1, 2, 3)},
      .at_hand = {{.demand_id = "K", .commodity = "beras", .weight = {6'000}, .use_by = Day(1)},
                  {.demand_id = "K", .commodity = "beras", .weight = {7'000}, .use_by = Day(4)}}};
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(1))),
              ElementsAre("K beras 6 until 2026-11-24", "K beras 7 until 2026-11-27"));
  // 5 kg of those that must go are cooked on Tuesday; the sixth spoils, and nothing is needed of the rest
  // but 3.
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(2))), ElementsAre("K beras 7 until 2026-11-27"));
}

TEST(LeftOver, SaysNothingOfStockCsv) {
  // 10 kg a day: 12 of stock.csv and 15 delivered on Monday; what is left of the former isn't told.
  const LastingRows rows{.delivered = {Delivery(0, 15)},
                         .carried = {FromStock(0, 12), Kept(0, 1, 17), Kept(1, 2, 7)},
                         .at_hand = {}};
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(1))), ElementsAre("K beras 15 until 2026-11-27"));
  EXPECT_THAT(Said(LeftOver(rows, Keeping(5), Day(2))), ElementsAre("K beras 7 until 2026-11-27"));
}

// A sells for less than B, but on Mondays only.
Files MondayMarket() {
  return {
      {"policy.yaml",
       "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 10}\ncommodities:\n"
       "  beras: {haul_idr_per_kg_km: 0, shelf_life_days: 3}\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,1\nB,beras,"
       "100,11000,\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"},
      {"storage.csv", "demand_id,commodity,kg\nK,beras,100\n"}};
}

Plan Checked(const Dataset& dataset, const Policy& policy, const Question& question) {
  const Plan plan = PlanOf(dataset, policy, question);
  const Verification verification = Verify(dataset, "id", FilesOf(plan, dataset, policy, "id"));
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
  EXPECT_EQ(verification.optimal, plan.certificate.primal == plan.certificate.dual);
  return plan;
}

TEST(AtHand, IsCookedBeforeAnythingIsBought) {
  const Tiny tiny = ReadTiny(MondayMarket());
  const Plan monday =
      Checked(tiny.dataset, tiny.policy, {.date = kMonday, .regions = {}, .taken = {}, .days = 3});
  EXPECT_EQ(monday.totals.money, 30 * 1'000'000);
  Question tuesday{.date = Day(1), .regions = {}, .taken = {}, .days = 3};
  EXPECT_EQ(Checked(tiny.dataset, tiny.policy, tuesday).totals.money, 30 * 1'100'000);
  tuesday.at_hand = LeftOver(RowsOf(monday, tiny.dataset), tiny.policy, Day(1));
  const Plan plan = Checked(tiny.dataset, tiny.policy, tuesday);
  EXPECT_EQ(plan.totals.money, 10 * 1'100'000);  // Thursday's
  EXPECT_EQ(plan.totals.demand, 30);
  EXPECT_EQ(plan.totals.carried, 10 * 1'000);  // one night at Rp 10
}

TEST(AtHand, CountsOnlyWhileItIsGood) {
  const Tiny tiny = ReadTiny(MondayMarket());
  Question question{.date = Day(1), .regions = {}, .taken = {}, .days = 3};
  question.at_hand = {{.demand_id = "K", .commodity = "beras", .weight = {25'000}, .use_by = Day(1)}};
  EXPECT_EQ(Checked(tiny.dataset, tiny.policy, question).totals.allocated, 20);
}

TEST(AtHand, OfWhatIsNoLongerInTheRegistersIsNoMatter) {
  const Tiny tiny = ReadTiny(MondayMarket());
  Question question{.date = Day(1), .regions = {}, .taken = {}, .days = 3};
  question.at_hand = {{.demand_id = "gone", .commodity = "beras", .weight = {25'000}, .use_by = Day(3)},
                      {.demand_id = "K", .commodity = "gone", .weight = {25'000}, .use_by = Day(3)}};
  EXPECT_EQ(Checked(tiny.dataset, tiny.policy, question).totals.allocated, 30);
}

TEST(AtHand, IsCheckedAgainstWhatThePlanMakesOfIt) {
  const Tiny tiny = ReadTiny(MondayMarket());
  Question question{.date = Day(1), .regions = {}, .taken = {}, .days = 3};
  question.at_hand = {{.demand_id = "K", .commodity = "beras", .weight = {20'000}, .use_by = Day(2)}};
  const Plan plan = Checked(tiny.dataset, tiny.policy, question);
  for (const char* const less : {"demand_id,commodity,kg,use_by\nK,beras,19,2026-11-25\n",
                                 "demand_id,commodity,kg,use_by\nK,beras,20,2026-11-24\n"}) {
    std::vector<RegisterFile> files = FilesOf(plan, tiny.dataset, tiny.policy, "id");
    const auto file = std::ranges::find(files, "at_hand.csv", &RegisterFile::name);
    ASSERT_NE(file, files.end());
    FindingLog log;
    EXPECT_EQ(ReadAtHand(file->name, file->content, log), question.at_hand);
    file->content = less;
    EXPECT_FALSE(Verify(tiny.dataset, "id", files).findings.ok()) << less;
    files.erase(file);
    EXPECT_FALSE(Verify(tiny.dataset, "id", files).findings.ok());
  }
}

// What is at hand is a stock, wherever it is told.
TEST(AtHand, IsAsIfItStoodInStockCsv) {
  std::mt19937_64 random(1);
  int used = 0;
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    if (!market.question.date || market.dataset.demand_points.empty() || market.dataset.commodities.empty())
      continue;
    Market told = market;
    told.policy.stock = true;
    if (!market.policy.stock) told.dataset.stock.clear();
    for (int n = 0; n < 6; ++n) {
      const auto d = static_cast<std::int32_t>(random() % market.dataset.demand_points.size());
      const auto k = static_cast<std::int32_t>(random() % market.dataset.commodities.size());
      const Grams weight{static_cast<std::int64_t>(random() % 60'000 + 1)};
      const auto use_by = Date{market.question.date->days + static_cast<std::int32_t>(random() % 5)};
      market.question.at_hand.push_back({.demand_id = market.dataset.demand_points[d].id,
                                         .commodity = market.dataset.commodities[k],
                                         .weight = weight,
                                         .use_by = use_by});
      told.dataset.stock.push_back({.demand_point = d, .commodity = k, .weight = weight, .use_by = use_by});
    }
    std::ranges::stable_sort(told.dataset.stock, {}, [](const Stock& row) {
      return std::tuple(row.demand_point, row.commodity, row.use_by);
    });
    const SolveResult asked = Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    const SolveResult same = Solve(told.dataset, told.policy, told.question, {}, StopToken(), nullptr);
    ASSERT_EQ(asked.solved != nullptr, same.solved != nullptr);
    if (!asked.solved) continue;
    EXPECT_EQ(asked.solved->matching.objective, same.solved->matching.objective);
    const Plan plan = Checked(market.dataset, market.policy, market.question);
    EXPECT_EQ(plan.certificate.primal, asked.solved->matching.objective);
    for (const Carried& row : plan.carried) used += row.way == Carried::Way::kStock;
  }
  EXPECT_GT(used, 100);
}

// A plan made anew on one of its days, from what it left at hand and for the same last day, costs what the
// rest of it did: where the optimum is cut, both parts are optima. Less, where what is at hand waits for its
// first day of need over days that needed none: it takes up no room and costs nothing until then.
TEST(AtHand, LetsAPlanGoOnAtTheSameCost) {
  std::mt19937_64 random(2);
  int kept = 0, compared = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    if (!market.question.date || market.question.days < 2) continue;
    market.policy.aims = Aims::kWeighted;
    market.policy.storage.on = true;
    market.policy.substitutes.clear();
    market.policy.stock = false;
    market.question.regions.clear();
    // Rooms of their own: what several share is split by the days that are planned.
    std::erase_if(market.dataset.storage, [](const Storage& row) { return row.commodity == kNone; });
    const SolveResult whole = Solve(market.dataset, market.policy, market.question, {}, StopToken(), nullptr);
    if (!whole.solved || whole.solved->matching.bound != whole.solved->matching.objective) continue;
    const Plan plan = Checked(market.dataset, market.policy, market.question);
    const Date first = *market.question.date;
    const Date morning{first.days + 1 + static_cast<std::int32_t>(random() % (market.question.days - 1))};
    std::int64_t before = 0;
    for (const Allocation& row : plan.allocations)
      if (*row.date < morning) before += row.quanta * (row.unit_money + row.unit_preference);
    for (const DayTotals& day : plan.days)
      if (*day.date < morning) before += day.penalty;
    for (const Carried& row : plan.carried)
      if (row.date && *row.date < morning) before += row.cost();
    Question rest = market.question;
    rest.date = morning;
    rest.days = market.question.days - (morning.days - first.days);
    rest.at_hand = LeftOver(RowsOf(plan, market.dataset), market.policy, morning);
    const SolveResult later = Solve(market.dataset, market.policy, rest, {}, StopToken(), nullptr);
    if (!later.solved) continue;  // nobody needs anything any more
    const bool waits = std::ranges::any_of(later.solved->instance.requirements,
                                           [](const RequirementRow& row) { return row.need == 0; });
    if (waits && !rest.at_hand.empty()) {
      EXPECT_LE(before + later.solved->matching.objective, plan.certificate.primal);
      continue;
    }
    EXPECT_EQ(before + later.solved->matching.objective, plan.certificate.primal);
    ++compared;
    kept += !rest.at_hand.empty();
  }
  EXPECT_GT(compared, 50);
  EXPECT_GT(kept, 20);
}

TEST(ReadCarried, NamesARowThatHasNoWay) {
  FindingLog log;
  const std::string header = "date,demand_id,commodity,kg,way,to_date,to_commodity\n";
  const std::string row = "2026-11-23,K,beras,3.000,storage,2026-11-24,beras\n";
  const auto rows =
      ReadCarried("carried.csv", header + row + "2026-11-23,K,beras,3.000,,2026-11-24,beras\n", log);
  EXPECT_EQ(rows.size(), 1U);
  ASSERT_EQ(log.errors(), 1);
  EXPECT_EQ(log.Take().list.front().field, "way");
}

TEST(ReadCarried, SaysWhatARowServesForWhereThatIsAnotherWeight) {
  FindingLog log;
  const std::string header = "date,demand_id,commodity,kg,way,to_date,to_commodity,cost_idr,to_kg\n";
  const auto rows = ReadCarried("carried.csv",
                                header + "2026-11-23,K,telur,3.000,substitute,2026-11-23,ayam,0.00,2.000\n" +
                                    "2026-11-23,K,beras,3.000,storage,2026-11-24,beras,0.00,\n",
                                log);
  EXPECT_EQ(log.errors(), 0);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].to_commodity, "ayam");
  EXPECT_EQ(rows[0].served, Grams{2'000});
  EXPECT_EQ(rows[1].served, rows[1].weight);
}

}  // namespace
}  // namespace pasok::match
