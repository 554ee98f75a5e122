// A search that builds on the ones before finds what a search of all lanes finds.
#include "engine/match/exact/missing_lanes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/match/exact/apart.h"
#include "engine/match/exact/simplex.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

class MissingLanes : public testing::TestWithParam<Flavour> {};

TEST_P(MissingLanes, LaterSearchesFindWhatOnesFromNothingFind) {
  const std::uint64_t seeds = Seeds(100);
  int later = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made, {.start = seed % 2 == 0});
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    Basis basis = StartedBasis(rooms, price);
    std::vector<std::int32_t> items;
    for (std::int32_t node = 0; node < basis.tree.SupplierNode(0); ++node) {
      if (basis.tree.Contains(node)) items.push_back(node);
    }
    Ceilings ceilings(rooms.instance, rooms.network);
    bool added = true;
    for (int round = 0; round < 50 && added; ++round) {
      // Short runs too: the prices move little, and up and down.
      RunSimplex(rooms.network, items, basis, rooms.stop,
                 random() % 2 == 0 ? kUnbounded : 1 + static_cast<std::int64_t>(random() % 4));
      added = false;
      for (std::int32_t k = 0; k < std::ssize(rooms.instance.commodities); ++k) {
        ReadPrices(basis.tree, rooms.instance.commodities[k], price);
        Basis plain = basis;
        Ceilings fresh(rooms.instance, rooms.network);
        later += ceilings.known[k];
        const std::vector<std::int32_t> wanted =
            AddMissingLanes(rooms.work, rooms.network, k, Reach::kAll, price, plain, fresh);
        ASSERT_EQ(AddMissingLanes(rooms.work, rooms.network, k, Reach::kAll, price, basis, ceilings), wanted);
        added |= !wanted.empty();
        ASSERT_EQ(basis.lanes[k].first, plain.lanes[k].first);
        for (std::size_t i = 0; i < plain.lanes[k].lanes.size(); ++i) {
          ASSERT_EQ(basis.lanes[k].lanes[i].requirement, plain.lanes[k].lanes[i].requirement);
          ASSERT_EQ(basis.lanes[k].lanes[i].cost, plain.lanes[k].lanes[i].cost);
        }
        for (std::int32_t g = rooms.network.first_group[k]; g < rooms.network.first_group[k + 1]; ++g)
          ASSERT_EQ(ceilings.value[g], fresh.value[g]);
      }
    }
  }
  EXPECT_GT(later, 10);
}
INSTANTIATE_TEST_SUITE_P(Flavours, MissingLanes, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
