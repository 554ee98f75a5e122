// Whatever the prices, the bound is one; at the optimum's it is the optimum.
#include "engine/match/exact/dual_bound.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/match/exact/exact.h"
#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

Int128 DualValueOf(const Case& made, const DualBound& dual) {
  Matching matching;
  matching.requirement_price = dual.requirement_price;
  matching.offer_price = dual.offer_price;
  matching.supplier_price = dual.supplier_price;
  return DualValue(made, matching);
}

// The best value of any lane of each group, by the scalar rule.
std::vector<std::int64_t> BestValues(const Rooms& rooms, std::span<const std::int64_t> price) {
  std::vector<std::int64_t> best(rooms.network.groups.size(), kNoValue);
  for (std::int32_t g = 0; g < rooms.network.group_count(); ++g) {
    const CommoditySpan& span = rooms.instance.commodities[rooms.network.groups[g].commodity];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r)
      best[g] = std::max(best[g], ValueByRule(rooms, g, r, price));
  }
  return best;
}

void ExpectBounds(const Case& made, std::uint64_t seed, int times) {
  const Rooms rooms(made);
  const MatchResult solved = MatchExactly(*made.instance, *made.rule, {.threads = 1}, rooms.stop, nullptr);
  ASSERT_TRUE(solved.matching);
  const std::int64_t optimum = solved.matching->objective;
  bool capped_lanes = false;
  for (const Group& group : rooms.network.groups) capped_lanes |= group.capped_lanes;

  std::mt19937_64 random(seed);
  for (int i = 0; i < times; ++i) {
    SCOPED_TRACE("prices " + std::to_string(i));
    std::vector<std::int64_t> price =
        i == 0 ? solved.matching->requirement_price : DrawPrices(rooms.instance, random);
    if (i == 1) price.front() = 2 * rooms.instance.requirements.front().penalty;  // counts as the penalty
    const std::optional<DualBound> found = BoundOverLanes(rooms.work, rooms.network, price);
    ASSERT_TRUE(found);
    ASSERT_LE(found->bound, optimum);
    ASSERT_TRUE(DualValueOf(made, *found) == found->bound) << "its own prices prove it";
    if (i == 0) {
      ASSERT_EQ(found->bound, optimum);
    }

    for (std::size_t r = 0; r < price.size(); ++r)
      price[r] = std::min(price[r], rooms.instance.requirements[r].penalty);
    const DualBound by_values = BoundByValues(rooms.instance, rooms.network, price, BestValues(rooms, price));
    ASSERT_LE(by_values.bound, found->bound);
    ASSERT_TRUE(DualValueOf(made, by_values) >= by_values.bound);
    if (!capped_lanes) {
      ASSERT_EQ(by_values.bound, found->bound);
    }
  }
}

class Bounds : public testing::TestWithParam<Flavour> {};

TEST_P(Bounds, ABoundWhateverThePrices) {
  const std::uint64_t seeds = Seeds(150);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    if (made.instance->requirements.empty()) continue;
    ExpectBounds(made, seed, 4);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Bounds, testing::ValuesIn(kEveryFlavour));

TEST(BoundsAMarket, ABoundWhateverThePrices) {
  ExpectBounds(MarketCase({.suppliers = 300, .kitchens = 20}, 1), 1, 3);
}

TEST(BoundsAMarket, NothingWhenAskedToStop) {
  const Case made = MarketCase({.suppliers = 300, .kitchens = 20}, 1);
  Rooms rooms(made);
  rooms.stop.Ask();
  const std::vector<std::int64_t> price(rooms.instance.requirements.size());
  EXPECT_FALSE(BoundOverLanes(rooms.work, rooms.network, price));
}

}  // namespace
}  // namespace pasok::match::exact
