// Every "what it would take" flips the answer where it says, and not one step before (explain_by_hand.h).
#include "engine/study/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/study/evaluate.h"
#include "engine/study/scenario/apply.h"
#include "engine/study/unused.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/explain_by_hand.h"

namespace pasok::study {
namespace {

using match::Market;

TEST(Explain, SaysWhatItWouldTakeToTheSenAndTheQuantum) {
  std::mt19937_64 random(111);
  std::map<Standing, int> seen;
  std::int64_t sent = 0, spread = 0;  // steps of chains
  for (int i = 0; i < 700; ++i) {
    SCOPED_TRACE(i);
    Market market = match::RandomMarket(random, {.most_suppliers = 14,
                                                 .most_demand_points = 4,
                                                 .contracts = i % 6 == 5,
                                                 .kept = i % 7 > 3,
                                                 .aggregators = i % 5 > 1,
                                                 .spread = i % 4 == 2});
    if (market.policy.quantum.value < 500) market.policy.quantum.value = 1000;  // else bisection takes long
    if (i % 3 == 0) {
      for (Offer& offer : market.dataset.offers) offer.capacity_per_day.value *= 3;
    }
    if (i % 4 == 1) {  // ties
      for (Offer& offer : market.dataset.offers) offer.price = {1'000'000};
      for (CommodityRule& rule : market.policy.commodities) rule.haul_per_kg_km = {0};
      market.policy.tier_surcharge.fill({0});
      market.policy.kind_surcharge.fill({0});
    }
    if (market.dataset.suppliers.empty()) continue;
    const auto solved = SolveFor(market);
    if (solved->instance.requirements.empty()) continue;
    const auto r = static_cast<std::int32_t>(random() % solved->instance.requirements.size());
    const match::RequirementRow& row = solved->instance.requirements[r];
    for (int n = 0; n < 3; ++n) {
      const Key key{.demand_point = row.demand_point,
                    .commodity = row.commodity,
                    .supplier = static_cast<std::int32_t>(random() % market.dataset.suppliers.size()),
                    .date = solved->instance.date};
      const ExplainResult result =
          Ask(*solved, {.demand_id = market.dataset.demand_points[row.demand_point].id,
                        .commodity = market.dataset.commodities[row.commodity],
                        .supplier_id = market.dataset.suppliers[key.supplier].id});
      ASSERT_TRUE(result.explanation) << result.refusal << match::Lines(result.findings);
      ASSERT_TRUE(result.explanation->candidate);
      // Another price or capacity may have other contracts kept: then only what no price would change is
      // checked.
      const Candidate& candidate = *result.explanation->candidate;
      if (market.dataset.contracts.empty() || candidate.standing == Standing::kPromised)
        CheckCandidate(market, *solved, key, candidate, seen);
      if (const std::optional<Path>& cycle = candidate.cycle) {
        for (const Step& step : cycle->steps) {
          sent += step.arc == ArcKind::kTransfer;
          spread += step.arc == ArcKind::kOffer && step.cost != 0;
        }
      }
      const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
      ASSERT_TRUE(IsWellFormed(ToReport(*result.explanation, base, *solved)));
      if (HasFatalFailure()) return;
    }
  }
  for (const Standing standing :
       {Standing::kNotEligible, Standing::kServes, Standing::kTie, Standing::kDearer, Standing::kSoldOut,
        Standing::kAggregatorFull, Standing::kPromised})
    EXPECT_GT(seen[standing], 0) << ToWord(standing);
  EXPECT_GT(sent, 10);
  EXPECT_GT(spread, 10);
}

TEST(Explain, ListsAllThatServeWithWhatEachSaves) {
  std::mt19937_64 random(112);
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        match::RandomMarket(random, {.kept = i % 3 == 1, .aggregators = i % 2 == 1, .spread = i % 4 > 1});
    const auto solved = SolveFor(market);
    for (std::int32_t r = 0; r < std::ssize(solved->instance.requirements); ++r) {
      const match::RequirementRow& row = solved->instance.requirements[r];
      const ExplainResult result =
          Ask(*solved, {.demand_id = market.dataset.demand_points[row.demand_point].id,
                        .commodity = market.dataset.commodities[row.commodity],
                        .supplier_id = ""});
      ASSERT_TRUE(result.explanation);
      std::int64_t served = result.explanation->shortage;
      for (const Serving& serving : result.explanation->servings) {
        served += serving.quanta;
        ASSERT_TRUE(serving.without);
        CheckCycle(*solved, *serving.without);
        if (HasFatalFailure()) return;
      }
      for (const Sent& sent : result.explanation->comes) served += sent.quanta;
      for (const Sent& sent : result.explanation->goes) served -= sent.quanta;
      ASSERT_EQ(served, row.need);
      const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
      ASSERT_TRUE(IsWellFormed(ToReport(*result.explanation, base, *solved)));
      ASSERT_FALSE(result.explanation->candidate);
    }
  }
}

// K needs 20 kg and L 7 kg; every delivery is whole. B brings 5 kg or more, C 20 kg or more in lots of 10 but
// has only 6 kg a day, and of D, who has 12 kg and brings 12 kg or more, L may take no more than it needs.
TEST(Explain, AsksForWholeDeliveriesAndNotForAQuantum) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
        "C,C,koperasi,61.01.01.2001\nD,D,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg\nA,beras,30,10000,"
        ",\n"
        "B,beras,30,10100,,5\nC,beras,6,11000,10,20\nD,beras,12,10200,12,\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,20\nL,beras,7\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const auto ask = [&](const char* demand, const char* supplier) {
    const ExplainResult result =
        Ask(*solved, {.demand_id = demand, .commodity = "beras", .supplier_id = supplier});
    EXPECT_TRUE(result.explanation && IsWellFormed(ToReport(*result.explanation, base, *solved)));
    return *result.explanation->candidate;
  };
  EXPECT_EQ(ask("K", "B").standing, Standing::kDearer);
  EXPECT_EQ(ask("K", "B").highest_price, 1'000'000);
  EXPECT_EQ(ask("K", "D").standing, Standing::kDearer);
  const Candidate too_small = ask("K", "C");
  ASSERT_EQ(too_small.standing, Standing::kNotEligible);
  EXPECT_EQ(Say(*too_small.breach, base).english,
            "C can bring K no whole delivery of beras, which is 20 kg at least");
  EXPECT_EQ(Say(*too_small.breach, base).indonesian,
            "C tidak dapat mengirim beras secara utuh ke K, yang paling sedikit 20 kg");
  const Candidate needs_less = ask("L", "D");
  ASSERT_EQ(needs_less.standing, Standing::kNotEligible);
  EXPECT_EQ(Say(*needs_less.breach, base).english,
            "D can bring L no whole delivery of beras, which is 12 kg at least");
}

