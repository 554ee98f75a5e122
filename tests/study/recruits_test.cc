// What each recruit saves, against plans made anew with it.
#include "engine/study/recruits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"
#include "tests/study/cold.h"

namespace pasok::study {
namespace {

using match::Market;

// The dataset with the recruit in it, by the registers' own means.
Dataset With(const Market& market, const Recruit& recruit) {
  Dataset with = market.dataset;
  if (recruit.supplier == kNone) {
    const AddedOffer& offer = recruit.adds.front().offers.front();
    Supplier supplier;
    supplier.id = "ZZZ";
    supplier.kind = SupplierKind::kKdmp;
    supplier.region = recruit.region;
    with.suppliers.push_back(supplier);
    Offer row;
    row.supplier = static_cast<std::int32_t>(with.suppliers.size()) - 1;
    row.commodity = recruit.commodities.front();
    row.capacity_per_day = {offer.capacity * market.policy.quantum.value};
    row.price = {offer.price_sen_per_kg};
    // Licences are no matter of a place: the typical supplier holds them.
    with.suppliers.back().licences = {{.name = "halal", .until = std::nullopt}};
    with.offers.push_back(row);
  } else if (recruit.licences.empty()) {
    with.suppliers[recruit.supplier].active = true;
    const std::int32_t via = with.suppliers[recruit.supplier].via;
    if (market.policy.aggregators && via != kNone) with.suppliers[via].active = true;
  } else {
    with.suppliers[recruit.supplier].licences = {{.name = "halal", .until = std::nullopt}};
  }
  return with;
}

RecruitResult RecruitsOf(const Market& market, const RecruitOptions& options, int threads,
                         const StopToken& stop) {
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  RecruitResult result = FindRecruits(base, nullptr, options,
                                      {.options = {.threads = threads}, .stop = stop, .progress = nullptr});
  if (result.recruits) {
    EXPECT_TRUE(IsWellFormed(ToReport(*result.recruits, base)));
  }
  return result;
}

void ExpectList(const RecruitList& list, const Market& market, const Cold& base, int& exact, int& bounded) {
  std::vector<std::int64_t> truth;
  for (const Recruit& recruit : list.recruits) {
    const std::optional<Cold> with = SolveCold(With(market, recruit), market);
    ASSERT_TRUE(with);
    truth.push_back(base.objective - with->objective);
    EXPECT_LE(truth.back(), recruit.at_most);
    ++(recruit.exact ? exact : bounded);
    if (!recruit.exact) continue;
    // Ties may be broken otherwise, and a plan from nothing may not be proven.
    if (base.shares_stores) {
      EXPECT_GE(recruit.saves(), truth.back());
      EXPECT_LE(recruit.saves(), base.objective - with->bound);
      truth.back() = recruit.saves();
      continue;
    }
    EXPECT_EQ(-recruit.exact->objective, truth.back());
    EXPECT_EQ(recruit.exact->shortage, with->shortage - base.shortage);
    EXPECT_GE(recruit.sells, 0);
  }
  for (std::int64_t i = 0; i < list.proven; ++i)
    EXPECT_EQ(truth[i], *std::max_element(truth.begin() + i, truth.end()));
}

// During the days that are planned.
void EndSomeLicences(int round, Market& market) {
  for (std::size_t s = round % 3; s < market.dataset.suppliers.size(); s += 3) {
    for (Licence& licence : market.dataset.suppliers[s].licences) licence.until = Date{20'000};
  }
}

TEST(Recruits, SaveWhatPlansWithThemSay) {
  std::mt19937_64 random(47);
  int inactive = 0, unlicensed = 0, places = 0, bounded = 0, of_days = 0, by_contract = 0, shared = 0;
  for (int round = 0; round < 660; ++round) {
    SCOPED_TRACE(round);
    const bool horizon = round >= 400;
    Market market = match::RandomMarket(random, {.most_suppliers = horizon ? 10 : 16,
                                                 .most_demand_points = horizon ? 4 : 6,
                                                 .horizon = horizon,
                                                 .contracts = round % 5 < 2,
                                                 .kept = round % 3 == 1 || round >= 560,
                                                 .aggregators = round % 4 > 1,
                                                 .spread = round % 2 == 1});
    market.policy.aims = Aims::kWeighted;
    if (horizon) market.question.days = 2 + round % 3;
    if (horizon) EndSomeLicences(round, market);
    if (round >= 560) match::ShareAllStores(random, market);
    const std::optional<Cold> base = SolveCold(market.dataset, market);
    if (base && base->bound < base->objective) continue;
    const StopToken never;
    const RecruitOptions options{.most_exact = round % 2 == 0 ? 2 : 50, .most_tried = 1'000};
    const RecruitResult result = RecruitsOf(market, options, 1 + round % 2, never);
    ASSERT_EQ(result.recruits.has_value(), base.has_value());
    if (!base) continue;
    EXPECT_TRUE(result.recruits->complete);
    shared += base->shares_stores;
    for (const Recruit& recruit : result.recruits->unlicensed.recruits) of_days += recruit.days.size() > 1;
    for (const Recruit& recruit : result.recruits->inactive.recruits) by_contract += recruit.by_contract;
    ExpectList(result.recruits->inactive, market, *base, inactive, bounded);
    ExpectList(result.recruits->unlicensed, market, *base, unlicensed, bounded);
    ExpectList(result.recruits->places, market, *base, places, bounded);
  }
  EXPECT_GT(inactive, 50);
  EXPECT_GT(unlicensed, 50);
  EXPECT_GT(places, 500);
  EXPECT_GT(bounded, 500);
  EXPECT_GT(of_days, 50);
  EXPECT_GT(by_contract, 50);
  EXPECT_GT(shared, 50);
}

TEST(Recruits, AreSurelyTheBestAsManyAsAreAskedFor) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 40; ++round) {
    const Market market = match::RandomMarket(random, {.most_suppliers = 16, .most_demand_points = 6});
    const StopToken never;
    const RecruitResult result = RecruitsOf(market, {.most_exact = 3}, 1, never);
    if (!result.recruits) continue;
    const RecruitList& places = result.recruits->places;
    const auto useful =
        std::ranges::count_if(places.recruits, [](const Recruit& r) { return r.at_most > 0; });
    EXPECT_GE(places.proven, std::min<std::int64_t>(3, useful));
  }
}

TEST(Recruits, AreBoundedWhereStopped) {
  const match::Toy toy = match::ReadToy();
  const StopToken never;
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  const match::SolveResult best =
      match::Solve(toy.dataset, toy.policy, question, {.threads = 1}, never, nullptr);
  StopToken stop;
  stop.Ask();
  const RecruitResult result =
      FindRecruits(base, best.solved.get(), {}, {.options = {}, .stop = stop, .progress = nullptr});
  ASSERT_TRUE(result.recruits);
  EXPECT_FALSE(result.recruits->complete);
  EXPECT_FALSE(ToReport(*result.recruits, base).complete);
  ASSERT_FALSE(result.recruits->inactive.recruits.empty());
  EXPECT_FALSE(result.recruits->inactive.recruits.front().exact);
  EXPECT_GT(result.recruits->inactive.recruits.front().at_most, 0);
}

TEST(Recruits, OfTheToyIsItsInactiveSupplierOfEggs) {
  const match::Toy toy = match::ReadToy();
  const StopToken never;
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  std::vector<double> told;
  const RecruitResult result = FindRecruits(
      base, nullptr, {},
      {.options = {.threads = 1}, .stop = never, .progress = [&](std::string_view, double fraction) {
         told.push_back(fraction);
       }});
  ASSERT_TRUE(result.recruits);
  ASSERT_EQ(result.recruits->inactive.recruits.size(), 1U);
  const Recruit& recruit = result.recruits->inactive.recruits.front();
  EXPECT_EQ(toy.dataset.suppliers[recruit.supplier].id, "S4");
  ASSERT_TRUE(recruit.exact);
  EXPECT_LT(recruit.exact->shortage, 0);
  const Report report = ToReport(*result.recruits, base);
  ASSERT_FALSE(report.sentences.empty());
  EXPECT_NE(report.sentences[0].english.find("(S4) active, it would serve"), std::string::npos)
      << report.sentences[0].english;
  EXPECT_NE(report.sentences[0].indonesian.find("(S4) aktif"), std::string::npos);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1.0);
}

TEST(Recruits, SayThatALicenceWouldHaveToBeRenewed) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,licences\nA,Toko A,koperasi,61.01.01.2001,halal:2026-05-31\n"
        "B,Toko B,koperasi,61.01.01.2001,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\nB,beras,4,10000\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {requires: [halal]}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}}};
  const StopToken never;
  const RecruitResult result = RecruitsOf(market, {}, 1, never);
  ASSERT_TRUE(result.recruits);
  const Report report = ToReport(
      *result.recruits, {.dataset = market.dataset, .policy = market.policy, .question = market.question});
  ASSERT_GE(report.sentences.size(), 2U);
  EXPECT_EQ(report.sentences[0].english.find("Had Toko A (A) renewed halal (to 2026-05-31), it would serve"),
            0U)
      << report.sentences[0].english;
  EXPECT_EQ(report.sentences[0].indonesian.find(
                "Jika Toko A (A) memperbarui izin halal (sampai 2026-05-31), pemasok ini memenuhi"),
            0U)
      << report.sentences[0].indonesian;
  EXPECT_EQ(report.sentences[1].english.find("Had Toko B (B) the licence halal, it would serve"), 0U)
      << report.sentences[1].english;
}

