// The loss of each supplier and each owner, against plans made anew without them.
#include "engine/study/criticality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/cold.h"

namespace pasok::study {
namespace {

using match::Market;

Dataset Without(const Dataset& dataset, const std::vector<std::int32_t>& suppliers) {
  Dataset without = dataset;
  for (const std::int32_t s : suppliers) without.suppliers[s].active = false;
  return without;
}

CriticalityResult Find(const Market& market, const CriticalityOptions& options, int threads,
                       const StopToken& stop) {
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  CriticalityResult result = FindCriticality(
      base, nullptr, options, {.options = {.threads = threads}, .stop = stop, .progress = nullptr});
  if (result.criticality) {
    EXPECT_TRUE(IsWellFormed(ToReport(*result.criticality, base)));
  }
  return result;
}

void ExpectLoss(const Loss& loss, const Market& market, const Cold& base) {
  const std::optional<Cold> without = SolveCold(Without(market.dataset, loss.suppliers), market);
  ASSERT_TRUE(without);
  const std::int64_t objective = without->objective - base.objective;
  EXPECT_LE(loss.at_least, objective);
  EXPECT_GE(loss.at_most, objective);
  if (!loss.exact) return;
  EXPECT_EQ(loss.exact->objective, objective);
  EXPECT_EQ(loss.exact->shortage, without->shortage - base.shortage);
}

// All of the owner's suppliers stopped, whether they sell or not.
void ExpectOwnerLoss(const Loss& loss, const Market& market, const Cold& base) {
  ExpectLoss(loss, market, base);
  if (!loss.exact) return;
  std::vector<std::int32_t> all = loss.suppliers;
  for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
    if (market.dataset.suppliers[s].owner_group == loss.owner_group) all.push_back(s);
  }
  EXPECT_EQ(loss.exact->objective,
            SolveCold(Without(market.dataset, all), market)->objective - base.objective);
}

// All active suppliers that sell through one of the lost are lost, but for those that have nothing to sell.
void ExpectAllThrough(const Loss& loss, const Market& market) {
  const Dataset& dataset = market.dataset;
  if (!market.policy.aggregators) {
    EXPECT_EQ(loss.through, 0);
    return;
  }
  const std::set<std::int32_t> lost(loss.suppliers.begin(), loss.suppliers.end());
  ASSERT_EQ(lost.size(), loss.suppliers.size());
  const Cold without = *SolveCold(Without(dataset, loss.suppliers), market);
  std::vector<std::int32_t> more = loss.suppliers;
  for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
    if (dataset.suppliers[s].via != kNone && lost.contains(dataset.suppliers[s].via)) more.push_back(s);
  }
  EXPECT_EQ(SolveCold(Without(dataset, more), market)->objective, without.objective);
}

TEST(Criticality, IsWhatPlansWithoutTheSupplierSay) {
  std::mt19937_64 random(31);
  int exact = 0, bounded = 0, owners = 0, through = 0, of_days = 0;
  for (int round = 0; round < 750; ++round) {
    SCOPED_TRACE(round);
    const bool horizon = round >= 500;
    Market market = match::RandomMarket(random, {.most_suppliers = horizon ? 10 : 20,
                                                 .most_demand_points = horizon ? 4 : 6,
                                                 .horizon = horizon,
                                                 .kept = round % 3 == 1,
                                                 .aggregators = round % 2 == 1,
                                                 .spread = round % 4 > 1});
    market.policy.aims = Aims::kWeighted;
    match::GiveEachItsStore(market);
    if (horizon) market.question.days = 2 + round % 3;
    const std::optional<Cold> base = SolveCold(market.dataset, market);
    const StopToken never;
    const CriticalityOptions options{.most_exact = round % 3 == 0 ? 2 : 1'000, .most_exact_owners = 1'000};
    const CriticalityResult result = Find(market, options, 1 + round % 2, never);
    ASSERT_EQ(result.criticality.has_value(), base.has_value());
    if (!base) continue;
    const Criticality& criticality = *result.criticality;
    // Those that sell only what others sell through them aren't counted.
    ASSERT_EQ(criticality.sellers, base->sellers);
    EXPECT_TRUE(criticality.complete);
    std::vector<std::int64_t> truth;
    for (const Loss& loss : criticality.suppliers) {
      ExpectLoss(loss, market, *base);
      ExpectAllThrough(loss, market);
      through += loss.through > 0;
      of_days += horizon;
      ASSERT_EQ(std::set(loss.suppliers.begin(), loss.suppliers.end()).size(), loss.suppliers.size());
      ++(loss.exact ? exact : bounded);
      truth.push_back(SolveCold(Without(market.dataset, loss.suppliers), market)->objective -
                      base->objective);
    }
    for (const Loss& loss : criticality.owners) ExpectOwnerLoss(loss, market, *base), ++owners;
    // What is proven to be on top is on top, in order.
    for (std::int64_t i = 0; i < criticality.proven; ++i)
      EXPECT_EQ(truth[i], *std::max_element(truth.begin() + i, truth.end()));
    EXPECT_LE(
        std::ranges::count_if(criticality.suppliers, [](const Loss& loss) { return loss.exact.has_value(); }),
        options.most_exact);
    if (options.most_exact == 1'000) {
      EXPECT_EQ(criticality.proven, std::ssize(criticality.suppliers));
    }
  }
  EXPECT_GT(exact, 500);
  EXPECT_GT(bounded, 100);
  EXPECT_GT(owners, 50);
  EXPECT_GT(through, 50);
  EXPECT_GT(of_days, 100);
}

