// From groups back to offers.
#include "engine/match/exact/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

#include "engine/match/exact/exact.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"
#include "tests/match/tiny.h"

namespace pasok::match::exact {
namespace {

// A and B stand at one place as one group, A's beras dearer; K needs 10 kg, L 7. B's 8 kg go first.
TEST(Answer, HandsOutTheGroupsOffersInOrderOfPrice) {
  const Tiny tiny = ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\n"
        "A,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
        "A,beras,20,12000\nB,beras,8,11000\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\nL,L,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,7\n"}});
  const Instance instance = InstanceOf(tiny);
  const LaneRule rule(instance);
  const MatchResult result = MatchExactly(instance, rule, {.threads = 1}, StopToken(), nullptr);
  ASSERT_TRUE(result.matching);
  const auto quanta = [&](std::int32_t offer) {
    std::int64_t sum = 0;
    for (const LaneFlow& flow : result.matching->flows) sum += flow.offer == offer ? flow.quanta : 0;
    return sum;
  };
  EXPECT_EQ(quanta(0), 9);  // A's
  EXPECT_EQ(quanta(1), 8);  // B's, all
  EXPECT_THAT(result.matching->shortage, testing::ElementsAre(0, 0));
  EXPECT_EQ(result.matching->flows.size(), 3U);  // one of the two serves both
}

class Answers : public testing::TestWithParam<Flavour> {};

TEST_P(Answers, WithTheBasisFlowsAtAnyTime) {
  const std::uint64_t seeds = Seeds(200);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = seed % 2 == 0 ? RandomCase(GetParam(), seed) : RandomTransfers(GetParam(), seed);
    const Rooms rooms(made);
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    Basis basis = StartedBasis(rooms, price);
    for (const bool solved : {false, true}) {
      if (solved) SolveApart(rooms.work, rooms.network, Reach::kAll, false, basis, price);
      const Matching matching = ReadMatching(rooms.instance, rooms.network, basis);
      ASSERT_TRUE(CostOfFeasible(made, matching) == CostOf(rooms, basis));
      ASSERT_EQ(matching.objective, static_cast<std::int64_t>(CostOf(rooms, basis)));
      ASSERT_TRUE(ObjectiveOf(rooms.instance, rooms.network, basis) == matching.objective);
      ASSERT_EQ(matching.lanes_in_network, basis.lanes_held());
      ASSERT_TRUE(std::ranges::is_sorted(
          matching.flows, {}, [](const LaneFlow& flow) { return std::tuple(flow.requirement, flow.offer); }));
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Answers, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
