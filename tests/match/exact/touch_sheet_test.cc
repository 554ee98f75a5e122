// The sheet finds of every item what its arcs gain, looked at one by one where the basis holds them.
#include "engine/match/exact/touch_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "engine/match/exact/join.h"
#include "engine/match/exact/simplex.h"
#include "tests/match/exact/gains.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

void ExpectCalmWhereNothingGains(const Rooms& rooms, const Basis& basis, const TouchSheet& sheet,
                                 std::int32_t node, std::int64_t gain) {
  if (node < basis.tree.GroupNode(0) || node >= basis.tree.SupplierNode(0)) return;
  const std::int32_t g = node - basis.tree.GroupNode(0);
  Choice choice;
  const Calm calm = sheet.PriceGroup(basis, g, choice);
  ASSERT_EQ(choice.gain, gain) << "group " << g;
  const LaneTable& table = basis.lanes[rooms.network.groups[g].commodity];
  const bool is_dear =
      std::ranges::any_of(table.lanes, [](const Lane& lane) { return std::abs(lane.cost) > INT32_MAX; });
  const bool is_calm = calm.Holds(basis.tree.Potential(node));
  ASSERT_FALSE(is_calm && (gain > 0 || rooms.network.groups[g].capped_lanes)) << "group " << g;
  ASSERT_TRUE(is_calm || gain > 0 || rooms.network.groups[g].capped_lanes || is_dear) << "group " << g;
}

void ExpectGains(const Rooms& rooms, const Basis& basis, std::mt19937_64& random) {
  std::vector<std::int32_t> items;
  for (std::int32_t node = 0; node < basis.tree.root(); ++node) {
    if (basis.tree.Contains(node) && random() % 8 != 0) items.push_back(node);
  }
  std::ranges::shuffle(items, random);
  const TouchSheet sheet(rooms.network, basis, items);
  for (const std::int32_t node : items) {
    Choice choice;
    sheet.PriceNode(basis, node, choice);
    ASSERT_EQ(choice.gain, BestGain(rooms, basis, node)) << "node " << node;
    ExpectCalmWhereNothingGains(rooms, basis, sheet, node, choice.gain);
  }
}

class TouchSheetTest : public testing::TestWithParam<Flavour> {};

TEST_P(TouchSheetTest, FindsWhatEveryItemGains) {
  const std::uint64_t seeds = Seeds(100);
  for (std::uint64_t seed = 0; seed < seeds && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made, {.start = seed % 2 == 0});
    std::mt19937_64 random(seed);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    ExpectGains(rooms, basis, random);
    JoinCommodities(rooms.network, basis);
    std::vector<std::int32_t> items(basis.tree.root());
    for (std::size_t i = 0; i < items.size(); ++i) items[i] = static_cast<std::int32_t>(i);
    RunSimplex(rooms.network, items, basis, rooms.stop, 1 + static_cast<std::int64_t>(seed % 20));
    ExpectGains(rooms, basis, random);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, TouchSheetTest, testing::ValuesIn(kEveryFlavour));

// Costs and prices beyond 32 bits don't fit the packed items and lanes.
TEST_P(TouchSheetTest, FindsWhatDearOffersAndLanesGain) {
  for (std::uint64_t seed = 0; seed < 20 && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    Rooms rooms(made);
    std::mt19937_64 random(seed);
    ShiftOffers(rooms.network, random);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    for (LaneTable& table : basis.lanes) {
      for (Lane& lane : table.lanes) lane.cost += (static_cast<std::int64_t>(random() % 5) - 2) << 33;
    }
    ExpectGains(rooms, basis, random);
  }
}

}  // namespace
}  // namespace pasok::match::exact
