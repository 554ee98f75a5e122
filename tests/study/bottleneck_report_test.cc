// What a bottleneck's sentences say and its tables sum up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "engine/study/bottlenecks.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/study/find_bottlenecks.h"

namespace pasok::study {
namespace {

using match::Market;

const Table& TableOf(const Report& report, const std::string& key) {
  return *std::ranges::find(report.tables, key, &Table::key);
}

std::int64_t WholeOf(const Cell& cell) { return std::get<std::int64_t>(cell); }

TEST(BottleneckReport, SaysItInBothLanguages) {
  // A sells all its 4 kg to K, which needs 10; B lies 120 km away, and rice may come from 50 km.
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.02.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\nB,beras,100,10500\n"},
       {"policy.yaml",
        "version: 1\ncommodities:\n  beras: {name_id: Beras, name_en: Rice, max_distance_km: 50}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 1U);
  const Sentence sentence = Say(study.bottlenecks[0], *solved);
  EXPECT_EQ(sentence.english.substr(0, sentence.english.find(" (the")),
            "Rice (beras) in Satu: short by 6 kg a day at 1 demand point: the one offer that could reach "
            "them is sold, and "
            "nothing else lies within 50 km");
  EXPECT_EQ(
      sentence.indonesian.substr(0, sentence.indonesian.find(" (yang")),
      "Beras di Satu: kurang 6 kg per hari di 1 titik permintaan: 1 tawaran yang dapat mencapainya habis "
      "terjual, dan tidak ada lagi dalam jarak 50 km");
}

TEST(BottleneckReport, SaysThatNoRoadLeadsFromWhatIsLeft) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.02.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\nB,beras,100,10500\n"},
       {"distances.csv", "from_region,to_region,km\n61.01,61.02,20000\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {max_distance_km: 50}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const Sentence sentence = Say(Find(*solved).bottlenecks.at(0), *solved);
  EXPECT_THAT(sentence.english,
              testing::EndsWith("the one offer that could reach them is sold, and no road leads to them "
                                "from whoever has something left (such as B)"));
  EXPECT_THAT(sentence.indonesian,
              testing::EndsWith("dan tidak ada jalan ke sana dari yang masih punya sisa (misalnya B)"));
}

// K and L are in one kabupaten, M in another; what B has it has 10 km and more from each of them.
TEST(BottleneckReport, TellsAsOneWhatNobodyOffers) {
  const auto told = [](const std::string& offers) {
    const match::Tiny tiny = match::ReadTiny(
        {{"suppliers.csv", "supplier_id,name,kind,region\nB,Toko B,koperasi,61.02.01.2001\n"},
         {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n" + offers},
         {"demand_points.csv",
          "demand_id,name,kind,region,lat,lng\nK,K,sppg,61.01.01.2001,0.1,109.1\n"
          "L,L,sppg,61.01.01.2001,0.1,109.2\nM,M,sppg,61.02.01.2001,0.5,109.9\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,20\nM,beras,40\n"},
         {"policy.yaml", "version: 1\ncommodities:\n  beras: {max_distance_km: 1}\n  telur: {}\n"}});
    const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
    const auto solved = SolveFor(market);
    std::vector<std::vector<std::int32_t>> requirements;
    for (const Bottleneck& bottleneck : Find(*solved).bottlenecks)
      requirements.push_back(bottleneck.requirements);
    return requirements;
  };
  using testing::ElementsAre;
  EXPECT_THAT(told("B,telur,10,10000\n"), ElementsAre(ElementsAre(0, 1, 2)));
  // Who is too far away is told by kabupaten.
  EXPECT_THAT(told("B,beras,10,10000\n"), ElementsAre(ElementsAre(2), ElementsAre(0, 1)));
}

TEST(BottleneckReport, SaysOfAStoppedStudyHowMuchIsShortAllTheSame) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  BottleneckStudy stopped;
  stopped.complete = false;
  EXPECT_EQ(ToReport(stopped, *solved, {}).sentences.front().english,
            "6 kg are short; why has been found for 0 kg of it when the study was stopped.");
}

TEST(BottleneckReport, SaysThatSharedStoresStaySplitAsTheyAre) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,kdmp,61.01.01.2001\nB,Toko B,kdmp,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,telur,8,11000\nB,telur,30,11000\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,50,\nK,telur,80,2026-11-25\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,,15\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 1000}\n"
        "shortage: {penalty_idr_per_kg: 25000}\n"
        "commodities:\n  beras: {shelf_life_days: 3}\n  telur: {shelf_life_days: 3}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 3}};
  const auto solved = SolveFor(market);
  ASSERT_FALSE(solved->instance.stores.empty());
  const Report report = ToReport(Find(*solved), *solved, {});
  EXPECT_EQ(report.sentences.back().english,
            "Where kitchens share a small store, the plan's split of it is taken as given: exact figures are "
            "those at this split, and another may do better.");
}

// K needs 10 kg and gets 4 kg of A, by what a contract allows; B, which sells through C, has the rest.
TEST(BottleneckReport, NamesTheContractAndWhoIsBlocked) {
  const auto told = [](const char* name, const std::string& content) {
    const match::Tiny tiny = match::ReadTiny(
        {{"suppliers.csv",
          "supplier_id,name,kind,region,via\nA,A,koperasi,61.01.01.2001,\nB,B,perorangan,61.01.01.2001,C\n"
          "C,C,koperasi,61.01.01.2001,\n"},
         {"offers.csv", std::string("supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n") +
                            (name == std::string("contracts.csv") ? "A,beras,90,10000\n"
                                                                  : "A,beras,4,10000\nB,beras,90,10500\n")},
         {name, content},
         {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {}\n"}});
    const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
    const auto solved = SolveFor(market);
    const BottleneckStudy study = Find(*solved);
    return Say(study.bottlenecks.at(0), *solved).english;
  };
  EXPECT_THAT(told("contracts.csv", "supplier_id,demand_id,commodity,max_kg\nA,K,beras,4\n"),
              testing::HasSubstr("no offer can bring them more, and the nearest with something left, A, "
                                 "delivers the most that its contract with K "
                                 "allows"));
  EXPECT_THAT(
      told("blocks.csv", "supplier_id,demand_id,reason\nC,K,late\n"),
      testing::HasSubstr("of those with something left the nearest is B, but C, through which B sells, is "
                         "blocked for K (late)"));
}

// K needs 10 kg; B has 90 kg of them, and sells through C, which handles 4. Eggs may stand in for rice.
std::string ToldOfAFullAggregator(const std::string& offers, const std::string& rules) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,via,handling_kg_per_day\nB,B,perorangan,61.01.01.2001,C,\n"
        "C,C,koperasi,61.01.01.2001,,4\nT,T,koperasi,61.02.01.2001,,\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n" + offers},
       {"policy.yaml", "version: 1\naggregators: on\n" + rules +
                           "commodities:\n  beras: {name_id: Beras}\n  telur: {max_distance_km: 20}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  return Say(Find(*solved).bottlenecks.at(0), *solved).english;
}

TEST(BottleneckReport, SaysThatAFullAggregatorHoldsUpWhatIsLeft) {
  EXPECT_THAT(ToldOfAFullAggregator("B,beras,90,10500\n", ""),
              testing::HasSubstr("and what is left of it is with sellers whose aggregators can handle no "
                                 "more; the aggregator C (4 kg) can handle no more a day"));
  EXPECT_THAT(ToldOfAFullAggregator("B,beras,4,10500\n", ""),
              testing::HasSubstr("and nobody has anything left of it"))
      << "what B has and C could handle";
}

// T has eggs, but too far away.
TEST(BottleneckReport, SaysNotThatStandInsAreUsedUpWhereSomeCannotCome) {
  const std::string rules = "substitutes: {beras: {by: [telur], surcharge_idr_per_kg: 6000}}\n";
  EXPECT_THAT(ToldOfAFullAggregator("B,beras,4,10500\nT,telur,90,9000\n", rules),
              testing::EndsWith("; no more of what may stand in for it (telur) can serve them"));
  EXPECT_THAT(ToldOfAFullAggregator("B,beras,3,10500\nB,telur,1,9000\n", rules),
              testing::EndsWith("; nothing is left of what may stand in for it (telur)"));
}

// A may sell 6 kg in all, of rice and eggs, and K needs 10 kg and 4 kg of them.
Report OfRiceAndEggs(const std::string& contracts) {
  match::Files files = {
      {"suppliers.csv",
       "supplier_id,name,kind,region,capacity_kg_per_day\nA,Toko A,koperasi,61.01.01.2001,6\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,9,10000\nA,telur,4,9000\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nK,telur,4\n"},
      {"policy.yaml",
       "version: 1\ncommodities:\n  beras: {name_id: Beras, name_en: Rice}\n"
       "  telur: {name_id: Telur, name_en: Eggs}\n"}};
  if (!contracts.empty()) files["contracts.csv"] = contracts;
  const match::Tiny tiny = match::ReadTiny(files);
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  EXPECT_EQ(study.bottlenecks.size(), 1U);
  return ToReport(study, *solved, {});
}

// All 4 kg of eggs are sold, and 2 kg of the rice. Both are behind the cut of the rice, since fewer eggs
// would leave more of it; the sentence counts both, like the tables.
TEST(BottleneckReport, CountsTheOffersThatItsTablesDo) {
  const Report report = OfRiceAndEggs("");
  EXPECT_EQ(WholeOf(TableOf(report, "bottlenecks").rows.at(0)[7]), 2);
  EXPECT_EQ(TableOf(report, "exhausted_offers").rows.size(), 2U);
  EXPECT_THAT(report.sentences[1].english,
              testing::HasSubstr(": the 2 offers that could make room for them (1 of beras, 1 of other food) "
                                 "are all sold, or their supplier's total is, and "));
  EXPECT_THAT(
      report.sentences[1].indonesian,
      testing::HasSubstr(": 2 tawaran yang, langsung atau lewat pengalihan, dapat menutup kekurangan itu (1 "
                         "beras, 1 bahan lain) habis terjual atau batas total pemasoknya sudah habis, dan "));
}

// All the eggs are promised: no room can be made of them.
TEST(BottleneckReport, CountsNoOfferOfWhichAllIsPromised) {
  const Report report = OfRiceAndEggs("supplier_id,demand_id,commodity,min_kg\nA,K,telur,4\n");
  EXPECT_EQ(WholeOf(TableOf(report, "bottlenecks").rows.at(0)[7]), 1);
  EXPECT_EQ(TableOf(report, "exhausted_offers").rows.size(), 1U);
}

// A is new and may sell 2 of its 4 kg, B and C ask too much, and D's licence has ended.
TEST(BottleneckReport, CountsWhatRulesLeaveOut) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,licences,registered_on\nA,Toko "
        "A,koperasi,61.01.01.2001,halal,2026-11-20\n"
        "B,Toko B,koperasi,61.01.01.2001,halal,\nC,Toko C,koperasi,61.01.01.2001,halal,\n"
        "D,Toko D,koperasi,61.01.01.2001,halal:2026-05-31,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\nB,beras,9,13000\n"
        "C,beras,9,12500\nD,beras,9,10000\n"},
       {"policy.yaml",
        "version: 1\nprice_ceiling: hard\nprobation: {days: 30, max_share_of_capacity: 0.5}\n"
        "commodities:\n  beras: {requires: [halal], price_ceiling_idr_per_kg: 12000}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}}};
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 1U);
  const Sentence sentence = Say(study.bottlenecks[0], *solved);
  EXPECT_TRUE(sentence.english.ends_with(
      "; 2 offers above the price ceiling are left out (the cheapest: C, Rp 12\u202F500 per kg), 1 offer "
      "with a licence that has ended is left out (the cheapest: D, Rp 10\u202F000 per kg), probation holds "
      "back 2 kg "
      "of new suppliers"))
      << sentence.english;
  EXPECT_TRUE(sentence.indonesian.ends_with(
      "; 2 tawaran di atas harga tertinggi tidak ikut (termurah: C, Rp 12\u202F500 per kg), 1 tawaran dengan "
      "izin yang sudah berakhir tidak ikut (termurah: D, Rp 10\u202F000 per kg), masa percobaan menahan 2 kg "
      "dari pemasok baru"))
      << sentence.indonesian;
}

// A sells all its 4 kg to K, which needs 10. I and J are inactive, I at the kitchen, J too far away; T sells
// on Tuesdays only, and the day is a Monday.
TEST(BottleneckReport, NamesWhoeverIsInactiveOrNotThereThatDay) {
  const auto told = [](const std::string& rule) {
    const match::Tiny tiny = match::ReadTiny(
        {{"suppliers.csv",
          "supplier_id,name,kind,region,status\nA,A,koperasi,61.01.01.2001,\nI,I,koperasi,61.01.01.2001,"
          "tidak_aktif\n"
          "J,J,koperasi,61.02.01.2001,tidak_aktif\nT,T,koperasi,61.01.01.2001,\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,4,10000,\n"
          "I,beras,425,10000,\nJ,beras,99,9000,\nT,beras,7,10000,2\n"},
         {"policy.yaml", "version: 1\ncommodities:\n  beras: {" + rule + "}\n"}});
    const Market market{.dataset = tiny.dataset,
                        .policy = tiny.policy,
                        .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}}};
    const auto solved = SolveFor(market);
    return Say(Find(*solved).bottlenecks.at(0), *solved);
  };
  EXPECT_THAT(
      told("max_distance_km: 60").english,
      testing::EndsWith("and nobody who may sell has anything left of it; 1 offer of an inactive "
                        "supplier within 60 km is left out (the nearest: I, 425 kg), 1 offer not sold "
                        "that day within 60 km is left out (the nearest: T, 7 kg)"));
  EXPECT_THAT(
      told("max_distance_km: 60").indonesian,
      testing::EndsWith("dan tidak ada yang boleh menjual dan masih punya sisa; 1 tawaran pemasok "
                        "tidak aktif dalam jarak 60 km tidak ikut (terdekat: I, 425 kg), 1 tawaran "
                        "yang tidak dijual hari itu dalam jarak 60 km tidak ikut (terdekat: T, 7 kg)"));
  EXPECT_THAT(told("").english,
              testing::HasSubstr("; 2 offers of inactive suppliers are left out (the nearest: I, 425 kg), "));
}

