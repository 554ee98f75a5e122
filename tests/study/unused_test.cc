// Every offer without an order has one reason, and its figure is where the answer flips.
#include "engine/study/unused.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::study {
namespace {

using match::Market;

std::optional<UnusedStudy> UnusedIn(const match::Solved& solved, int threads = 2,
                                    const StopToken& stop = {}) {
  return FindUnused(solved, {.options = {.threads = threads}, .stop = stop, .progress = nullptr});
}

std::int64_t ObjectiveAt(Market market, std::int32_t dataset_offer, std::int64_t price) {
  market.dataset.offers[dataset_offer].price = {price};
  return SolveFor(market)->matching.objective;
}

// The same with what the supplier offers of the commodity sold apart from its other goods, and from what its
// aggregator handles for others.
std::int64_t ObjectiveApart(Market market, std::int32_t dataset_offer) {
  Dataset& dataset = market.dataset;
  Offer offer = dataset.offers[dataset_offer];
  Supplier twin = dataset.suppliers[offer.supplier];
  const auto index = static_cast<std::int32_t>(dataset.suppliers.size());
  twin.id = "T999", twin.capacity_per_day = std::nullopt;
  const std::vector<Block> blocks = dataset.blocks;
  const auto block_as = [&](std::int32_t like, std::int32_t as) {
    for (Block block : blocks) {
      if (block.supplier != like) continue;
      block.supplier = as;
      dataset.blocks.push_back(block);
    }
  };
  block_as(offer.supplier, index);
  dataset.offers[dataset_offer].capacity_per_day = {0};
  offer.supplier = index;
  dataset.offers.push_back(offer);
  if (market.policy.aggregators && twin.via != kNone) {
    Supplier aggregator = dataset.suppliers[twin.via];
    aggregator.id = "T999A", aggregator.handling_per_day = std::nullopt;
    block_as(twin.via, index + 1);
    twin.via = index + 1;
    dataset.suppliers.push_back(twin);
    dataset.suppliers.push_back(aggregator);
  } else {
    dataset.suppliers.push_back(twin);
  }
  return SolveFor(market)->matching.objective;
}

void CheckOffer(const Market& market, const match::Solved& solved, const UnusedStudy& study,
                const UnusedOffer& unused) {
  const match::Instance& instance = solved.instance;
  const match::OfferRow& offer = instance.offers[unused.offer];
  const match::CommoditySpan& span = instance.commodities[offer.commodity];
  const std::int64_t objective = solved.matching.objective;
  const std::int32_t a = instance.suppliers[offer.supplier].aggregator;
  const bool is_full = a != kNone && study.sold.of_aggregator[a] == instance.aggregators[a].capacity;
  const bool is_sold_out =
      study.sold.of_supplier[offer.supplier] == instance.suppliers[offer.supplier].capacity;
  // On all days together.
  std::int64_t eligible = 0, needed = 0, used_up = 0;
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    if (instance.offers[o].dataset_offer != offer.dataset_offer) continue;
    const match::CommoditySpan& of_day = instance.commodities[instance.offers[o].commodity];
    for (std::int32_t r = of_day.first_requirement; r < of_day.end_requirement; ++r) {
      eligible += solved.lanes.Cost(o, r).ineligible == match::Ineligible::kNo && instance.LaneCap(o, r) > 0;
    }
    needed += of_day.end_requirement - of_day.first_requirement;
    const std::int32_t s = instance.offers[o].supplier, through = instance.suppliers[s].aggregator;
    used_up +=
        study.sold.of_supplier[s] == instance.suppliers[s].capacity ||
        (through != kNone && study.sold.of_aggregator[through] == instance.aggregators[through].capacity);
  }
  // Where contracts promise all that is needed, no price wins on an eligible lane either.
  if (unused.reason < Unused::kSoldAsOther && eligible > 0) {
    ASSERT_FALSE(market.dataset.contracts.empty());
    ASSERT_EQ(ObjectiveAt(market, offer.dataset_offer, 0), objective);
    eligible = 0;
  }
  switch (unused.reason) {
    case Unused::kNoRequirement:
      ASSERT_EQ(needed, 0);
      return;
    case Unused::kOutOfRange:
      ASSERT_EQ(eligible, 0);
      ASSERT_GT(unused.road, *span.rule->max_distance);
      return;
    case Unused::kTravelTime:
      ASSERT_EQ(eligible, 0);
      ASSERT_TRUE(span.rule->max_travel_minutes);
      return;
    case Unused::kBlocked:
    case Unused::kRelatedParty:
    case Unused::kContract:
      ASSERT_EQ(eligible, 0);
      ASSERT_TRUE(!span.rule->max_distance || unused.road <= *span.rule->max_distance);
      return;
    case Unused::kSoldAsOther:
      ASSERT_LE(unused.dearer, 0);
      ASSERT_TRUE(is_sold_out && !unused.wins_at);
      if (market.question.taken.empty()) {
        ASSERT_EQ(ObjectiveApart(market, offer.dataset_offer) < objective, unused.dearer < 0);
      }
      return;
    case Unused::kAggregatorFull:
      ASSERT_LE(unused.dearer, 0);
      ASSERT_TRUE(is_full && !is_sold_out && !unused.wins_at);
      if (market.question.taken.empty()) {
        ASSERT_EQ(ObjectiveApart(market, offer.dataset_offer) < objective, unused.dearer < 0);
      }
      return;
    case Unused::kTie:
      ASSERT_EQ(unused.dearer, 0);
      break;
    case Unused::kDearer:
    case Unused::kAbovePenalty:
      ASSERT_GT(unused.dearer, 0);
      break;
    case Unused::kMovedByRule:
      FAIL() << "no rule moved it";
  }
  ASSERT_GT(eligible, 0);
  if (unused.wins_at) {
    ASSERT_LT(*unused.wins_at, offer.price_sen_per_kg);
    ASSERT_LT(ObjectiveAt(market, offer.dataset_offer, *unused.wins_at), objective);
    ASSERT_EQ(ObjectiveAt(market, offer.dataset_offer, *unused.wins_at + 1), objective);
  } else if (used_up == 0) {
    ASSERT_EQ(ObjectiveAt(market, offer.dataset_offer, 0), objective);
  }
}