// A and B sell from K's own desa, A cheaper but only 6 kg of K's 10; L buys nothing.
TEST(Explain, SaysItInBothLanguages) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"
        "C,Toko C,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,6,10000\nB,beras,100,10500\n"
        "C,beras,100,12000\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {name_en: Rice}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const ExplainResult dearer = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = "C"});
  ASSERT_TRUE(dearer.explanation);
  const Report report = ToReport(*dearer.explanation, base, *solved);
  std::string english, indonesian;
  for (const Sentence& sentence : report.sentences)
    english += sentence.english + "\n", indonesian += sentence.indonesian + "\n";
  EXPECT_EQ(english,
            "K needs 10 kg of Rice (beras); 2 suppliers deliver 10 kg.\n"
            "A kg less needed would save Rp 10\u202F500, a kg more would cost Rp 10\u202F500.\n"
            "A delivers 6 kg at Rp 10\u202F000 per kg all in, from 0 km; a kg less of it here would cost Rp "
            "500 more, "
            "with B instead.\n"
            "B delivers 4 kg at Rp 10\u202F500 per kg all in, from 0 km; a kg less of it here would cost Rp "
            "1\u202F500 more, "
            "with C instead.\n"
            "C could deliver at Rp 12\u202F000 per kg all in, which would make the plan Rp 1\u202F500 per kg "
            "dearer: C "
            "delivers "
            "a kg more to K (Rp 12\u202F000), B delivers a kg less to K (Rp -10\u202F500).\n"
            "C asks Rp 12\u202F000 per kg; at Rp 10\u202F500 per kg some optimal plan buys from it for K, a "
            "sen more and none "
            "does.\n");
  EXPECT_NE(indonesian.find("C meminta Rp 12\u202F000 per kg"), std::string::npos) << indonesian;
}

