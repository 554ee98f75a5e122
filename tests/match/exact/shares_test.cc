// A supplier's total shared out among its offers.
#include "engine/match/exact/shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

using testing::ElementsAre;

// One supplier of that total, with an offer in each of three groups: (price, capacity).
Network ThreeOffers(std::int64_t total, const std::pair<std::int64_t, std::int64_t> (&offers)[3]) {
  Network network;
  for (std::int32_t i = 0; i < 3; ++i) {
    network.groups.push_back({.rest = {}, .first_capped = i, .end_capped = i + 1});
    network.capped.push_back(
        {.price = offers[i].first, .capacity = offers[i].second, .offer = i, .group = i, .supplier = 0});
    network.supplier_offers.push_back(i);
  }
  network.suppliers.push_back({.capacity = total, .supplier = 0, .first_offer = 0, .end_offer = 3});
  return network;
}

// Margins 20, 50 and 30: the second offer first, then the third, the first gets the rest.
TEST(ShareOut, TheGreatestMarginFirst) {
  const Network network = ThreeOffers(100, {{80, 40}, {50, 60}, {70, 25}});
  EXPECT_THAT(ShareOut(network, std::vector<std::int64_t>{100, 100, 100}), ElementsAre(15, 60, 25));
}

TEST(ShareOut, BetweenEqualsTheFirst) {
  const Network network = ThreeOffers(50, {{80, 40}, {80, 40}, {80, 40}});
  EXPECT_THAT(ShareOut(network, std::vector<std::int64_t>{90, 90, 90}), ElementsAre(40, 10, 0));
}

TEST(ShareOut, WhatLosesMoneyGetsWhatIsLeft) {
  const Network network = ThreeOffers(50, {{80, 40}, {80, 40}, {80, 40}});
  EXPECT_THAT(ShareOut(network, std::vector<std::int64_t>{70, 75, 90}), ElementsAre(0, 10, 40));
}

TEST(ShareOut, AGroupWithoutALaneComesLast) {
  const Network network = ThreeOffers(90, {{80, 40}, {80, 40}, {80, 40}});
  EXPECT_THAT(ShareOut(network, std::vector<std::int64_t>{kNoValue, 0, 100}), ElementsAre(10, 40, 40));
}

// The first offer gives 30 of its 40 whatever it is worth, and the rest goes on in order of margin.
TEST(ShareOut, WhatIsGivenComesFirst) {
  const Network network = ThreeOffers(100, {{80, 40}, {50, 60}, {70, 25}});
  const std::vector<std::int64_t> value{100, 100, 100};
  EXPECT_THAT(ShareOut(network, value, std::vector<std::int64_t>{30, 0, 0}), ElementsAre(30, 60, 10));
  EXPECT_THAT(ShareOut(network, value, std::vector<std::int64_t>{30, 0, 25}), ElementsAre(30, 45, 25));
}

TEST(ShareEvenly, InProportionRoundedDown) {
  EXPECT_THAT(ShareEvenly(ThreeOffers(50, {{1, 40}, {2, 40}, {3, 20}})), ElementsAre(20, 20, 10));
  EXPECT_THAT(ShareEvenly(ThreeOffers(10, {{1, 7}, {2, 7}, {3, 7}})), ElementsAre(3, 3, 3));
}

TEST(Halfway, RoundsDown) {
  EXPECT_THAT(Halfway(std::vector<std::int64_t>{10, 3, 0}, std::vector<std::int64_t>{4, 0, 1}),
              ElementsAre(7, 1, 0));
}

// As the engine needs them: within the offer, and within the supplier.
TEST(Shares, AreWithinEveryLimit) {
  const std::uint64_t seeds = Seeds(300);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(Flavour::kTightTotals, seed);
    const Network network = Gather(*made.instance);
    std::vector<std::int64_t> value;
    for (std::int32_t g = 0; g < network.group_count(); ++g)
      value.push_back(g % 3 == 0 ? kNoValue : static_cast<std::int64_t>(seed) * 1'000 * g);
    const std::vector<std::int64_t> chosen = ShareOut(network, value), even = ShareEvenly(network);
    for (const std::vector<std::int64_t>& share :
         {chosen, even, Halfway(even, chosen), ShareOut(network, value, even)}) {
      ASSERT_EQ(share.size(), network.capped.size());
      for (const CappedSupplier& supplier : network.suppliers) {
        std::int64_t sum = 0;
        for (std::int32_t i = supplier.first_offer; i < supplier.end_offer; ++i) {
          const std::int32_t offer = network.supplier_offers[i];
          EXPECT_GE(share[offer], 0);
          EXPECT_LE(share[offer], network.capped[offer].capacity);
          sum += share[offer];
        }
        EXPECT_LE(sum, supplier.capacity);
      }
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