TEST(FindUnused, GivesFiguresAtWhichTheAnswerFlips) {
  std::mt19937_64 random(101);
  std::map<Unused, int> seen;
  int of_days = 0, partly_used_up = 0;  // with a price that wins, of offers on several days
  for (int i = 0; i < 840; ++i) {
    SCOPED_TRACE(i);
    const bool horizon = i >= 440;
    Market market = match::RandomMarket(random, {.most_suppliers = horizon ? 8 : 14,
                                                 .most_demand_points = horizon ? 3 : 4,
                                                 .horizon = horizon,
                                                 .contracts = i % 7 > 4,
                                                 .kept = i % 5 > 2,
                                                 .aggregators = i % 4 > 1,
                                                 .spread = i % 3 == 1});
    if (i % 2 == 0) {  // plenty, so that much stays unsold
      for (Offer& offer : market.dataset.offers) offer.capacity_per_day.value *= 4;
    }
    if (horizon) market.question.days = 2 + i % 3;
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const std::vector<match::OfferRow>& rows = solved->instance.offers;
    if (solved->matching.bound < solved->matching.objective) continue;  // stores that are split
    const std::optional<UnusedStudy> study = UnusedIn(*solved);
    ASSERT_TRUE(study);
    std::vector<bool> sells(market.dataset.offers.size()), listed(sells.size());
    for (const match::LaneFlow& flow : solved->matching.flows) sells[rows[flow.offer].dataset_offer] = true;
    for (const UnusedOffer& unused : study->offers) {
      const std::int32_t offer = rows[unused.offer].dataset_offer;
      ASSERT_FALSE(listed[offer]);
      listed[offer] = true;
      const auto days = std::ranges::count(rows, offer, &match::OfferRow::dataset_offer);
      of_days += days > 1 && unused.wins_at;
      partly_used_up += days > 1 && !unused.wins_at && unused.reason == Unused::kDearer;
      ++seen[unused.reason];
      CheckOffer(market, *solved, *study, unused);
      if (HasFatalFailure()) return;
      ASSERT_FALSE(Say(unused, *study, *solved).english.empty());
    }
    for (const match::OfferRow& row : rows) ASSERT_NE(sells[row.dataset_offer], listed[row.dataset_offer]);
    ASSERT_TRUE(IsWellFormed(ToReport(*study, *solved)));
  }
  EXPECT_GT(of_days, 50);
  EXPECT_GT(partly_used_up, 0);
  for (const Unused reason :
       {Unused::kNoRequirement, Unused::kOutOfRange, Unused::kBlocked, Unused::kRelatedParty,
        Unused::kContract, Unused::kSoldAsOther, Unused::kAggregatorFull, Unused::kDearer})
    EXPECT_GT(seen[reason], 0) << ToWord(reason);
}