// K needs 10 kg a day from Monday on and may keep 3; A sells 4 kg every day, B so many on Monday alone.
Market MarketOfOneStore(const std::string& kg_of_b) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_to\nA,beras,4,10000,\n"
        "B,beras," +
            kg_of_b + ",10500,2026-11-23\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,beras,3\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on}\n"
        "commodities:\n  beras: {name_id: Beras, name_en: Rice, shelf_life_days: 3}\n"}});
  return {.dataset = tiny.dataset,
          .policy = tiny.policy,
          .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 3}};
}

TEST(BottleneckReport, NamesTheDaysAndTheStore) {
  const Market market = MarketOfOneStore("10");
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 1U);
  EXPECT_EQ(study.bottlenecks[0].stores.size(), 1U);
  const Sentence sentence = Say(study.bottlenecks[0], *solved);
  EXPECT_EQ(
      sentence.english,
      "Rice (beras) in Satu: short by 9 kg on Tuesday and Wednesday at 1 demand point: the one offer that "
      "could "
      "reach "
      "them is sold, and nobody who may sell has anything left of it then; 1 offer not sold then is left out "
      "(the nearest: B, 10 kg); no more than the 3 kg that are kept from other days may be kept");
  EXPECT_EQ(
      sentence.indonesian,
      "Beras di Satu: kurang 9 kg pada hari Selasa dan Rabu di 1 titik permintaan: 1 tawaran yang dapat "
      "mencapainya "
      "habis terjual, dan tidak ada yang boleh menjual dan masih punya sisa saat itu; 1 tawaran yang tidak "
      "dijual saat itu tidak ikut (terdekat: B, 10 kg); yang boleh disimpan dari hari lain tidak lebih dari "
      "3 "
      "kg yang sudah disimpan");
  const Report report = ToReport(study, *solved, {});
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_EQ(report.tables.back().key, "full_stores");
  EXPECT_EQ(report.tables[4].columns[0].key, "date");
  EXPECT_EQ(report.tables[4].rows.size(), 3U);
}

