// A lane from a group costs what the scalar rule says of each of its offers, to the sen.
#include "engine/match/exact/lane_costs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <random>
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
        ASSERT_EQ(cost == kNoLane, lane.ineligible != Ineligible::kNo);
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

bool Encloses(const Dataset& dataset, std::int32_t region, std::int32_t inner) {
  while (inner != kNone && inner != region) inner = dataset.regions[inner].parent;
  return inner == region;
}

// By the words of the rule, row by row: of all rows whose ends enclose the two regions, either way round, the
// one whose levels add up to most; between equals the one deeper on the supplier's side. nullptr: none.
const RegionDistance* RowByTheWords(const Dataset& dataset, std::int32_t from, std::int32_t to) {
  const RegionDistance* found = nullptr;
  std::pair<int, int> deepest;
  for (const RegionDistance& row : dataset.distances) {
    for (const auto& [a, b] :
         {std::pair(row.from_region, row.to_region), std::pair(row.to_region, row.from_region)}) {
      if (!Encloses(dataset, a, from) || !Encloses(dataset, b, to)) continue;
      const int level = dataset.regions[a].level;
      const std::pair depth(level + dataset.regions[b].level, level);
      if (found == nullptr || depth > deepest) found = &row, deepest = depth;
    }
  }
  return found;
}

// From every region of the tree, whether a group stands there or not.
TEST(LaneCostsWithListedRoads, AreThoseOfTheRuleRowByRow) {
  const std::uint64_t seeds = Seeds(300);
  int listed_roads = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomRoads(seed);
    const Rooms rooms(made);
    ExpectTheRulesCosts(rooms);
    for (std::int32_t region = 0; region < std::ssize(made.dataset->regions); ++region) {
      std::int64_t least = kUnbounded;
      for (std::int32_t r = 0; r < std::ssize(rooms.instance.requirements); ++r) {
        const std::int32_t to = rooms.costs.RequirementSite(r).region;
        const RegionDistance* const row = RowByTheWords(*made.dataset, region, to);
        ASSERT_EQ(rooms.rule.FindListed(region, to), row);
        ASSERT_EQ(rooms.costs.Listed(region, r), row);
        if (row == nullptr) continue;
        least = std::min(least, row->road.value);
        ++listed_roads;
        const std::int32_t k = rooms.instance.requirements[r].commodity;
        const CommodityRule& rule = *rooms.instance.commodities[k].rule;
        const bool too_far = (rule.max_distance && row->road > *rule.max_distance) ||
                             (rule.max_travel_minutes && row->minutes > rule.max_travel_minutes);
        const Site from =
            SiteOf(*made.dataset, {.point = {}, .circuity = {1000}, .region = region, .tier_region = region});
        const std::int64_t cost = rooms.costs.Cost(from, Rest{}, k, r);
        ASSERT_EQ(cost == kNoLane, too_far);
        if (too_far) continue;
        const Tier tier = made.dataset->TierBetween(region, to);
        const Int128 quantum = rooms.instance.policy.quantum.value;
        const SenPerKg surcharge = rooms.instance.policy.tier_surcharge[static_cast<std::size_t>(tier)];
        ASSERT_EQ(cost, RoundHalfUp(quantum * rule.haul_per_kg_km.value * row->road.value, 10'000'000) +
                            RoundHalfUp(quantum * surcharge.value, 1000));
      }
      ASSERT_LE(rooms.costs.LeastListed(region), least);
      ASSERT_EQ(rooms.costs.lists_roads_from(region), least != kUnbounded);
    }
  }
  EXPECT_GT(listed_roads, 10'000);
}

// The metres from the first place to the second, moved to `lng`, by the haversine.
std::int64_t MetresAt(Instance& instance, double lng) {
  instance.places[1].point.lng = lng;
  return GreatCircle(instance.places[0].point, instance.places[1].point).value;
}

// Two neighbouring doubles between which the whole metres change: distances within a hair of half a metre,
// where only the haversine itself can say which way to round.
TEST(LaneCostsOfAPair, RoundHalfMetresAsTheRule) {
  const std::uint64_t seeds = Seeds(500);
  std::mt19937_64 random(1);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Case made = RandomCase(Flavour::kEquator, 0);
    Instance& instance = *made.instance;
    for (SenPerKg& surcharge : instance.policy.tier_surcharge) surcharge = {0};
    instance.policy.quantum = {1000};
    CommodityRule& rule = instance.policy.commodities[0];
    rule.haul_per_kg_km = {20'000};  // 2 sen a metre and quantum
    rule.max_distance = std::nullopt;
    instance.commodities.resize(1);
    instance.commodities[0].first_offer = instance.commodities[0].first_requirement = 0;
    instance.commodities[0].end_offer = instance.commodities[0].end_requirement = 1;
    const auto degrees = [&](double most) {
      return most * static_cast<double>(random() % 1'000'000) / 1'000'000;
    };
    instance.places.assign(2, {.point = {.lat = degrees(10), .lng = 110}, .circuity = {1000}, .region = 0});
    instance.places[1].point.lat = degrees(10);
    instance.suppliers = {SupplierRow{}};
    instance.offers = {OfferRow{.supplier = 0, .place = 0, .commodity = 0, .capacity = 1}};
    instance.requirements = {RequirementRow{
        .demand_point = 0, .place = 1, .commodity = 0, .need = 1, .penalty = 1'000'000, .lane_cap = 1}};
    instance.blocked.clear(), instance.related.clear();

    double low = 111 + degrees(8), high = low + 1e-5;  // about a metre
    const std::int64_t metres = MetresAt(instance, low);
    while (std::nextafter(low, high) < high) {
      const double middle = low + (high - low) / 2;
      (MetresAt(instance, middle) == metres ? low : high) = middle;
    }
    for (const double lng : {low, high}) {
      instance.places[1].point.lng = lng;
      made.rule = std::make_unique<LaneRule>(instance);
      ExpectTheRulesCosts(Rooms(made));
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