TEST(FindUnused, ListsEachSupplierWithoutAnyOrderOnce) {
  std::mt19937_64 random(102);
  for (int i = 0; i < 160; ++i) {
    SCOPED_TRACE(i);
    const Market market = match::RandomMarket(random, {.most_suppliers = 30,
                                                       .most_demand_points = 3,
                                                       .horizon = i >= 100,
                                                       .kept = i % 3 == 1,
                                                       .aggregators = i % 2 == 1,
                                                       .spread = i % 4 > 1});
    if (!match::BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const auto solved = SolveFor(market);
    const auto seller = [&](std::int32_t o) {
      return solved->instance.suppliers[solved->instance.offers[o].supplier].dataset_supplier;
    };
    if (solved->matching.bound < solved->matching.objective) continue;  // stores that are split
    const std::optional<UnusedStudy> study = UnusedIn(*solved, 1 + i % 3);
    ASSERT_TRUE(study);
    std::vector<bool> sells(market.dataset.suppliers.size()), listed(sells.size());
    for (const match::LaneFlow& flow : solved->matching.flows) sells[seller(flow.offer)] = true;
    for (const UnusedOffer& unused : study->suppliers) {
      const std::int32_t s = seller(unused.offer);
      ASSERT_FALSE(listed[s]);
      listed[s] = true;
    }
    for (const match::SupplierRow& row : solved->instance.suppliers)
      ASSERT_NE(sells[row.dataset_supplier], listed[row.dataset_supplier]);
  }
}

// A is cheaper than B, and a contract keeps it from K.
TEST(FindUnused, NamesTheContractThatAllowsNothing) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,10500\n"},
       {"contracts.csv", "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nA,K,beras,,,,0\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  ASSERT_EQ(study->suppliers.size(), 1U);
  EXPECT_EQ(ToWord(study->suppliers[0].reason), "contract");
  EXPECT_FALSE(study->suppliers[0].wins_at);
  EXPECT_EQ(
      Say(study->suppliers[0], *study, *solved).english,
      "the contract of A with K allows no beras, and all others that need it are too far or kept from it "
      "too");
}

TEST(FindUnused, SaysItInBothLanguages) {
  // B asks 500 rupiah more than A for the same rice from the same place, C as much as A.
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,10500\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  ASSERT_EQ(study->suppliers.size(), 1U);
  const Sentence sentence = Say(study->suppliers[0], *study, *solved);
  EXPECT_EQ(sentence.english,
            "B's beras would cost Rp 10\u202F500 per kg all in at K, Rp 500 per kg more than what was chosen "
            "instead; "
            "it asks Rp 10\u202F500 per kg and would sell at Rp 9\u202F999.99 per kg");
  EXPECT_EQ(sentence.indonesian,
            "beras dari B akan berbiaya Rp 10\u202F500 per kg di K, Rp 500 per kg lebih mahal daripada yang "
            "dipilih; "
            "harganya Rp 10\u202F500 per kg dan akan terjual pada Rp 9\u202F999.99 per kg");
}

// B is dearer than A by 500 on Monday and, where A has 5 kg less than K needs and C serves the rest at
// 10,300, by 200 on Tuesday. D's eggs nobody needs.
TEST(FindUnused, GivesOneReasonForAllDaysWithTheNearestDaysFigure) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"
        "C,Toko C,koperasi,61.01.01.2001\nD,Toko D,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,1\n"
        "A,beras,5,10000,2\nB,beras,100,10500,1-2\nC,beras,100,10300,2\nD,telur,10,20000,\n"},
       {"policy.yaml", "version: 1\ncommodities:\n  beras: {}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  ASSERT_EQ(study->suppliers.size(), 2U);
  EXPECT_EQ(
      Say(study->suppliers[0], *study, *solved).english,
      "B's beras would cost Rp 10\u202F500 per kg all in at K on Tuesday, Rp 200 per kg more than what was "
      "chosen instead; it asks Rp 10\u202F500 per kg and would sell at Rp 10\u202F299.99 per kg");
  EXPECT_EQ(Say(study->suppliers[1], *study, *solved).english,
            "nobody needs telur on any day on which D could sell it");
  const Report report = ToReport(*study, *solved);
  EXPECT_TRUE(IsWellFormed(report));
  EXPECT_EQ(report.tables[1].columns[4].key, "date");
  EXPECT_EQ(std::get<std::string>(report.tables[1].rows[0][4]), "2026-11-24");
}