// What the sentence of K's first supplier says of a kg less.
Sentence ToldOfAKgLess(const match::Files& files, const char* demand) {
  const match::Tiny tiny = match::ReadTiny(files);
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const ExplainResult result = Ask(*solved, {.demand_id = demand, .commodity = "beras", .supplier_id = ""});
  for (const Sentence& sentence : ToReport(*result.explanation, base, *solved).sentences) {
    if (sentence.english.find("a kg less of it here") != std::string::npos) return sentence;
  }
  return {};
}

// A has 12 kg; K needs 10 of them and L, farther off, as many.
TEST(Explain, SaysWhoIsLessShortWhereTheKgGoesToOneWhoIs) {
  const match::Files files{
      {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,12,10000\n"},
      {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2002\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
      {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n"}};
  EXPECT_THAT(ToldOfAKgLess(files, "K").english,
              testing::EndsWith(" more, with a kg more short here and one less at L."));
  EXPECT_THAT(ToldOfAKgLess(files, "K").indonesian,
              testing::EndsWith(", dengan kekurangan di sini bertambah satu kg dan di L berkurang satu kg."));
  EXPECT_THAT(ToldOfAKgLess(files, "L").english, testing::EndsWith(" more, with a kg more short."));
  EXPECT_THAT(ToldOfAKgLess(files, "L").indonesian,
              testing::EndsWith(", dengan kekurangan bertambah satu kg."));
}

// B serves L, which can do with less more easily than K, and A can't.
TEST(Explain, SaysWhoGoesShortWhereAnotherDeliversInstead) {
  const Sentence told = ToldOfAKgLess(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,10,10000\nB,beras,10,10000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region,priority\nK,K,sppg,61.01.01.2001,2\nL,L,sppg,61.01.01.2001,1\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
       {"blocks.csv", "supplier_id,demand_id,reason\nA,L,late\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n"}},
      "K");
  EXPECT_THAT(told.english, testing::EndsWith(" more, with B instead and a kg more short at L."));
  EXPECT_THAT(told.indonesian, testing::EndsWith(", digantikan B dan kekurangan di L bertambah satu kg."));
}

// K needs 10 kg; A has 4, and B, from whom nothing may be bought, asks too much.
TEST(Explain, SaysWhyItStaysShort) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\nB,beras,90,13000\n"},
       {"policy.yaml",
        "version: 1\nprice_ceiling: hard\ncommodities:\n  beras: {price_ceiling_idr_per_kg: 12000}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const ExplainResult result = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = ""});
  ASSERT_TRUE(result.explanation);
  const Report report = ToReport(*result.explanation, base, *solved);
  EXPECT_THAT(report.sentences.at(1).english,
              testing::AllOf(
                  testing::StartsWith("Why these 6 kg stay short (capacity_exhausted): 2 offers of beras: "),
                  testing::HasSubstr("1 dearer than the ceiling of Rp 12\u202F000 (nearest: B, 0 km)"),
                  testing::HasSubstr("1 sold out (nearest: A, 0 km)"),
                  testing::EndsWith(". Bottlenecks say what would end it.")));
  EXPECT_THAT(report.sentences.at(1).indonesian,
              testing::AllOf(
                  testing::StartsWith("Sebab kekurangan 6 kg ini (capacity_exhausted): 2 tawaran beras: "),
                  testing::HasSubstr("1 di atas harga tertinggi Rp 12\u202F000 (terdekat: B, 0 km)"),
                  testing::HasSubstr("1 habis terjual (terdekat: A, 0 km)"),
                  testing::EndsWith(". Sebab kekurangan (bottlenecks) menunjukkan apa yang mengakhirinya.")));
}

// S3 is cut off from D2, and 20,000 km mean nothing to a planner.
TEST(Explain, SaysOfARoadThatIsCutThatThereIsNone) {
  const match::Toy toy = match::ReadToy();
  const Scenario scenario =
      ReadScenario("version: 1\nname: Uji\nchanges:\n  - roads: {region: 61.02, cut: true}\n", "s.yaml")
          .scenario;
  const Applied applied = Apply(scenario, toy.dataset, toy.policy);
  const Market market{.dataset = applied.dataset, .policy = applied.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  using testing::Contains, testing::Field, testing::HasSubstr;
  const auto says = [](const char* words) { return Contains(Field(&Sentence::english, HasSubstr(words))); };
  const ExplainResult why_not = Ask(*solved, {.demand_id = "D2", .commodity = "telur", .supplier_id = "S3"});
  EXPECT_THAT(ToReport(*why_not.explanation, base, *solved).sentences, says("no road leads from S3 to D2"));

  const UnusedStudy unused = *FindUnused(*solved, {.options = {}, .stop = {}, .progress = nullptr});
  EXPECT_EQ(Say(unused.suppliers[0], unused, *solved).english,
            "no road leads from S3 to any kitchen that needs beras");

  EXPECT_THAT(
      match::PlanOf(applied.dataset, applied.policy).shortages,
      Contains(Field(&match::Shortage::detail, HasSubstr("from where no road leads there (such as S3)"))));
}

// F and G sell through C, which handles 4 kg of K's 10; D sells by itself.
// K has 2 kg of chicken, 4 kg come from A, eggs of B stand in for the rest.
TEST(Explain, SaysWhatIsThereAndWhatStandsIn) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"
        "C,Toko C,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,4,30000\nB,telur,100,28000\n"
        "C,ayam,100,60000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\n"},
       {"stock.csv", "demand_id,commodity,kg\nK,ayam,2\n"},
       {"policy.yaml",
        "version: 1\nstock: on\nsubstitutes: {ayam: {by: [telur], surcharge_idr_per_kg: 5000}}\n"
        "commodities:\n  ayam: {haul_idr_per_kg_km: 0}\n  telur: {haul_idr_per_kg_km: 0}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const ExplainResult result = Ask(*solved, {.demand_id = "K", .commodity = "ayam", .supplier_id = "C"});
  ASSERT_TRUE(result.explanation);
  const Report report = ToReport(*result.explanation, base, *solved);
  ASSERT_TRUE(IsWellFormed(report));
  std::string english, indonesian;
  for (const Sentence& sentence : report.sentences)
    english += sentence.english + "\n", indonesian += sentence.indonesian + "\n";
  EXPECT_THAT(english, testing::HasSubstr("1 supplier delivers 4 kg."));
  EXPECT_THAT(english, testing::HasSubstr("2 kg come from K's own stock."));
  EXPECT_THAT(english, testing::HasSubstr("4 kg of telur stand in for ayam."));
  EXPECT_THAT(english, testing::HasSubstr("with telur of B instead"));
  EXPECT_THAT(english, testing::HasSubstr("a kg less of telur stands in for ayam at K (Rp "));
  EXPECT_THAT(indonesian, testing::HasSubstr("2 kg berasal dari persediaan K sendiri."));
  EXPECT_THAT(indonesian, testing::HasSubstr("satu kg telur lebih sedikit menggantikan ayam di K (Rp "));
  const ExplainResult eggs = Ask(*solved, {.demand_id = "K", .commodity = "telur", .supplier_id = ""});
  ASSERT_TRUE(eggs.explanation);
  const Report of_eggs = ToReport(*eggs.explanation, base, *solved);
  EXPECT_EQ(of_eggs.sentences[1].english, "4 kg stand in for ayam there.");
  EXPECT_EQ(eggs.explanation->value.less, 28'000 * 100);
}

TEST(Explain, SaysWhereTheAggregatorIsFull) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,via,handling_kg_per_day,handling_fee_idr_per_kg\n"
        "C,Koperasi C,koperasi,61.01.01.2001,,4,200\nD,Toko D,koperasi,61.01.01.2001,,,\n"
        "F,Petani F,perorangan,61.01.01.2001,C,,\nG,Petani G,perorangan,61.01.01.2001,C,,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nD,beras,100,15000\nF,beras,6,10000\n"
        "G,beras,6,11000\n"},
       {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const ExplainResult full = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = "G"});
  ASSERT_TRUE(full.explanation);
  EXPECT_EQ(full.explanation->candidate->standing, Standing::kAggregatorFull);
  EXPECT_EQ(full.explanation->candidate->least_handling, 7);
  const Report report = ToReport(*full.explanation, base, *solved);
  std::string english, indonesian;
  for (const Sentence& sentence : report.sentences)
    english += sentence.english + "\n", indonesian += sentence.indonesian + "\n";
  EXPECT_NE(indonesian.find("; biaya seluruhnya Rp 11\u202F200 per kg, lebih rendah Rp 3\u202F800 per kg "
                            "daripada penghematan dari satu kg tambahan untuk K"),
            std::string::npos)
      << indonesian;
  EXPECT_NE(english.find("F delivers 4 kg at Rp 10\u202F200 per kg all in, from 0 km through C;"),
            std::string::npos)
      << english;
  EXPECT_NE(
      english.find(
          "Sold out at the aggregator: C, through which G sells, can handle no more than 4 kg a day, all of "
          "it taken; at Rp 11\u202F200 per kg all in it lies Rp 3\u202F800 per kg below what another kg for "
          "K would "
          "save; to move a kg here would cost Rp 1\u202F000 per kg more in all: G delivers "
          "a kg more to K (Rp "
          "11\u202F200), F delivers a kg less to K (Rp -10\u202F200).\n"),
      std::string::npos)
      << english;
  EXPECT_NE(
      english.find("Were C able to handle 7 kg, some optimal plan would buy from G for K, with 1 kg less "
                   "none does.\n"),
      std::string::npos)
      << english;
}

// One supplier may bring at most 6 of the 10 kg.
TEST(Explain, SaysWhatAContractAsksForAndWhatIsKeptOfIt) {
  const auto told = [](const std::string& least) {
    const match::Tiny tiny = match::ReadTiny(
        {{"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nA,K,beras," + least + "\n"},
         {"policy.yaml",
          "version: 1\nconcentration: {max_share_per_supplier: 0.6}\ncommodities:\n  beras: {}\n"}});
    const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
    const auto solved = SolveFor(market);
    const ExplainResult result = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = ""});
    const Report report =
        ToReport(*result.explanation,
                 {.dataset = market.dataset, .policy = market.policy, .question = market.question}, *solved);
    return report.sentences.at(3);
  };
  EXPECT_THAT(told("8").english, testing::HasSubstr("; a contract asks for 8 kg, of which 6 kg is kept."));
  EXPECT_THAT(told("8").indonesian, testing::HasSubstr("; kontrak meminta 8 kg, yang dipenuhi 6 kg."));
  EXPECT_THAT(told("5").english, testing::HasSubstr("; a contract asks for 5 kg of it."));
}

