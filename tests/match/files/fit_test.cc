// Rows against every rule, on a market that a reader can hold in the head.
#include "engine/match/files/fit.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/match/recheck/rules.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// A sells beras 100 kg and telur 5, 40 in all; B beras, inactive; C beras, without the licence; E beras, far
// away; K needs 10 kg of beras and 20 of telur, L 10 of beras.
Tiny Register(const std::string& policy_keys = "") {
  return ReadTiny({{"suppliers.csv",
                    "supplier_id,name,kind,region,status,owner_group,licences,capacity_kg_per_day\n"
                    "A,Toko A,koperasi,61.01.01.2001,,,halal,12\n"
                    "B,Toko B,koperasi,61.01.01.2001,tidak_aktif,,halal,\n"
                    "C,Toko C,koperasi,61.01.01.2001,,,,\n"
                    "E,Toko E,koperasi,61.02.01.2001,,,halal,\n"
                    "F,Toko F,koperasi,61.01.01.2001,,yayasan,halal,\n"
                    "G,Toko G,koperasi,61.01.01.2001,,,halal,\n"},
                   {"offers.csv",
                    "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_from\n"
                    "A,beras,11,10000,\nA,telur,5,20000,\n"
                    "B,beras,100,10000,\nC,beras,100,10000,\nE,beras,100,10000,\nF,beras,100,10000,\n"
                    "G,beras,100,16000,\nG,telur,0.4,20000,\n"},
                   {"demand_points.csv",
                    "demand_id,name,kind,region,owner_group\nK,Dapur K,sppg,61.01.01.2001,yayasan\n"
                    "L,Dapur L,sppg,61.01.01.2001,\n"},
                   {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nK,telur,20\nL,beras,10\n"},
                   {"blocks.csv", "supplier_id,demand_id,reason\nA,L,kontrak diputus\n"},
                   {"policy.yaml",
                    "version: 1\nprice_ceiling: hard\ncommodities:\n"
                    "  beras: {max_distance_km: 50, requires: [halal], price_ceiling_idr_per_kg: 15000}\n"
                    "  telur: {}\n" +
                        policy_keys}});
}

struct Fitted {
  Fit fit;
  std::vector<std::string> words;  // "2 inactive"
};

Fitted FitTable(const Tiny& tiny, const std::string& rows) {
  const Instance instance = InstanceOf(tiny);
  const LaneRule lanes(instance);
  FindingLog log;
  const auto lines = ReadAllocations("plan.csv", "demand_id,commodity,supplier_id,kg,date\n" + rows,
                                     Writer::kHand, tiny.dataset, log);
  const Findings findings = log.Take();
  EXPECT_TRUE(findings.ok()) << Lines(findings);
  Fitted fitted{.fit = FitRows(instance, lanes, lines), .words = {}};
  for (const Breach& breach : fitted.fit.breaches)
    fitted.words.push_back(std::to_string(breach.line) + " " + std::string(ToWord(breach.rule)));
  return fitted;
}

using Words = std::vector<std::string>;

TEST(Fit, NamesTheRuleThatEachRowBreaks) {
  const Fitted fitted = FitTable(Register(),
                                 "K,beras,B,1,\n"            // 2
                                 "K,beras,C,1,\n"            // 3
                                 "K,beras,E,1,\n"            // 4
                                 "K,beras,F,1,\n"            // 5
                                 "K,beras,G,1,\n"            // 6
                                 "K,telur,G,1,\n"            // 7
                                 "L,beras,A,1,\n"            // 8
                                 "L,telur,A,1,\n"            // 9
                                 "K,telur,E,1,\n"            // 10
                                 "K,beras,A,1,2026-11-23\n"  // 11
                                 "K,beras,A,0,\n");          // 12
  EXPECT_EQ(fitted.words,
            (Words{"2 inactive", "3 licence", "4 out_of_range", "5 related_party", "6 price_ceiling",
                   "7 sold_before", "8 blocked", "9 no_requirement", "10 no_offer", "11 wrong_date"}));
  EXPECT_EQ(fitted.fit.breaches[1].value, "halal");
  EXPECT_GT(fitted.fit.breaches[2].planned, 50'000);
  EXPECT_EQ(fitted.fit.breaches[2].allowed, 50'000);
  EXPECT_EQ(fitted.fit.breaches[4].planned, 1'600'000);
  EXPECT_EQ(fitted.fit.breaches[4].allowed, 1'500'000);
  EXPECT_EQ(fitted.fit.rows, 10);
  EXPECT_TRUE(fitted.fit.flows.empty());
}

TEST(Fit, NamesUnknownIdsWithTheNearest) {
  const Fitted fitted = FitTable(Register(), "KK,bers,ZZZZ,1,\nK,BERAS,A,1,\n");
  ASSERT_EQ(fitted.words, (Words{"2 unknown_demand_point", "2 unknown_commodity", "2 unknown_supplier",
                                 "3 unknown_commodity"}));
  EXPECT_EQ(fitted.fit.breaches[1].value, "bers");
  EXPECT_EQ(fitted.fit.breaches[1].nearest, "beras");
  EXPECT_EQ(fitted.fit.breaches[2].nearest, "");
}

TEST(Fit, TakesTheLawfulPartInTheRowsOrder) {
  // A has 11 kg of beras, 5 of telur, 12 in all; K needs 10 and 20.
  const Fitted fitted = FitTable(Register(), "K,telur,A,4,\nK,telur,A,3,\nK,beras,A,12,\n");
  EXPECT_EQ(fitted.words, (Words{"3 offer_capacity", "4 offer_capacity", "4 supplier_capacity", "4 need"}));
  EXPECT_EQ(fitted.fit.breaches[0].planned, 7);
  EXPECT_EQ(fitted.fit.breaches[0].allowed, 5);
  EXPECT_EQ(fitted.fit.breaches[2].planned, 19);
  EXPECT_EQ(fitted.fit.breaches[2].allowed, 12);
  ASSERT_EQ(fitted.fit.flows.size(), 2U);
  EXPECT_EQ(fitted.fit.flows[0].quanta, 7);
  EXPECT_EQ(fitted.fit.flows[1].quanta, 5);
  EXPECT_EQ(fitted.fit.grams, 19'000);
  EXPECT_EQ(fitted.fit.lawful_grams, 12'000);
}

TEST(Fit, NamesRowsThatRepeatAnEarlierOne) {
  const Fitted fitted = FitTable(Register(), "K,telur,A,1,\nK,beras,A,1,\nK,telur,A,2,\nK,telur,A,1,\n");
  EXPECT_TRUE(fitted.words.empty());
  ASSERT_EQ(fitted.fit.repeats.size(), 2U);
  EXPECT_EQ(fitted.fit.repeats[0].row.line, 4);
  EXPECT_EQ(fitted.fit.repeats[0].first_line, 2);
  EXPECT_EQ(fitted.fit.repeats[1].row.line, 5);
  EXPECT_EQ(fitted.fit.repeats[1].first_line, 2);
}

TEST(Fit, RoundsDownToWholeQuanta) {
  const Fitted fitted = FitTable(Register(), "K,telur,A,2.7,\n");
  EXPECT_EQ(fitted.words, Words{"2 not_whole_quanta"});
  EXPECT_EQ(fitted.fit.breaches[0].planned, 2'700);
  EXPECT_EQ(fitted.fit.breaches[0].allowed, 2'000);
  EXPECT_EQ(fitted.fit.lawful_grams, 2'000);
}

// Random rows: what the checker's reading of the rules says of each, and that the lawful part keeps all sums.
TEST(Fit, AgreesWithTheCheckersReadingOfTheRules) {
  std::mt19937_64 random(72);
  const auto below = [&](std::size_t n) { return static_cast<std::int32_t>(random() % n); };
  std::int64_t lawful = 0;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {});
    const Dataset& dataset = market.dataset;
    if (dataset.suppliers.empty() || dataset.demand_points.empty()) continue;
    const InstanceReading reading = BuildInstance(dataset, market.policy, market.question);
    ASSERT_TRUE(reading.instance);
    const Instance& instance = *reading.instance;
    const LaneRule lanes(instance);
    std::vector<AllocationLine> rows;
    for (int n = 0; n < 30; ++n) {
      rows.push_back({.line = n,
                      .demand_point = below(dataset.demand_points.size()),
                      .commodity = below(dataset.commodities.size()),
                      .supplier = below(dataset.suppliers.size()),
                      .weight = {1 + below(30) * 1000}});
    }
    const Fit fit = FitRows(instance, lanes, rows);

    const recheck::DayRules rules(dataset, market.policy, instance.date, {}, market.question.taken);
    std::vector<bool> by_itself(rows.size(), true);
    for (const Breach& breach : fit.breaches) {
      if (breach.rule < BrokenRule::kNotWholeQuanta) by_itself[breach.line] = false;
    }
    for (const AllocationLine& row : rows) {
      const std::int32_t need = rules.FindNeed(row.demand_point, row.commodity);
      const std::int32_t offer = rules.FindOffer(row.supplier, row.commodity);
      const bool allowed = need != kNone && offer != kNone &&
                           !rules.WhyNot(rules.offers()[offer], rules.Look(row.supplier, row.demand_point));
      ASSERT_EQ(by_itself[row.line], allowed) << row.line;
    }
    std::vector<std::int64_t> sold(instance.offers.size()), supplied(instance.suppliers.size());
    std::vector<std::int64_t> served(instance.requirements.size());
    for (const LaneFlow& flow : fit.flows) {
      ASSERT_EQ(lanes.Cost(flow.offer, flow.requirement).ineligible, Ineligible::kNo);
      ASSERT_LE(flow.quanta, instance.requirements[flow.requirement].lane_cap);
      ASSERT_LE(sold[flow.offer] += flow.quanta, instance.offers[flow.offer].capacity);
      const std::int32_t s = instance.offers[flow.offer].supplier;
      ASSERT_LE(supplied[s] += flow.quanta, instance.suppliers[s].capacity);
      ASSERT_LE(served[flow.requirement] += flow.quanta, instance.requirements[flow.requirement].need);
      lawful += flow.quanta;
    }
    ASSERT_EQ(served, fit.served);
  }
  EXPECT_GT(lawful, 0);
}

}  // namespace
}  // namespace pasok::match