// With a contract gone another binds that could not be kept beside it.
TEST(Criticality, LetsContractsBindThatTheLostOnesKeptBack) {
  std::mt19937_64 random(71);
  int exact = 0, broken = 0;
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    Market market = match::RandomMarket(
        random,
        {.most_suppliers = 12, .most_demand_points = 3, .contracts = true, .aggregators = round % 2 == 1});
    market.policy.aims = Aims::kWeighted;
    const std::optional<Cold> base = SolveCold(market.dataset, market);
    if (!base) continue;
    broken += base->breaks_contracts;
    const StopToken never;
    const CriticalityOptions options{.most_exact = round % 3 == 0 ? 1 : 1'000, .most_exact_owners = 1'000};
    const CriticalityResult result = Find(market, options, 1 + round % 2, never);
    ASSERT_TRUE(result.criticality);
    for (const Loss& loss : result.criticality->suppliers)
      ExpectLoss(loss, market, *base), exact += loss.exact.has_value();
    for (const Loss& loss : result.criticality->owners) ExpectOwnerLoss(loss, market, *base);
  }
  EXPECT_GT(exact, 300);
  EXPECT_GT(broken, 50);
}

// A and B have promised K more than it needs: A, the cheaper, keeps all of its promise, and holds back B's.
// C's to L is in nobody's way. So bounds do of all but A.
TEST(Criticality, DoesWithoutBoundsOnlyOfALossThatLetsOthersBind) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,kdmp,61.01.01.2001\nB,Toko B,kdmp,61.01.01.2001\n"
        "C,Toko C,kdmp,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,9,11000\nB,beras,9,12000\n"
        "C,beras,9,13000\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\nL,Dapur L,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
       {"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nA,K,beras,9\nB,K,beras,9\nC,L,beras,9\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const CriticalityResult result = Find(market, {.most_exact = 0}, 1, StopToken());
  ASSERT_TRUE(result.criticality);
  const Cold base = *SolveCold(market.dataset, market);
  std::vector<std::int32_t> exact;
  for (const Loss& loss : result.criticality->suppliers) {
    ExpectLoss(loss, market, base);
    if (loss.exact) exact.push_back(loss.suppliers.front());
  }
  EXPECT_THAT(exact, testing::ElementsAre(0));
}

// K keeps telur for Wednesday in a store that beras shares, which nobody offers: what the plan's split leaves
// to beras is worth more once a seller is lost.
TEST(Criticality, SplitsStoresThatCommoditiesShareAnew) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,kdmp,61.01.01.2001\nB,Toko B,kdmp,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,telur,8,11000\nB,telur,30,11000\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,50,\nK,telur,80,2026-11-25\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,,15\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 1000}\nshortage: {penalty_idr_per_kg: "
        "25000}\n"
        "commodities:\n  beras: {shelf_life_days: 3}\n  telur: {shelf_life_days: 3}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 3}};
  const std::optional<Cold> base = SolveCold(market.dataset, market);
  ASSERT_TRUE(base && base->shares_stores);
  const StopToken never;
  const CriticalityResult result = Find(market, {}, 1, never);
  ASSERT_TRUE(result.criticality);
  for (const Loss& loss : result.criticality->suppliers) {
    const std::optional<Cold> without = SolveCold(Without(market.dataset, loss.suppliers), market);
    ASSERT_TRUE(loss.exact);
    EXPECT_EQ(loss.exact->objective, without->objective - base->objective);
  }
}