// A sells 8 kg to K, 4 kg of them by contract, for less than B asks.
TEST(Explain, SaysWhatItWouldTakeBeyondWhatAContractAsksFor) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,8,10000\nB,beras,50,10500\n"},
       {"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nA,K,beras,4\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const ExplainResult result = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = "A"});
  const Candidate& candidate = *result.explanation->candidate;
  EXPECT_EQ(candidate.highest_price, 10'500'00) << "above that the 4 kg are bought all the same";
  EXPECT_EQ(candidate.least_capacity, 5);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Report report = ToReport(*result.explanation, base, *solved);
  ASSERT_GE(report.sentences.size(), 2U);
  EXPECT_EQ(
      report.sentences[report.sentences.size() - 2].english,
      "A asks Rp 10\u202F000 per kg; at Rp 10\u202F500 per kg some optimal plan buys more from it for K "
      "than their contract asks for, a sen more and none does.");
  EXPECT_EQ(report.sentences.back().english,
            "A has 8 kg; with 5 kg some optimal plan buys more from it for K than their contract asks for, "
            "with 1 kg less none does.");
}

// A may sell 4 kg in all, and sells them as eggs.
TEST(Explain, SaysWhatASupplierHasSoldInsteadOfTheCommodity) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,capacity_kg_per_day\nA,A,koperasi,61.01.01.2001,4\n"
        "B,B,koperasi,61.01.01.2001,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,9,10000\nA,telur,9,9000\n"
        "B,beras,50,10500\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nK,telur,4\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const ExplainResult result = Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = "A"});
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Report report = ToReport(*result.explanation, base, *solved);
  const auto says = [&](const std::string& english) {
    return std::ranges::any_of(report.sentences,
                               [&](const Sentence& each) { return each.english.starts_with(english); });
  };
  EXPECT_TRUE(says("A has sold all 4 kg that it may sell a day, 0 kg of it beras;"));
}