TEST(BottleneckReport, NamesTheStoreOfNothing) {
  Market market = MarketOfOneStore("10");
  market.dataset.storage[0].capacity = {0};
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 2U) << "Tuesday and Wednesday";
  EXPECT_THAT(Say(study.bottlenecks[0], *solved).english,
              testing::HasSubstr("nothing may be kept from other days, for which storage.csv has 0 kg"));
  const Report report = ToReport(study, *solved, {});
  EXPECT_TRUE(IsWellFormed(report));
  ASSERT_EQ(report.tables.back().key, "full_stores");
  ASSERT_EQ(report.tables.back().rows.size(), 2U) << "Monday's for Tuesday and for Wednesday";
  EXPECT_EQ(std::get<std::int64_t>(report.tables.back().rows[0].back()), 0);
  // Where B sells nothing that would be left, a store would be of no use.
  Market sold = MarketOfOneStore("6");
  sold.dataset.storage[0].capacity = {0};
  const auto of_sold = SolveFor(sold);
  EXPECT_TRUE(Find(*of_sold).bottlenecks.at(0).without_room.empty());
}

// As above, but that B has no more than is kept: nothing is left that a larger store could hold.
TEST(BottleneckReport, NamesNoFullStoreThatNothingIsLeftFor) {
  const Market market = MarketOfOneStore("9");
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 1U);
  EXPECT_EQ(study.bottlenecks[0].shortage * market.policy.quantum.value, 9'000);
  EXPECT_TRUE(study.bottlenecks[0].stores.empty());
  EXPECT_EQ(
      Say(study.bottlenecks[0], *solved).english,
      "Rice (beras) in Satu: short by 9 kg on Tuesday and Wednesday at 1 demand point: the one offer "
      "that could "
      "reach them is sold, and nobody who may sell has anything left of it then; 1 offer not sold then is "
      "left out (the nearest: B, 9 kg)");
}