// A sells on Mondays for Tuesdays; without it nothing need be kept overnight.
TEST(Criticality, TellsWhatKeepingCostsApart) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,kdmp,61.01.01.2001\nB,Toko B,kdmp,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\n"
        "A,telur,10,10000,1\nB,telur,10,15000,\nB,beras,1,10000,\n"},
       {"requirements.csv", "demand_id,commodity,kg,date\nK,beras,1,2026-11-23\nK,telur,10,2026-11-24\n"},
       {"storage.csv", "demand_id,kg\nK,15\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 1000}\n"
        "commodities:\n  beras: {}\n  telur: {shelf_life_days: 3}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2}};
  const CriticalityResult result = Find(market, {}, 1, StopToken());
  ASSERT_TRUE(result.criticality);
  const auto lost = std::ranges::find_if(result.criticality->suppliers,
                                         [](const Loss& loss) { return loss.suppliers == std::vector{0}; });
  ASSERT_NE(lost, result.criticality->suppliers.end());
  ASSERT_TRUE(lost->exact);
  EXPECT_EQ(*lost->exact, (Effect{.objective = 4'000'000, .money = 5'000'000, .carried = -1'000'000}));
}

TEST(Criticality, OfSharedStoresIsExactOnlyWhereAPlanWithoutThemIsProven) {
  std::mt19937_64 random(53);
  int exact = 0, unproven = 0;
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(round);
    Market market = match::RandomMarket(random, {.most_suppliers = 8,
                                                 .most_demand_points = 3,
                                                 .horizon = true,
                                                 .kept = true,
                                                 .aggregators = round % 2 == 1});
    market.policy.aims = Aims::kWeighted;
    match::ShareAllStores(random, market);
    const std::optional<Cold> base = SolveCold(market.dataset, market);
    if (!base || !base->shares_stores || base->bound < base->objective) continue;
    const StopToken never;
    const CriticalityResult result = Find(market, {}, 1 + round % 2, never);
    ASSERT_TRUE(result.criticality);
    EXPECT_TRUE(result.criticality->complete);
    for (const std::vector<Loss>* losses : {&result.criticality->suppliers, &result.criticality->owners}) {
      for (const Loss& loss : *losses) {
        const Cold without = *SolveCold(Without(market.dataset, loss.suppliers), market);
        const std::int64_t least = without.bound - base->objective,
                           most = without.objective - base->objective;
        EXPECT_LE(loss.at_least, most);
        EXPECT_GE(loss.at_most, least);
        EXPECT_NE(loss.exact.has_value(), loss.unproven);
        ++(loss.exact ? exact : unproven);
        if (!loss.exact) continue;
        EXPECT_GE(loss.exact->objective, least);
        EXPECT_LE(loss.exact->objective, most);
        EXPECT_GE(loss.exact->objective, loss.at_least);
        EXPECT_LE(loss.exact->objective, loss.at_most);
      }
    }
  }
  EXPECT_GT(exact, 300);
  EXPECT_GT(unproven, 0);
  EXPECT_LT(unproven, exact / 10);
}

TEST(Criticality, IsTheSameOnAnyNumberOfThreads) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20; ++round) {
    const Market market = match::RandomMarket(random, {.most_suppliers = 40, .most_demand_points = 8});
    const StopToken never;
    const CriticalityResult one = Find(market, {}, 1, never), three = Find(market, {}, 3, never);
    ASSERT_EQ(one.criticality.has_value(), three.criticality.has_value());
    if (!one.criticality) continue;
    ASSERT_EQ(one.criticality->suppliers.size(), three.criticality->suppliers.size());
    for (std::size_t i = 0; i < one.criticality->suppliers.size(); ++i) {
      EXPECT_EQ(one.criticality->suppliers[i].suppliers, three.criticality->suppliers[i].suppliers);
      EXPECT_EQ(one.criticality->suppliers[i].exact, three.criticality->suppliers[i].exact);
    }
  }
}

TEST(Criticality, StopsBeforeTheBoundsToo) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const StopToken never;
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const match::SolveResult best = match::Solve(toy.dataset, toy.policy, {}, {.threads = 1}, never, nullptr);
  StopToken stop;
  stop.Ask();
  const CriticalityResult result =
      FindCriticality(base, best.solved.get(), {}, {.options = {}, .stop = stop, .progress = nullptr});
  ASSERT_TRUE(result.criticality);
  EXPECT_FALSE(result.criticality->complete);
  EXPECT_TRUE(result.criticality->suppliers.empty());
  EXPECT_EQ(result.criticality->unbounded, result.criticality->sellers);
  const Report report = ToReport(*result.criticality, base);
  EXPECT_FALSE(report.complete);
  EXPECT_TRUE(report.sentences.empty()) << "nothing to show";
}