// K needs 10 kg of rice, of which one supplier may bring 6; contracts cap the eggs of A and promise all the
// tempeh; a third of C's tofu may be sold, since it is new.
TEST(Explain, NamesWhatLimitsASupplier) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,registered_on\nA,A,koperasi,61.01.01.2001,\n"
        "B,B,koperasi,61.01.01.2001,\nC,C,koperasi,61.01.01.2001,2026-11-20\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,50,10000\nA,tahu,50,12000\n"
        "A,telur,50,20000\nA,tempe,50,9000\nB,beras,50,11000\nB,tempe,50,10000\nC,tahu,9,8000\n"
        "C,telur,90,30000\nC,tempe,9,11000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nK,tahu,10\nK,telur,10\nK,tempe,6\n"},
       {"contracts.csv",
        "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nA,K,telur,,,,4\nB,K,tempe,,,3,\nC,K,tempe,,,"
        "3,\n"
        "B,K,beras,,,,0\n"},
       {"policy.yaml",
        "version: 1\nconcentration: {max_share_per_supplier: 0.6}\n"
        "probation: {days: 30, max_share_of_capacity: 0.34}\n"
        "commodities:\n  beras: {}\n  tahu: {}\n  telur: {}\n  tempe: {}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-24"), .regions = {}, .taken = {}}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const auto told = [&](const char* supplier, const char* commodity) {
    const ExplainResult result =
        Ask(*solved, {.demand_id = "K", .commodity = commodity, .supplier_id = supplier});
    EXPECT_TRUE(result.explanation && result.explanation->candidate);
    std::string english;
    for (const Sentence& sentence : ToReport(*result.explanation, base, *solved).sentences)
      english += sentence.english + "\n";
    return english;
  };
  using testing::HasSubstr;
  EXPECT_THAT(told("A", "beras"),
              HasSubstr("A delivers 6 kg to K at Rp 10\u202F000 per kg all in, the largest "
                        "share that one supplier may have.\n"));
  EXPECT_THAT(told("A", "telur"), HasSubstr("A delivers 4 kg to K at Rp 20\u202F000 per kg all in, the most "
                                            "that their contract allows.\n"));
  EXPECT_THAT(told("C", "tahu"), HasSubstr("C delivers 3 kg to K at Rp 8\u202F000 per kg all in; it is new, "
                                           "and probation holds back 6 kg more.\n"));
  EXPECT_THAT(told("A", "tempe"), HasSubstr("A could deliver at Rp 9\u202F000 per kg all in, but contracts "
                                            "with others promise all the tempe that K needs.\n"));
  EXPECT_THAT(told("B", "beras"), HasSubstr("the contract of B with K allows no beras.\n"));
}

