// Shortlists are the best lanes; the first basis is a feasible flow on a strongly feasible tree.
#include "engine/match/exact/start.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

void ExpectTheBestLanes(const Rooms& rooms, std::span<const std::int64_t> price, std::int64_t window,
                        std::size_t most) {
  const Network& network = rooms.network;
  for (std::size_t k = 0; k < rooms.instance.commodities.size(); ++k) {
    const auto commodity = static_cast<std::int32_t>(k);
    const CommoditySpan& span = rooms.instance.commodities[k];
    const Shortlist list = ShortlistLanes(rooms.work, network, commodity, Reach::kAll, price, window, most);
    const std::int32_t first = network.first_group[k], end = network.first_group[k + 1];
    ASSERT_EQ(std::ssize(list.value), end - first);
    for (std::int32_t g = first; g < end; ++g) {
      const auto i = static_cast<std::size_t>(g - first);
      std::vector<std::pair<std::int64_t, std::int32_t>> lanes;  // (-value, requirement)
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        const std::int64_t value = ValueByRule(rooms, g, r, price);
        if (value != kNoValue) lanes.emplace_back(-value, r);
      }
      std::ranges::sort(lanes);
      const std::int64_t floor = network.CheapestPrice(network.groups[g]) - window;
      if (lanes.empty() || -lanes[0].first <= floor) lanes.clear();
      ASSERT_EQ(list.value[i], lanes.empty() ? kNoValue : -lanes[0].first);
      const std::int64_t least = lanes.empty() ? 0 : std::max(floor + 1, -lanes[0].first - window);
      std::erase_if(lanes, [&](const auto& lane) { return -lane.first < least; });
      if (lanes.size() > most) lanes.resize(most);
      ASSERT_EQ(list.table.first[i + 1] - list.table.first[i], std::ssize(lanes));
      ASSERT_EQ(list.regret[i], lanes.size() < 2 ? kUnbounded : lanes[1].first - lanes[0].first);
      std::set<std::int32_t> listed;
      for (std::size_t l = 0; l < lanes.size(); ++l) {
        const Lane& lane = list.table.lanes[static_cast<std::size_t>(list.table.first[i]) + l];
        ASSERT_TRUE(listed.insert(lane.requirement).second);
        ASSERT_EQ(ValueByRule(rooms, g, lane.requirement, price), -lanes[l].first)
            << "which of equals, is free";
        ASSERT_EQ(lane.cost, price[lane.requirement] + lanes[l].first);
        ASSERT_FALSE(lane.full);
      }
    }
  }
}

class Start : public testing::TestWithParam<Flavour> {};

TEST_P(Start, ListsTheBestLanes) {
  const std::uint64_t seeds = Seeds(100);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made);
    std::mt19937_64 random(seed);
    const std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    ExpectTheBestLanes(rooms, price, 1 + static_cast<std::int64_t>(random() % 200'000), 1 + random() % 5);
  }
}

TEST_P(Start, IsFeasibleAndStronglyFeasible) {
  const std::uint64_t seeds = Seeds(300);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    for (const bool start : {true, false}) {
      SCOPED_TRACE("seed " + std::to_string(seed) + (start ? "" : " without the idea"));
      const Case made = RandomCase(GetParam(), seed);
      const Rooms rooms(made, {.start = start});
      std::mt19937_64 random(seed);
      const std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
      ASSERT_EQ(FaultOf(rooms, StartedBasis(rooms, price), false), "");
    }
  }
}

// From any hint, however large.
TEST_P(Start, SendsNoMoreThanIsOfUse) {
  const std::uint64_t seeds = Seeds(300);
  std::int64_t as_hinted = 0, less = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomTransfers(GetParam(), seed);
    const Rooms rooms(made);
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> hint;
    for (const Transfer& transfer : made.instance->transfers)
      hint.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(2 * transfer.capacity)));
    Basis basis(rooms.instance, rooms.network);
    basis.transfer_flow = FirstTransfers(rooms.instance, rooms.network, hint);
    const std::vector<std::int64_t> wanted = WantedOverLanes(rooms.instance, rooms.network, basis);
    for (std::size_t i = 0; i < hint.size(); ++i) {
      const Transfer& transfer = rooms.network.transfers[i];
      const std::int64_t sent = basis.transfer_flow[i];
      const std::int64_t most =
          transfer.from == kNone ? transfer.capacity : std::min(hint[i], transfer.capacity);
      ASSERT_GE(sent, 0);
      ASSERT_LE(sent, most);
      ASSERT_TRUE(sent == most || wanted[transfer.to] == 0) << "less than hinted only where none is wanted";
      ++(sent == most ? as_hinted : less);
    }
    for (const std::int64_t quanta : wanted) ASSERT_GE(quanta, 0);
    const std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    StartApart(rooms.work, rooms.network, ShortlistAll(rooms.work, rooms.network, Reach::kAll, price),
               std::nullopt, price, basis);
    ASSERT_EQ(FaultOf(rooms, basis, false), "");
  }
  EXPECT_GT(as_hinted, static_cast<std::int64_t>(seeds) / 10);
  EXPECT_GT(less, static_cast<std::int64_t>(seeds) / 10);
}
INSTANTIATE_TEST_SUITE_P(Flavours, Start, testing::ValuesIn(kEveryFlavour));

TEST(StartOfAMarket, IsFeasibleAndStronglyFeasible) {
  const Case made = MarketCase({.suppliers = 500, .kitchens = 30}, 1);
  const Rooms rooms(made);
  std::mt19937_64 random(1);
  for (int i = 0; i < 10; ++i)
    ASSERT_EQ(FaultOf(rooms, StartedBasis(rooms, DrawPrices(rooms.instance, random)), false), "");
}

}  // namespace
}  // namespace pasok::match::exact