// Asked to stop as the first bound is told.
TEST(Criticality, KeepsTheBoundsThatItHasWhereItIsStopped) {
  const match::Toy toy = match::ReadToy();
  const StopToken never;
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const match::SolveResult best = match::Solve(toy.dataset, toy.policy, {}, {.threads = 1}, never, nullptr);
  StopToken stop;
  const CriticalityResult result = FindCriticality(
      base, best.solved.get(), {},
      {.options = {.threads = 1}, .stop = stop, .progress = [&](std::string_view, double) { stop.Ask(); }});
  ASSERT_TRUE(result.criticality);
  const Criticality& criticality = *result.criticality;
  EXPECT_FALSE(criticality.complete);
  ASSERT_EQ(criticality.suppliers.size(), 1U);
  EXPECT_FALSE(criticality.suppliers.front().exact);
  EXPECT_GT(criticality.suppliers.front().at_most, 0);
  EXPECT_EQ(criticality.unbounded, criticality.sellers - 1);
  EXPECT_EQ(criticality.proven, 0);
  const Report report = ToReport(criticality, base);
  EXPECT_FALSE(report.complete);
  ASSERT_EQ(report.sentences.size(), 1U);
  EXPECT_THAT(report.sentences[0].english, testing::HasSubstr("the loss of 1 of them"));
}

TEST(Criticality, NamesThoseNeverToLoseInBothLanguages) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const StopToken never;
  std::vector<double> told;
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const CriticalityResult result = FindCriticality(
      base, nullptr, {},
      {.options = {.threads = 1}, .stop = never, .progress = [&](std::string_view, double fraction) {
         told.push_back(fraction);
       }});
  ASSERT_TRUE(result.criticality);
  const Report report = ToReport(*result.criticality, base);
  ASSERT_GE(report.sentences.size(), 2U);
  EXPECT_TRUE(report.sentences[0].english.starts_with("Never lose"));
  EXPECT_TRUE(report.sentences[0].indonesian.starts_with("Jangan sampai kehilangan"));
  EXPECT_TRUE(report.sentences[1].indonesian.find(": biaya ") != std::string::npos)
      << report.sentences[1].indonesian;
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_EQ(told.back(), 1.0);
}

// K pays less without A, and what it goes short of counts far more.
TEST(Criticality, SaysOfALossThatItIsOne) {
  const match::Tiny tiny = match::ReadTiny({{"policy.yaml",
                                             "version: 1\nshortage: {penalty_idr_per_kg: 100000}\n"
                                             "commodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const CriticalityResult result = Find(market, {}, 1, never);
  ASSERT_TRUE(result.criticality);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Sentence sentence = ToReport(*result.criticality, base).sentences.at(1);
  EXPECT_EQ(sentence.english,
            "Without Toko A (A): Rp 100\u202F000 less to pay (Rp 900\u202F000 more with surcharges and "
            "penalties), 10 kg more unserved.");
  EXPECT_EQ(sentence.indonesian,
            "Tanpa Toko A (A): biaya berkurang Rp 100\u202F000 (bertambah Rp 900\u202F000 dengan tambahan "
            "preferensi dan denda), kekurangan bertambah 10 kg.");
}

TEST(Criticality, SaysWhatIsWrongWithTheQuestion) {
  const match::Toy toy = match::ReadToy();
  Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  market.question.regions = {"99"};
  const StopToken never;
  const CriticalityResult result = Find(market, {}, 1, never);
  EXPECT_FALSE(result.criticality);
  EXPECT_FALSE(result.findings.ok());
}

// T sells through C, which sells nothing of its own; both are of one owner, and so is B.
TEST(Criticality, CountsAggregatorsApartFromThoseWhoSell) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,via,owner_group\nB,B,koperasi,61.01.01.2001,,O\n"
        "C,C,koperasi,61.01.01.2001,,O\nT,T,perorangan,61.01.01.2001,C,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nB,beras,4,10000\nT,beras,4,10000\n"},
       {"policy.yaml", "version: 1\naggregators: on\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const CriticalityResult result = Find(market, {.most_exact = 0, .most_exact_owners = 0}, 1, never);
  ASSERT_TRUE(result.criticality);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Report report = ToReport(*result.criticality, base);
  ASSERT_FALSE(report.sentences.empty());
  EXPECT_TRUE(report.sentences.back().english.starts_with(
      "2 suppliers sell, and 1 sells nothing but what others sell through it; no loss was planned anew."))
      << report.sentences.back().english;
  const Table& owners = report.tables[1];
  ASSERT_EQ(owners.rows.size(), 1U);
  EXPECT_EQ(std::get<std::int64_t>(owners.rows[0][1]), 2) << "B and C; T is lost with them";
  EXPECT_EQ(owners.columns.back().key, "through");
  EXPECT_EQ(std::get<std::int64_t>(owners.rows[0].back()), 1);
}

}  // namespace
}  // namespace pasok::study