// C's halal has ended; F needs none, but the aggregator that it sells through let its own end.
TEST(Explain, SaysWhoseLicenceHasEndedAndWhen) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,via,handling_kg_per_day,licences\n"
        "A,Toko A,koperasi,61.01.01.2001,,,halal|nkv\nC,Koperasi "
        "C,koperasi,61.01.01.2001,,9,halal:2026-05-31|nkv\n"
        "D,Toko D,koperasi,61.01.01.2001,,,halal:2026-05-30\nF,Petani F,perorangan,61.01.01.2001,C,,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,15000\nC,beras,6,10000\n"
        "D,beras,6,10000\nF,beras,6,10000\n"},
       {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {requires: [halal, nkv]}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-24"), .regions = {}, .taken = {}}};
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const auto solved = SolveFor(market);
  const auto report_on = [&](const std::string& supplier) {
    const ExplainResult result =
        Ask(*solved, {.demand_id = "K", .commodity = "beras", .supplier_id = supplier});
    EXPECT_TRUE(result.explanation);
    return ToReport(*result.explanation, base, *solved);
  };
  EXPECT_EQ(report_on("C").sentences.back().english,
            "C no longer holds what beras requires: halal (to 2026-05-31).");
  EXPECT_EQ(report_on("F").sentences.back().english,
            "C, through which F sells, no longer holds what beras requires: halal (to 2026-05-31).");
  EXPECT_EQ(report_on("F").sentences.back().indonesian,
            "C, tempat F menjual, tidak lagi memiliki izin untuk beras: halal (sampai 2026-05-31).");
  EXPECT_EQ(report_on("D").sentences.back().english,
            "D lacks what beras requires: nkv; ended: halal (to 2026-05-30).");
  const auto rule_of = [&](const std::string& supplier) {
    const Report report = report_on(supplier);
    return std::ranges::find(report.tables, "candidate", &Table::key)->rows.at(0).at(2);
  };
  EXPECT_EQ(rule_of("F"), Cell("licence_ended"));
  EXPECT_EQ(rule_of("D"), Cell("licence"));
}

}  // namespace
}  // namespace pasok::study
