// Joined, the basis carries what it carried, on one sound tree over all nodes.
#include "engine/match/exact/join.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/match/exact/answer.h"
#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

// Right after the start, and after the commodities were solved apart.
void ExpectJoins(const Case& made, std::uint64_t seed, bool solved) {
  const Rooms rooms(made);
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
  Basis basis = StartedBasis(rooms, price);
  if (solved) {
    ASSERT_TRUE(SolveApart(rooms.work, rooms.network, Reach::kAll, false, basis, price).optimal);
    ASSERT_EQ(FaultOf(rooms, basis, false), "");
  }
  const Int128 cost = CostOf(rooms, basis);
  JoinCommodities(rooms.network, basis);
  ASSERT_EQ(FaultOf(rooms, basis, true), "");
  ASSERT_TRUE(CostOf(rooms, basis) == cost);
  ASSERT_TRUE(CostOfFeasible(made, ReadMatching(rooms.instance, rooms.network, basis)) == cost);
}

class Join : public testing::TestWithParam<Flavour> {};

TEST_P(Join, CarriesWhatItCarried) {
  const std::uint64_t seeds = Seeds(200);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectJoins(made, seed, false);
    ExpectJoins(made, seed, true);
    ExpectJoins(RandomTransfers(GetParam(), seed), seed, true);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Join, testing::ValuesIn(kEveryFlavour));

TEST(JoinOfAMarket, CarriesWhatItCarried) {
  const Case made = MarketCase({.suppliers = 400, .kitchens = 20}, 2);
  ExpectJoins(made, 1, false);
  ExpectJoins(made, 2, true);
}

}  // namespace
}  // namespace pasok::match::exact
