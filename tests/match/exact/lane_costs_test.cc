// A lane from a group costs what the scalar rule says of each of its offers, to the sen.
#include "engine/match/exact/lane_costs.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

void ExpectTheRulesCosts(const Rooms& rooms) {
  for (std::int32_t g = 0; g < rooms.network.group_count(); ++g) {
    const Group& group = rooms.network.groups[g];
    const Site& site = rooms.network.sites[group.site];
    const CommoditySpan& span = rooms.instance.commodities[group.commodity];
    const auto look = [&](std::int32_t offer, std::int64_t price, std::int32_t r) {
      const LaneCost lane = rooms.rule.Cost(offer, r);
      const bool forbidden = rooms.network.Forbids(group, r);
      ASSERT_EQ(forbidden,
                lane.ineligible == Ineligible::kBlocked || lane.ineligible == Ineligible::kRelatedParty);
      ASSERT_EQ(rooms.costs.TierBetween(site, r), lane.tier);
      const std::int64_t cost = rooms.costs.Cost(site, group.rest, group.commodity, r);
      if (!forbidden) {
        ASSERT_EQ(cost == kNoLane, lane.ineligible == Ineligible::kOutOfRange);
      }
      if (cost != kNoLane) {
        ASSERT_EQ(price + cost, lane.unit());
      }
    };
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      for (std::int32_t i = group.first_plain; i < group.end_plain; ++i)
        look(rooms.network.plain[i].offer, rooms.network.plain[i].price, r);
      for (std::int32_t i = group.first_capped; i < group.end_capped; ++i)
        look(rooms.network.capped[i].offer, rooms.network.capped[i].price, r);
    }
  }
}

class CostsOfLanes : public testing::TestWithParam<Flavour> {};

TEST_P(CostsOfLanes, AreThoseOfTheRule) {
  const std::uint64_t seeds = Seeds(400);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectTheRulesCosts(Rooms(made));
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, CostsOfLanes, testing::ValuesIn(kEveryFlavour));

TEST(LaneCostsOfAMarket, AreThoseOfTheRule) {
  ExpectTheRulesCosts(Rooms(MarketCase({.suppliers = 300, .kitchens = 40}, 1)));
}

TEST(LaneCostsOfAMarket, ListedRoadsAreThoseOfTheRule) {
  const std::uint64_t seeds = Seeds(300);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(Flavour::kListedDistances, 5'000 + seed);
    const Rooms rooms(made);
    for (const Group& group : rooms.network.groups) {
      const std::int32_t region = rooms.network.sites[group.site].region;
      std::int64_t least = kUnbounded;
      for (std::size_t r = 0; r < rooms.instance.requirements.size(); ++r) {
        const auto requirement = static_cast<std::int32_t>(r);
        const std::optional<Metres> listed =
            rooms.rule.Listed(region, rooms.costs.RequirementSite(requirement).region);
        ASSERT_EQ(rooms.costs.ListedRoad(region, requirement), listed ? listed->value : -1);
        if (listed) least = std::min(least, listed->value);
      }
      ASSERT_EQ(rooms.costs.LeastListed(region), least);
      ASSERT_EQ(rooms.costs.lists_roads_from(region), least != kUnbounded);
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