// The sums by kabupaten are those of all offers, on whatever days; the list has them all, or the largest.
TEST(BottleneckReport, SumsWhatIsSoldOutByKabupaten) {
  std::mt19937_64 random(123);
  std::int64_t rows = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 10, .horizon = i % 2 == 1});
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const BottleneckStudy study = Find(*solved);
    const Report report = ToReport(study, *solved, {.all_offers = true});
    ASSERT_TRUE(IsWellFormed(report));
    // Offers, sold and capacity by bottleneck.
    std::vector<std::array<std::int64_t, 3>> summed(study.bottlenecks.size()), listed = summed;
    for (const auto& row : TableOf(report, "exhausted_by_kabupaten").rows) {
      auto& sums = summed[static_cast<std::size_t>(WholeOf(row[0])) - 1];
      for (std::size_t c = 0; c < 3; ++c) sums[c] += WholeOf(row[row.size() - 3 + c]);
      ++rows;
    }
    for (const auto& row : TableOf(report, "exhausted_offers").rows) {
      auto& sums = listed[static_cast<std::size_t>(WholeOf(row[0])) - 1];
      ++sums[0];
      for (std::size_t c = 1; c < 3; ++c) sums[c] += WholeOf(row[row.size() - 3 + c]);
    }
    ASSERT_EQ(summed, listed);
    for (std::size_t n = 0; n < summed.size(); ++n)
      ASSERT_EQ(summed[n][0], std::ssize(study.bottlenecks[n].offers));
  }
  EXPECT_GT(rows, 100);
}

