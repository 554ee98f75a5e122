// What coarse networks leave to start from is feasible, the same on any number of threads, and settles where
// suppliers' totals decide between foods.
#include "engine/match/exact/coarse_start.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/register/read.h"
#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

CoarseStart StartOf(const Rooms& rooms) {
  return StartFromCoarse(rooms.work, rooms.rule, rooms.network, Reach::kAll, 20'000, [](double) {});
}

void ExpectWithinLimits(const Rooms& rooms, const CoarseStart& start) {
  const Network& network = rooms.network;
  ASSERT_EQ(start.price.size(), rooms.instance.requirements.size());
  ASSERT_EQ(start.sent.size(), network.transfers.size());
  ASSERT_EQ(start.given.size(), network.capped.size());
  for (std::size_t i = 0; i < start.sent.size(); ++i) {
    ASSERT_GE(start.sent[i], 0);
    ASSERT_LE(start.sent[i], network.transfers[i].capacity);
  }
  std::vector<std::int64_t> through(network.suppliers.size());
  for (std::size_t i = 0; i < start.given.size(); ++i) {
    const CappedOffer& offer = network.capped[i];
    ASSERT_GE(start.given[i], 0);
    ASSERT_LE(start.given[i], offer.capacity);
    through[offer.supplier] += start.given[i];
    if (const std::int32_t parent = network.suppliers[offer.supplier].parent; parent != kNone)
      through[parent] += start.given[i];
  }
  for (std::size_t s = 0; s < through.size(); ++s) ASSERT_LE(through[s], network.suppliers[s].capacity);
}

void ExpectFeasibleOnAnyThreads(const Case& made) {
  Rooms rooms(made);
  const CoarseStart start = StartOf(rooms);
  ExpectWithinLimits(rooms, start);
  rooms.work.threads = 2;
  const CoarseStart again = StartOf(rooms);
  ASSERT_EQ(again.price, start.price);
  ASSERT_EQ(again.sent, start.sent);
  ASSERT_EQ(again.given, start.given);
  ASSERT_EQ(again.pivots, start.pivots);
}

class CoarseStarts : public testing::TestWithParam<Flavour> {};

TEST_P(CoarseStarts, AreFeasibleOnAnyThreads) {
  const std::uint64_t seeds = Seeds(60);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Case made = seed % 3 == 0 ? RandomTransfers(GetParam(), seed) : RandomCase(GetParam(), seed);
    if (seed % 2 == 0) {
      AddAggregators(seed, *made.instance);
      made.rule = std::make_unique<LaneRule>(*made.instance);
    }
    ExpectFeasibleOnAnyThreads(made);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, CoarseStarts, testing::ValuesIn(kEveryFlavour));

TEST(CoarseStartOfAMarket, IsFeasibleOnAnyThreads) {
  ExpectFeasibleOnAnyThreads(MarketCase({.suppliers = 500, .kitchens = 20}, 1));
  ExpectFeasibleOnAnyThreads(CrowdedCase(1));
  ExpectFeasibleOnAnyThreads(SmallSample(1));
}

// Three suppliers of 20 kg a day in all, each with 20 kg of rice and 20 kg of eggs, of which the only kitchen
// wants 31 and 30 kg. One kilogram is short whatever is done, so one of the two is at its penalty: by that
// price all three would bring nothing else.
TEST(CoarseStart, SettlesWhatATotalGivesToEachFood) {
  std::string suppliers = "supplier_id,name,kind,region,capacity_kg_per_day\n";
  std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n";
  for (const char* const id : {"A", "B", "C"}) {
    suppliers += std::string(id) + ",Toko,koperasi,61.01.01.2001,20\n";
    offers += std::string(id) + ",beras,20,12000\n" + id + ",telur,20,28000\n";
  }
  DatasetReading reading = ReadDataset(
      std::vector<RegisterFile>{
          {.name = "regions.csv",
           .content = "code,name,lat,lng\n61,Kalbar,,\n61.01,Sambas,,\n61.01.01,Sambas,,\n"
                      "61.01.01.2001,Satu,1.36,109.30\n"},
          {.name = "suppliers.csv", .content = suppliers},
          {.name = "offers.csv", .content = offers},
          {.name = "demand_points.csv",
           .content = "demand_id,name,kind,region\nK,Dapur,sppg,61.01.01.2001\n"},
          {.name = "requirements.csv", .content = "demand_id,commodity,kg\nK,beras,31\nK,telur,30\n"}},
      nullptr);
  ASSERT_TRUE(reading.dataset.has_value());
  const Case made = CaseOf(*std::move(reading.dataset));
  const Rooms rooms(made);
  const CoarseStart start = StartOf(rooms);
  std::vector<std::int64_t> given(2);
  for (std::size_t i = 0; i < start.given.size(); ++i)
    given[rooms.network.groups[rooms.network.capped[i].group].commodity] += start.given[i];
  EXPECT_EQ(given[0] + given[1], 60);
  EXPECT_GE(given[0], 30);
  EXPECT_GE(given[1], 29);
}

}  // namespace
}  // namespace pasok::match::exact
