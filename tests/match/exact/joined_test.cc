// A joined network is solved to its end over every lane, whichever way it is priced and however it is broken
// off.
#include "engine/match/exact/joined.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/match/exact/components.h"
#include "engine/match/exact/join.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

class JoinedNetwork : public testing::TestWithParam<Flavour> {};

// "" where no arc can enter and no lane is missing.
std::string LeftOver(const Rooms& rooms, Basis basis, std::vector<std::int64_t> price) {
  const Components components = FindComponents(rooms.instance, rooms.network);
  for (const auto& nodes : NodesOfComponents(rooms.instance, rooms.network, basis.tree, components)) {
    if (RunSimplex(rooms.network, nodes, basis, rooms.stop, kUnbounded).pivots != 0) return "an arc";
  }
  Ceilings unknown(rooms.instance, rooms.network);
  for (std::int32_t k = 0; k < std::ssize(rooms.instance.commodities); ++k) {
    ReadPrices(basis.tree, rooms.instance.commodities[k], price);
    if (!AddMissingLanes(rooms.work, rooms.network, k, Reach::kAll, price, basis, unknown).empty())
      return "a lane";
  }
  return "";
}

TEST_P(JoinedNetwork, IsSolvedOverEveryLaneHoweverItIsPriced) {
  const std::uint64_t seeds = Seeds(150);
  std::int64_t pivots = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made, {.start = seed % 2 == 0});
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    Basis start = StartedBasis(rooms, price);
    JoinCommodities(rooms.network, start);
    const Components components = FindComponents(rooms.instance, rooms.network);
    std::vector<Int128> cost;
    for (const Pricing pricing : {Pricing::kInTurns, Pricing::kByTouch}) {
      Basis basis = start;
      Ceilings ceilings(rooms.instance, rooms.network);
      Joined joined(rooms.work, rooms.network, components, pricing, basis);
      if (seed % 3 == 0) pivots += joined.Mend(1 + static_cast<std::int64_t>(random() % 20));
      while (!joined.settled()) {
        const std::int64_t most = seed % 2 == 0 ? kUnbounded : 1 + static_cast<std::int64_t>(random() % 30);
        pivots += joined.Turn(most, /*to_the_end=*/true, price, ceilings);
        ASSERT_EQ(FaultOf(rooms, basis, true), "");
      }
      ASSERT_TRUE(joined.optimal());
      ASSERT_EQ(LeftOver(rooms, basis, price), "");
      cost.push_back(CostOf(rooms, basis));
      if (price.empty()) continue;
      joined.PricesMoved(std::vector<std::int32_t>{0});
      ASSERT_FALSE(joined.settled());
      while (!joined.settled()) pivots += joined.Turn(kUnbounded, /*to_the_end=*/true, price, ceilings);
      ASSERT_TRUE(CostOf(rooms, basis) == cost.back());
    }
    ASSERT_TRUE(cost[0] == cost[1]);
  }
  EXPECT_GT(pivots, 1'000);
}

INSTANTIATE_TEST_SUITE_P(Flavours, JoinedNetwork, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
