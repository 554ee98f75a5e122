// What a quantum less or more needed changes is what planning again says, where contracts and the largest
// share move along with the need.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "engine/study/bottlenecks.h"
#include "engine/study/explain.h"
#include "engine/study/price_range.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/study/explain_by_hand.h"
#include "tests/study/find_bottlenecks.h"

namespace pasok::study {
namespace {

using match::Market;

// Rupiah, and kg for which they hold.
struct Values {
  std::int64_t less_saves = 0, more_costs = 0;
  std::int64_t less_room = 0, more_room = 0;
  bool operator==(const Values&) const = default;
};

void PrintTo(const Values& values, std::ostream* out) {
  *out << values.less_saves << " for " << values.less_room << ", " << values.more_costs << " for "
       << values.more_room;
}

// K needs so much rice of A and B, who have 100 kg each; `contract`: min_kg and max_kg of A's with K.
struct Kitchen {
  int need = 10, price_of_a = 10'000, price_of_b = 12'000;
  std::string contract = "", largest_share = "1";
};

match::Tiny Read(const Kitchen& kitchen) {
  const std::string contract = kitchen.contract.empty() ? "" : "A,K,beras," + kitchen.contract + "\n";
  return match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100," +
                          std::to_string(kitchen.price_of_a) + "\nB,beras,100," +
                          std::to_string(kitchen.price_of_b) + "\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras," + std::to_string(kitchen.need) + "\n"},
       {"contracts.csv", "supplier_id,demand_id,commodity,min_kg,max_kg\n" + contract},
       {"policy.yaml", "version: 1\nconcentration: {max_share_per_supplier: " + kitchen.largest_share +
                           "}\ncommodities:\n  beras: {}\n"}});
}

// What both studies say.
Values Tell(const Kitchen& kitchen) {
  const match::Tiny tiny = Read(kitchen);
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const ExplainResult explained = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = ""});
  const MarginalValue value = Find(*solved).values.at(0);
  EXPECT_EQ(explained.explanation->less_saves, value.more_saves);
  EXPECT_EQ(explained.explanation->more_costs, value.less_costs);
  const Report report =
      ToReport(*explained.explanation,
               {.dataset = market.dataset, .policy = market.policy, .question = market.question}, *solved);
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_EQ(
      testing::Value(report.sentences, testing::Contains(testing::Field(
                                           &Sentence::english, testing::HasSubstr("a kg more would save")))),
      value.less_costs < 0);
  return {.less_saves = value.more_saves / 100,
          .more_costs = value.less_costs / 100,
          .less_room = value.more_room,
          .more_room = value.less_room};
}

TEST(NeedValues, AContractWithoutAMaximumLetsAsMuchMoreComeAsIsNeeded) {
  const Values cheaper{.less_saves = 10'000, .more_costs = 10'000, .less_room = 1, .more_room = 1};
  EXPECT_EQ(Tell({.contract = "1,"}), cheaper);
  EXPECT_EQ(Tell({.contract = ",11"}), cheaper);
}

TEST(NeedValues, AMaximumStaysWhereItIs) {
  EXPECT_EQ(Tell({.contract = "1,10"}),
            (Values{.less_saves = 10'000, .more_costs = 12'000, .less_room = 1, .more_room = 1}));
}

// A is dearer, and promises all that is needed: of less it can keep less, of more it needn't keep more.
TEST(NeedValues, WhereAMinimumFillsTheNeedItFallsWithIt) {
  EXPECT_EQ(Tell({.price_of_a = 13'000, .price_of_b = 10'000, .contract = "10,"}),
            (Values{.less_saves = 13'000, .more_costs = 10'000, .less_room = 1, .more_room = 1}));
}

TEST(NeedValues, WhereAMinimumIsBrokenMoreNeededKeepsMoreOfIt) {
  EXPECT_EQ(Tell({.price_of_a = 13'000, .price_of_b = 10'000, .contract = "12,"}),
            (Values{.less_saves = 13'000, .more_costs = 13'000, .less_room = 1, .more_room = 1}));
}