// 150 suppliers sell 1, 2, …, 150 kg to K, which needs more.
TEST(BottleneckReport, ListsTheLargestOffersUnlessAllAreAskedFor) {
  std::string suppliers = "supplier_id,name,kind,region\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n";
  for (int i = 1; i <= 150; ++i) {
    const std::string id = "S" + std::to_string(i);
    suppliers += id + ",Toko " + id + ",koperasi,61.01.01.2001\n";
    offers += id + ",beras," + std::to_string(i) + ",10000\n";
  }
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv", suppliers},
       {"offers.csv", offers},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,20000\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {name_id: Beras, name_en: Rice}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const BottleneckStudy study = Find(*solved);
  ASSERT_EQ(study.bottlenecks.size(), 1U);
  const Report few = ToReport(study, *solved, {}), all = ToReport(study, *solved, {.all_offers = true});
  const Table& largest = TableOf(few, "exhausted_offers");
  ASSERT_EQ(largest.rows.size(), 100U);
  EXPECT_EQ(largest.rows.front()[1], Cell(std::string("S150")));
  EXPECT_EQ(largest.rows.back()[1], Cell(std::string("S51")));
  EXPECT_NE(largest.title.english, TableOf(all, "exhausted_offers").title.english);
  EXPECT_EQ(TableOf(all, "exhausted_offers").rows.size(), 150U);
  for (const Report* report : {&few, &all}) {
    const Table& sums = TableOf(*report, "exhausted_by_kabupaten");
    ASSERT_EQ(sums.rows.size(), 1U);
    EXPECT_EQ(WholeOf(sums.rows[0][5]), 150);
    EXPECT_EQ(WholeOf(sums.rows[0][6]), 150 * 151 / 2 * 1000);
  }
}

}  // namespace
}  // namespace pasok::study
