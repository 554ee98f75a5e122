// Explanations of plans of several days.
#include <gmock/gmock.h>

#include <random>

#include "engine/study/days.h"
#include "engine/study/explain.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/explain_by_hand.h"

namespace pasok::study {
namespace {

using match::Market;
using testing::HasSubstr;

std::string English(const Report& report) {
  std::string english;
  for (const Sentence& sentence : report.sentences) english += sentence.english + "\n";
  return english;
}

TEST(ExplainDays, SaysWhatItWouldTakeOnEachDayWhetherFoodIsKeptOrNot) {
  std::mt19937_64 random(113);
  std::map<Standing, int> seen;
  int over_days = 0, kept = 0;  // chains over several days, and questions where something is kept
  for (int i = 0; i < 1200; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 9,
                                                 .most_demand_points = 3,
                                                 .commodities = 2,
                                                 .horizon = true,
                                                 .kept = i % 4 > 0,
                                                 .aggregators = i % 3 == 0,
                                                 .spread = i % 5 == 2});
    match::GiveEachItsStore(market);
    market.question.days = 2 + i % 3;
    market.question.taken.clear();
    market.policy.storage.on = i % 4 > 0;
    if (market.policy.quantum.value < 500) market.policy.quantum.value = 1000;  // else bisection takes long
    // Dearer food on some days, so that keeping it pays.
    for (Offer& offer : market.dataset.offers) {
      if (random() % 3 == 0) offer.available_to = Date{20'000}, offer.capacity_per_day.value *= 4;
    }
    if (i % 4 == 3) {
      for (CommodityRule& rule : market.policy.commodities) rule.shelf_life_days = 4;
      for (Storage& storage : market.dataset.storage) storage.capacity.value += 20'000;
      market.policy.substitutes.clear();
    }
    if (i % 3 == 0) {  // more than aggregators handle
      for (Offer& offer : market.dataset.offers) offer.capacity_per_day.value *= 4;
    }
    if (i % 5 == 1) {  // ties
      for (Offer& offer : market.dataset.offers) offer.price = {1'000'000};
      for (CommodityRule& rule : market.policy.commodities) rule.haul_per_kg_km = {0};
      market.policy.tier_surcharge.fill({0});
      market.policy.kind_surcharge.fill({0});
    }
    if (market.dataset.suppliers.empty()) continue;
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const match::Instance& instance = solved->instance;
    if (instance.requirements.empty()) continue;
    kept += CouplesDays(instance);
    for (int n = 0; n < 3; ++n) {
      const auto r = static_cast<std::int32_t>(random() % instance.requirements.size());
      const match::CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
      const Key key{.demand_point = instance.requirements[r].demand_point,
                    .commodity = span.dataset_commodity,
                    .supplier = static_cast<std::int32_t>(random() % market.dataset.suppliers.size()),
                    .date = instance.days[span.day]};
      if (instance.IsRelief(r)) continue;  // nobody asks for one
      const ExplainResult result =
          Ask(*solved, {.demand_id = market.dataset.demand_points[key.demand_point].id,
                        .commodity = market.dataset.commodities[key.commodity],
                        .supplier_id = market.dataset.suppliers[key.supplier].id,
                        .date = key.date});
      ASSERT_TRUE(result.explanation) << result.refusal << match::Lines(result.findings);
      ASSERT_EQ(result.explanation->requirement, r);
      if (instance.requirements[r].need > 0) {
        ASSERT_EQ(result.explanation->more_costs, CostOfNeed(market, *solved, r, 1));
        if (result.explanation->less_saves) {
          ASSERT_EQ(result.explanation->less_saves, -CostOfNeed(market, *solved, r, -1));
        } else {
          ASSERT_EQ(instance.requirements[r].need, 1);
        }
      }
      ASSERT_TRUE(result.explanation->candidate);
      CheckCandidate(market, *solved, key, *result.explanation->candidate, seen);
      if (const std::optional<Path>& cycle = result.explanation->candidate->cycle) {
        over_days += std::ranges::any_of(cycle->steps, [&](const Step& step) {
          return step.requirement != kNone && DayOfRequirement(instance, step.requirement) != span.day;
        });
      }
      for (const Serving& serving : result.explanation->servings) CheckCycle(*solved, *serving.without);
      const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
      ASSERT_TRUE(IsWellFormed(ToReport(*result.explanation, base, *solved)));
      if (HasFatalFailure()) return;
    }
  }
  for (const Standing standing : {Standing::kNotEligible, Standing::kServes, Standing::kTie,
                                  Standing::kDearer, Standing::kSoldOut, Standing::kAggregatorFull})
    EXPECT_GT(seen[standing], 5) << ToWord(standing);
  EXPECT_GT(kept, 50);
  EXPECT_GT(over_days, 20);
}

// A sells 15 kg on Monday 2026-11-23 only, at 10,000; B sells on both days, at 12,000. K needs 10 kg a day
// and keeps 5 overnight, for Rp 100 a kg.
class Kept : public testing::Test {
 protected:
  const match::Tiny tiny_ = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_to\n"
        "A,beras,15,10000,2026-11-23\nB,beras,100,12000,\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,beras,8\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 100}\n"
        "commodities:\n  beras: {haul_idr_per_kg_km: 0, shelf_life_days: 3}\n"}});
  const Market market_{.dataset = tiny_.dataset,
                       .policy = tiny_.policy,
                       .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2}};
  const Base base_{.dataset = market_.dataset, .policy = market_.policy, .question = market_.question};
  const std::unique_ptr<match::Solved> solved_ = SolveFor(market_);

  Report Answer(const ExplainQuestion& question) {
    const ExplainResult result = Ask(*solved_, question);
    EXPECT_TRUE(result.explanation) << result.refusal << match::Lines(result.findings);
    Report report = ToReport(*result.explanation, base_, *solved_);
    EXPECT_TRUE(IsWellFormed(report));
    return report;
  }
};