TEST(NeedValues, TheLargestShareGrowsByStepsOfTheNeed) {
  // 4 kg each and 1 kg short becomes 5 kg each.
  const std::int64_t penalty = BuiltInPolicy().shortage_penalty.value / 100;
  EXPECT_EQ(Tell({.need = 9, .price_of_a = 13'000, .price_of_b = 10'000, .largest_share = "0.5"}),
            (Values{.less_saves = penalty, .more_costs = 23'000 - penalty, .less_room = 1, .more_room = 1}));
  EXPECT_EQ(Tell({.need = 10, .price_of_a = 13'000, .price_of_b = 10'000, .largest_share = "0.5"}),
            (Values{.less_saves = 23'000 - penalty, .more_costs = penalty, .less_room = 1, .more_room = 1}));
}

// A may bring 8 kg of 12 or 13 kg, and 9 kg of 14; by the smaller share 3 kg of 18 to 23.
TEST(NeedValues, BetweenTheStepsOfTheLargestSharePricesHold) {
  EXPECT_EQ(Tell({.need = 13, .largest_share = "0.67"}),
            (Values{.less_saves = 12'000, .more_costs = 10'000, .less_room = 1, .more_room = 1}));
  EXPECT_EQ(Tell({.need = 19, .largest_share = "0.17"}).more_room, 4);
}

// Against plans for the changed need.
void CheckAll(const Market& market, const match::Solved& solved, int& different) {
  const match::Instance& instance = solved.instance;
  const auto least = LeastPrices(solved, 1, StopToken());
  const auto most = MostPrices(solved, 1, StopToken());
  std::map<std::pair<std::int32_t, std::int32_t>, std::pair<std::int64_t, std::int64_t>> best;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    SCOPED_TRACE(testing::Message() << "requirement " << r);
    const match::RequirementRow& row = instance.requirements[r];
    const ExplainResult result = Ask(solved, {.demand_id = market.dataset.demand_points[row.demand_point].id,
                                              .commodity = market.dataset.commodities[row.commodity],
                                              .supplier_id = ""});
    ASSERT_TRUE(result.explanation);
    const std::int64_t saves = -CostOfNeed(market, solved, r, -1), costs = CostOfNeed(market, solved, r, 1);
    ASSERT_EQ(result.explanation->less_saves, saves);
    ASSERT_EQ(result.explanation->more_costs, costs);
    different += saves != least->requirement[r] || costs != most->requirement[r];
    std::int32_t region = market.dataset.demand_points[row.demand_point].region;
    if (market.dataset.regions[region].level > 2) region = market.dataset.regions[region].parent;
    const auto [at, is_new] = best.try_emplace(std::pair(row.commodity, region), saves, costs);
    at->second = {std::max(at->second.first, saves), std::min(at->second.second, costs)};
  }
  const BottleneckStudy study = Find(solved);
  ASSERT_EQ(study.values.size(), best.size());
  for (const MarginalValue& value : study.values) {
    const auto& [saves, costs] = best.at(std::pair(value.commodity, value.region));
    ASSERT_EQ(value.more_saves, saves);
    ASSERT_EQ(value.less_costs, costs);
    const std::int64_t less = std::min(value.more_room, instance.requirements[value.more_at].need);
    ASSERT_EQ(-CostOfNeed(market, solved, value.more_at, -less), less * saves);
    const std::int64_t more = std::min<std::int64_t>(value.less_room, 1'000);
    ASSERT_EQ(CostOfNeed(market, solved, value.less_at, more), more * costs);
  }
}

TEST(NeedValues, AreWhatPlanningAgainSays) {
  std::mt19937_64 random(131);
  int different = 0;
  for (int i = 0; i < 400 && !testing::Test::HasFatalFailure(); ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 10,
                                                 .most_demand_points = 4,
                                                 .contracts = i % 4 > 0,
                                                 .aggregators = i % 3 == 1,
                                                 .spread = i % 5 > 2});
    if (i % 2 == 1) {  // needs of few quanta, where steps of shares are large
      market.policy.quantum.value = 3'000;
      for (Requirement& row : market.dataset.requirements) row.need.value /= 2;
    }
    const auto solved = SolveFor(market);
    CheckAll(market, *solved, different);
  }
  EXPECT_GT(different, 100) << "contracts and shares must make a difference";
}

// Contracts of one day follow what is needed on another, for which food may be kept.
TEST(NeedValues, AreWhatPlanningSeveralDaysAgainSays) {
  std::mt19937_64 random(132);
  int contracts = 0, kept = 0, of_one = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 8,
                                                 .most_demand_points = 3,
                                                 .commodities = 2,
                                                 .horizon = true,
                                                 .contracts = true,
                                                 .kept = i % 4 > 0,
                                                 .aggregators = i % 3 == 0,
                                                 .spread = i % 5 == 2});
    match::GiveEachItsStore(market);
    market.question.days = 2 + i % 3;
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const match::Instance& instance = solved->instance;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const match::RequirementRow& row = instance.requirements[r];
      const match::CommoditySpan& span = instance.commodities[row.commodity];
      if (row.need == 0 || span.is_relief) continue;
      SCOPED_TRACE(testing::Message() << "requirement " << r);
      const ExplainResult result =
          Ask(*solved, {.demand_id = market.dataset.demand_points[row.demand_point].id,
                        .commodity = market.dataset.commodities[span.dataset_commodity],
                        .supplier_id = "",
                        .date = instance.days[span.day]});
      ASSERT_TRUE(result.explanation);
      ASSERT_EQ(result.explanation->more_costs, CostOfNeed(market, *solved, r, 1));
      if (result.explanation->less_saves) {
        ASSERT_EQ(result.explanation->less_saves, -CostOfNeed(market, *solved, r, -1));
      } else {
        ASSERT_EQ(row.need, 1);
        ++of_one;
      }
    }
    contracts += !instance.pair_terms.empty();
    kept += !instance.pair_terms.empty() && !instance.transfers.empty();
  }
  EXPECT_GT(contracts, 100);
  EXPECT_GT(kept, 60);
  EXPECT_GT(of_one, 5) << "which the kitchen may keep food past";
}

}  // namespace
}  // namespace pasok::study