// B is inactive and may sell only on the first of the two days, a new one on both.
TEST(Recruits, SayOfSeveralDaysOnWhichTheyMaySell) {
  const match::Tiny tiny = match::ReadTiny(
      {{"regions.csv",
        "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,\n61.01.01,Sambas,1.36,109.30,\n"
        "61.01.01.2001,Satu,1.36,109.30,\n"},
       {"suppliers.csv",
        "supplier_id,name,kind,region,status\nA,Toko A,koperasi,61.01.01.2001,\n"
        "B,Toko B,koperasi,61.01.01.2001,tidak_aktif\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,available_to\nA,beras,4,10000,\n"
        "B,beras,9,10500,2026-11-23\n"}});
  const auto report_of = [&](std::int32_t days) {
    const Market market{
        .dataset = tiny.dataset,
        .policy = tiny.policy,
        .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = days}};
    const StopToken never;
    const RecruitResult result = RecruitsOf(market, {}, 1, never);
    EXPECT_TRUE(result.recruits);
    return ToReport(*result.recruits,
                    {.dataset = market.dataset, .policy = market.policy, .question = market.question});
  };
  const Report report = report_of(2);
  const Table& inactive = report.tables[0];
  ASSERT_EQ(inactive.rows.size(), 1U);
  EXPECT_EQ(inactive.columns[5].key, "dates");
  EXPECT_EQ(inactive.rows[0][5], Cell("2026-11-23"));
  const Table& places = report.tables[2];
  ASSERT_FALSE(places.rows.empty());
  EXPECT_EQ(places.columns[3].key, "dates");
  EXPECT_EQ(places.rows[0][3], Cell("2026-11-23|2026-11-24"));
  for (const Table& table : report_of(1).tables)
    EXPECT_EQ(std::ranges::count(table.columns, "dates", &Column::key), 0);
}