TEST_F(Kept, TheFirstDayIsMeantUnlessAnotherIsNamed) {
  const Report first = Answer({.demand_id = "K", .commodity = "beras", .supplier_id = ""});
  EXPECT_THAT(English(first),
              HasSubstr("K needs 10 kg of beras on Monday, 2026-11-23; 1 supplier delivers 15 kg."));
  EXPECT_THAT(English(first), HasSubstr("5 kg are kept for Tuesday."));
  EXPECT_EQ(first.tables[0].columns[0].key, "date");
  EXPECT_EQ(std::get<std::string>(first.tables[0].rows[0][0]), "2026-11-23");
  const Report second =
      Answer({.demand_id = "K", .commodity = "beras", .supplier_id = "", .date = ParseDate("2026-11-24")});
  EXPECT_THAT(English(second),
              HasSubstr("K needs 10 kg of beras on Tuesday, 2026-11-24; 1 supplier delivers 5 kg."));
  EXPECT_THAT(English(second), HasSubstr("5 kg come from what was kept since Monday."));
}

TEST_F(Kept, StepsNameTheOtherDay) {
  const Report report = Answer({.demand_id = "K", .commodity = "beras", .supplier_id = "B"});
  EXPECT_THAT(English(report),
              HasSubstr("a kg less of it here would cost Rp 1\u202F900 more, with B on Tuesday instead."));
  EXPECT_THAT(
      English(report),
      HasSubstr("would make the plan Rp 100 per kg dearer: B delivers a kg more to K (Rp 12\u202F000), "
                "K keeps a kg more of beras from Monday for Tuesday (Rp 100), B delivers a kg less to K on "
                "Tuesday (Rp -12\u202F000)."));
  const Table& chain = report.tables.back();
  ASSERT_EQ(chain.columns.back().key, "from_date");
  std::vector<std::string> dates;
  for (const std::vector<Cell>& row : chain.rows) dates.push_back(std::get<std::string>(row.end()[-2]));
  EXPECT_THAT(dates, testing::Contains("2026-11-23"));
  EXPECT_THAT(dates, testing::Contains("2026-11-24"));
}

TEST_F(Kept, WhatItWouldTakeIsSaidOfAllDays) {
  const Report of_b = Answer({.demand_id = "K", .commodity = "beras", .supplier_id = "B"});
  EXPECT_THAT(English(of_b), HasSubstr(" on each of the days some optimal plan buys from it for K"));
  const Report of_a = Answer({.demand_id = "K", .commodity = "beras", .supplier_id = "A"});
  EXPECT_THAT(English(of_a),
              HasSubstr(" and as much more or less on each other day some optimal plan buys from it for K"));
}

// S's offer is one row, or one for each day: B is Rp 2,000 dearer on both days.
TEST(ExplainDays, SaysTheSameHoweverManyRowsAnOfferIsWrittenIn) {
  const std::string header =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from,available_to\n";
  for (const std::string rows : {"S,beras,50,10000,,\n",
                                 "S,beras,50,10000,,2026-11-30\n"
                                 "S,beras,50,10000,2026-12-01,\n"}) {
    SCOPED_TRACE(rows);
    const match::Tiny tiny = match::ReadTiny(
        {{"suppliers.csv",
          "supplier_id,name,kind,region\nS,S,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
         {"offers.csv", header + rows + "B,beras,500,12000,,\n"},
         {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,10,2026-11-30\nK,beras,10,2026-12-01\n"},
         {"storage.csv", "demand_id,commodity,kg\nK,beras,100\n"},
         {"policy.yaml",
          "version: 1\ncommodities:\n  beras: {shelf_life_days: 3}\n"
          "storage: {mode: on, holding_idr_per_kg_day: 100}\n"}});
    const Market market{
        .dataset = tiny.dataset, .policy = tiny.policy, .question = match::On("2026-11-30", 2)};
    const auto solved = SolveFor(market);
    const ExplainResult result =
        Ask(*solved,
            {.demand_id = "K", .commodity = "beras", .supplier_id = "S", .date = ParseDate("2026-12-01")});
    ASSERT_TRUE(result.explanation && result.explanation->candidate);
    EXPECT_EQ(result.explanation->candidate->highest_price, 12'000'00);
  }
}

TEST_F(Kept, ADayWithoutTheNeedIsAFindingWithTheDaysThatHaveIt) {
  const ExplainResult result = Ask(
      *solved_, {.demand_id = "K", .commodity = "beras", .supplier_id = "", .date = ParseDate("2026-11-25")});
  EXPECT_FALSE(result.explanation);
  EXPECT_THAT(match::Lines(result.findings), HasSubstr("it needs that on 2026-11-23, 2026-11-24"));
}

}  // namespace
}  // namespace pasok::study