// K cooks eggs on both days, rice on Tuesday alone, for which B might come on Monday.
TEST(FindUnused, NamesTheDayFromWhichFoodWouldBeKept) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,2\n"
        "A,telur,100,20000,\nB,beras,100,10500,1\n"},
       {"requirements.csv", "demand_id,date,commodity,kg\nK,2026-11-24,beras,10\nK,,telur,10\n"},
       {"storage.csv", "demand_id,commodity,kg\nK,beras,100\n"},
       {"policy.yaml",
        "version: 1\nstorage: {mode: on}\ncommodities:\n  beras: {shelf_life_days: 30}\n  telur: {}\n"}});
  const Market market{.dataset = tiny.dataset,
                      .policy = tiny.policy,
                      .question = {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  ASSERT_EQ(study->suppliers.size(), 1U);
  EXPECT_THAT(
      Say(study->suppliers[0], *study, *solved).english,
      testing::StartsWith("B's beras would cost Rp 10\u202F500 per kg all in at K on Monday, where it "
                          "would be kept for a later day, Rp 500 per kg more than what was chosen"));
}

// Where food goes in 10 kg: B offers 4 kg, C 50 kg but sells no more than 6 kg in all, and of D's 20 kg
// another plan took 15. Only D was sold before.
TEST(FindUnused, TellsOffersTooSmallForAQuantumFromThoseSoldBefore) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region,capacity_kg_per_day\nA,Toko A,koperasi,61.01.01.2001,\n"
        "B,Toko B,koperasi,61.01.01.2001,\nC,Toko C,koperasi,61.01.01.2001,6\n"
        "D,Toko D,koperasi,61.01.01.2001,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,4,9000\n"
        "C,beras,50,9000\nD,beras,20,9000\n"},
       {"policy.yaml", "version: 1\nquantum_kg: 10\ncommodities:\n  beras: {}\n"}});
  const Market market{
      .dataset = tiny.dataset,
      .policy = tiny.policy,
      .question = {.date = {},
                   .regions = {},
                   .taken = {{.supplier_id = "D", .commodity = "beras", .weight = {15'000}}}}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  const Report report = ToReport(*study, *solved);
  EXPECT_TRUE(IsWellFormed(report));
  const Table& excluded = report.tables.back();
  ASSERT_EQ(excluded.rows.size(), 3U);
  const std::string too_small = "too_small", sold_before = "sold_before";
  const auto figures = [&](std::size_t row) {
    const std::vector<Cell>& cells = excluded.rows[row];
    return std::tuple(cells[2], cells[6], cells[7]);
  };
  EXPECT_EQ(figures(0), std::tuple(Cell(too_small), Cell(std::int64_t{4'000}), Cell(std::int64_t{10'000})));
  EXPECT_EQ(figures(1), std::tuple(Cell(too_small), Cell(std::int64_t{6'000}), Cell(std::int64_t{10'000})));
  EXPECT_EQ(figures(2), std::tuple(Cell(sold_before), Cell(), Cell()));
}

// B's 3 kg are less than the 5 kg that it brings at least.
TEST(FindUnused, SaysWhatAWholeDeliveryTakes) {
  const match::Tiny tiny = match::ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,min_delivery_kg\nA,beras,100,10000,\n"
        "B,beras,3,9000,5\n"},
       {"policy.yaml", "version: 1\ndeliveries: {whole: true}\ncommodities:\n  beras: {}\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const std::optional<UnusedStudy> study = UnusedIn(*solved);
  ASSERT_TRUE(study);
  const Table excluded = ToReport(*study, *solved).tables.back();
  ASSERT_EQ(excluded.rows.size(), 1U);
  EXPECT_EQ(excluded.rows[0][2], Cell(std::string("too_small")));
  EXPECT_EQ(excluded.rows[0][6], Cell(std::int64_t{3'000}));
  EXPECT_EQ(excluded.rows[0][7], Cell(std::int64_t{5'000}));
}

TEST(FindUnused, StoppedKeepsWhatCouldNotSell) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  StopToken stop;
  stop.Ask();
  const std::optional<UnusedStudy> study = UnusedIn(*solved, 2, stop);
  ASSERT_TRUE(study);
  const Report report = ToReport(*study, *solved), all = ToReport(*UnusedIn(*solved), *solved);
  EXPECT_FALSE(report.complete);
  ASSERT_EQ(report.tables.size(), 1U);
  EXPECT_GT(report.tables[0].rows.size(), 0U);
  EXPECT_EQ(report.tables[0].rows, all.tables.back().rows);
  EXPECT_EQ(report.sentences.size(), 1U);
}

TEST(FindUnused, SaysOnlyReasonsThatAnyHas) {
  const match::Tiny tiny =
      match::ReadTiny({{"suppliers.csv",
                        "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"
                        "B,Toko B,koperasi,61.01.01.2001\nC,Toko C,koperasi,61.01.01.2001\n"
                        "D,Toko D,koperasi,61.01.01.2001\n"},
                       {"offers.csv",
                        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"
                        "B,beras,100,11000\nC,beras,100,12000\nD,beras,100,9000\n"},
                       {"blocks.csv", "supplier_id,demand_id,reason\nD,K,late\n"}});
  const Market market{.dataset = tiny.dataset, .policy = tiny.policy, .question = {}};
  const auto solved = SolveFor(market);
  const std::vector<Sentence> said = ToReport(*UnusedIn(*solved), *solved).sentences;
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[1].english, "Of these suppliers 2 are dearer than those chosen; 1 is blocked.");
  EXPECT_EQ(said[1].indonesian, "Dari pemasok itu 2 lebih mahal daripada yang dipilih; 1 diblokir.");
}

TEST(FindUnused, SaysNothingOfAPlanThatIsNotProven) {
  const match::Toy toy = match::ReadToy();
  const Market market{.dataset = toy.dataset, .policy = toy.policy, .question = {}};
  const auto solved = SolveFor(market);
  solved->matching.stopped = true;
  EXPECT_FALSE(UnusedIn(*solved));
}

}  // namespace
}  // namespace pasok::study