// Only desa have coordinates there, and eggs are short.
TEST(Recruits, StandAtTheFirstDesaOfAKecamatanWithoutAPoint) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const StopToken never;
  const RecruitResult result = RecruitsOf(market, {}, 1, never);
  ASSERT_TRUE(result.recruits);
  const std::int32_t sambas = toy.dataset.FindRegion("61.01.01"), eggs = toy.dataset.FindCommodity("telur");
  const auto place = std::ranges::find_if(result.recruits->places.recruits, [&](const Recruit& recruit) {
    return recruit.region == sambas && recruit.adds.front().offers.front().commodity == eggs;
  });
  ASSERT_NE(place, result.recruits->places.recruits.end());
  EXPECT_EQ(place->adds.front().place.point,
            toy.dataset.regions[toy.dataset.FindRegion("61.01.01.2001")].point);
  ASSERT_TRUE(place->exact);
  EXPECT_LT(place->exact->shortage, 0);
}

// Rice is sold at 13,000 in 61.02, and may cost 12,500 at most in 61.01.
TEST(Recruits, OfAPlaceAskNoMoreThanItsHardCeiling) {
  const match::Tiny tiny = match::ReadTiny(
      {{"regions.csv",
        "code,name,lat,lng\n61,P,,\n61.01,K,1.3,109.2\n61.01.01,A,,\n61.02,L,1.4,109.3\n61.02.01,B,,\n"},
       {"suppliers.csv", "supplier_id,name,kind,region\nA,A,koperasi,61.02.01\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,30,13000\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,Kitchen,sppg,61.01.01\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,50\n"},
       {"policy.yaml",
        "version: 1\nprice_ceiling: hard\n"
        "commodities: {beras: {price_ceiling_idr_per_kg: {61.01: 12500, 61.02: 14000}}}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const RecruitResult result = RecruitsOf(market, {}, 1, never);
  ASSERT_TRUE(result.recruits);
  const std::vector<Recruit>& places = result.recruits->places.recruits;
  ASSERT_EQ(places.size(), 2U);
  for (const Recruit& place : places) {
    const bool in_sambas = market.dataset.regions[place.region].code == "61.01.01";
    EXPECT_EQ(place.adds.front().offers.front().price_sen_per_kg, in_sambas ? 1'250'000 : 1'300'000);
  }
}

// Rice and eggs are short, and in either kecamatan a new supplier of either would help.
TEST(Recruits, NameOfEachCommodityTheBestPlaceAlone) {
  const match::Tiny tiny = match::ReadTiny(
      {{"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,5,10000\nA,telur,2,10000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,50\nK,telur,50\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const RecruitResult result = RecruitsOf(market, {}, 1, never);
  ASSERT_EQ(result.recruits->places.recruits.size(), 4U);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Report report = ToReport(*result.recruits, base);
  ASSERT_EQ(report.sentences.size(), 2U);
  EXPECT_THAT(report.sentences[0].english,
              testing::StartsWith("A new supplier of beras in Sambas (61.01.01), "));
  EXPECT_THAT(report.sentences[1].english,
              testing::StartsWith("A new supplier of telur in Sambas (61.01.01), "));
}

// B is inactive, and lacks the licence too: neither by itself would let it sell.
TEST(Recruits, SayNotThatNobodyIsInactiveWhereThoseWhoAreMayNotSell) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,status\nB,Toko B,koperasi,61.01.01.2001,tidak_aktif\n"},
       {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nB,beras,4,10000\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {requires: [halal]}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const StopToken never;
  const RecruitResult result = RecruitsOf(market, {}, 1, never);
  ASSERT_TRUE(result.recruits);
  const Base base{.dataset = market.dataset, .policy = market.policy, .question = market.question};
  const Report report = ToReport(*result.recruits, base);
  ASSERT_EQ(report.sentences.size(), 1U);
  EXPECT_EQ(report.sentences[0].english,
            "Nobody could be recruited: no inactive supplier may sell anything once it is active, nobody "
            "lacks nothing but a licence, and in no kecamatan could a new supplier stand with the usual "
            "capacity and price of something that is needed.");
}

TEST(Recruits, SayOnlyOfThoseWorkedOutThatTheyAreNoBetter) {
  const match::Toy toy = match::ReadToy();
  const match::Question question;
  const Base base{.dataset = toy.dataset, .policy = toy.policy, .question = question};
  Recruits recruits;
  Recruit& tried = recruits.inactive.recruits.emplace_back();
  tried.supplier = 0, tried.region = 0, tried.exact = Effect();
  EXPECT_EQ(ToReport(recruits, base).sentences.at(0).english,
            "None of those listed would make this plan better.");
  Recruit& bounded = recruits.inactive.recruits.emplace_back();
  bounded.supplier = 1, bounded.region = 0, bounded.at_most = 5'000'00;
  EXPECT_EQ(ToReport(recruits, base).sentences.at(0).english,
            "None of those whose saving was worked out would make this plan better; another may save up to "
            "Rp 5\u202F000.");
}

}  // namespace
}  // namespace pasok::study
