// The search against a plain loop over every lane by the scalar rule.
#include "engine/match/exact/lane_scanner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

using Found = std::pair<std::int32_t, std::int64_t>;  // requirement, value

// All eligible lanes of the group within the reach, by requirement.
std::vector<Found> ListLanes(const Rooms& rooms, std::int32_t group, std::span<const std::int64_t> price,
                             Reach reach) {
  std::vector<Found> lanes;
  const std::int32_t province = rooms.network.sites[rooms.network.groups[group].site].enclosing[0];
  const CommoditySpan& span = rooms.instance.commodities[rooms.network.groups[group].commodity];
  for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
    if (reach == Reach::kProvince && rooms.costs.RequirementSite(r).enclosing[0] != province) continue;
    const std::int64_t value = ValueByRule(rooms, group, r, price);
    if (value != kNoValue) lanes.emplace_back(r, value);
  }
  return lanes;
}

Found BestOf(const std::vector<Found>& lanes) {
  Found best{kNone, kNoValue};
  for (const Found& lane : lanes) {
    if (lane.second > best.second) best = lane;
  }
  return best;
}

void ExpectAbove(const LaneScanner& scanner, const std::vector<Found>& lanes, std::int64_t bar,
                 std::span<const std::int64_t> price) {
  std::vector<FoundLane> found;
  scanner.Above(bar, found);
  std::vector<Found> expected = lanes;
  std::erase_if(expected, [&](const Found& lane) { return lane.second <= bar; });
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].requirement, expected[i].first);
    ASSERT_EQ(found[i].value, expected[i].second);
    ASSERT_EQ(found[i].cost, price[found[i].requirement] - found[i].value);
  }
}

// One scan of every commodity, with floors drawn near what lanes are worth. `window`: kUnbounded for none.
void ExpectAllThatIsAskedFor(const Rooms& rooms, std::span<const std::int64_t> price, std::int64_t window,
                             Reach reach, std::mt19937_64& random) {
  const Network& network = rooms.network;
  for (std::size_t k = 0; k < rooms.instance.commodities.size(); ++k) {
    const auto commodity = static_cast<std::int32_t>(k);
    std::vector<std::vector<Found>> lanes;
    std::vector<std::int64_t> floor;
    const std::uint64_t how = random() % 4;
    for (std::int32_t g = network.first_group[k]; g < network.first_group[k + 1]; ++g) {
      lanes.push_back(ListLanes(rooms, g, price, reach));
      const Found some =
          lanes.back().empty() ? Found{kNone, 0} : lanes.back()[random() % lanes.back().size()];
      switch (how == 3 ? random() % 4 : how) {
        case 0:
          floor.push_back(some.second);  // at equality nothing counts
          break;
        case 1:
          floor.push_back(some.second - 1);
          break;
        case 2:
          floor.push_back(network.CheapestPrice(network.groups[g]));
          break;
        default:
          floor.push_back(random() % 2 == 0 ? kUnbounded : -kUnbounded / 4);
          break;
      }
    }
    LaneScanner scanner(rooms.costs, network, commodity, price, reach);
    std::vector<std::int32_t> visited, may_be_visited, must_be_visited;
    for (std::size_t i = 0; i < floor.size(); ++i) {
      const std::int32_t g = network.first_group[k] + static_cast<std::int32_t>(i);
      const Found best = BestOf(lanes[i]);
      if (floor[i] != kUnbounded) may_be_visited.push_back(g);
      if (best.first != kNone && best.second > floor[i]) must_be_visited.push_back(g);
    }
    const bool whole = scanner.Scan({.floor = floor, .window = window}, rooms.stop, [&](std::int32_t g) {
      visited.push_back(g);
      if (testing::Test::HasFatalFailure()) return;
      const auto i = static_cast<std::size_t>(g - network.first_group[k]);
      const Found best = BestOf(lanes[i]);
      const FoundLane found = scanner.Best();
      if (best.first != kNone && best.second > floor[i]) {
        ASSERT_EQ(std::tie(found.requirement, found.value), std::tie(best.first, best.second));
        std::int64_t bar = floor[i];
        if (window != kUnbounded) bar = std::max(bar, best.second - window - 1);
        ExpectAbove(scanner, lanes[i], bar, price);
        ExpectAbove(scanner, lanes[i], best.second, price);
      } else {
        ASSERT_EQ(found.requirement, kNone);
        ExpectAbove(scanner, lanes[i], floor[i], price);
      }
    });
    ASSERT_TRUE(whole);
    ASSERT_TRUE(std::ranges::is_sorted(visited));
    ASSERT_TRUE(std::ranges::includes(visited, must_be_visited));
    ASSERT_TRUE(std::ranges::includes(may_be_visited, visited));
    if (testing::Test::HasFatalFailure()) return;
  }
}

void ExpectFindsWhatALoopFinds(const Rooms& rooms, std::uint64_t seed, int times, Reach reach = Reach::kAll) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < times && !testing::Test::HasFailure(); ++i) {
    const std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
    for (const std::int64_t window :
         {kUnbounded, std::int64_t{0}, std::int64_t{1}, std::int64_t{1'000}, std::int64_t{100'000}}) {
      SCOPED_TRACE("prices " + std::to_string(i) + " window " + std::to_string(window));
      ExpectAllThatIsAskedFor(rooms, price, window, reach, random);
    }
  }
}

class Scanner : public testing::TestWithParam<Flavour> {};

TEST_P(Scanner, FindsWhatALoopFinds) {
  const std::uint64_t seeds = Seeds(150);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectFindsWhatALoopFinds(Rooms(made), seed, 3);
  }
}

TEST_P(Scanner, FindsTheSameWhereCellsRuleNothingOut) {
  const std::uint64_t seeds = Seeds(40);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectFindsWhatALoopFinds(Rooms(made, {.cover = false}), seed, 2);
  }
}

TEST_P(Scanner, FindsWhatALoopFindsWithinProvinces) {
  const std::uint64_t seeds = Seeds(100);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectFindsWhatALoopFinds(Rooms(made), seed, 2, Reach::kProvince);
  }
}

TEST_P(Scanner, FindsTheSameWithinProvincesWhereCellsRuleNothingOut) {
  const std::uint64_t seeds = Seeds(40);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectFindsWhatALoopFinds(Rooms(made, {.cover = false}), seed, 2, Reach::kProvince);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Scanner, testing::ValuesIn(kEveryFlavour));

TEST(ScannerOfMarkets, FindsWhatALoopFindsOnListedRoads) {
  const std::uint64_t seeds = Seeds(200);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomRoads(seed);
    ExpectFindsWhatALoopFinds(Rooms(made), seed, 2, seed % 4 == 0 ? Reach::kProvince : Reach::kAll);
  }
}

TEST(ScannerOfMarkets, FindsWhatALoopFinds) {
  const std::uint64_t seeds = Seeds(2);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = MarketCase({.suppliers = 500, .kitchens = 60}, seed);
    ExpectFindsWhatALoopFinds(Rooms(made), seed, 2);
  }
}

TEST(ScannerOfMarkets, FindsWhatALoopFindsInACrowdedRegion) {
  const std::uint64_t seeds = Seeds(2);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = CrowdedCase(seed);
    ExpectFindsWhatALoopFinds(Rooms(made), seed, 2);
  }
}

TEST(ScannerOfMarkets, LeavesEarlyWhenAskedTo) {
  const Case made = MarketCase({.suppliers = 500, .kitchens = 60}, 1);
  Rooms rooms(made);
  std::mt19937_64 random(1);
  const std::vector<std::int64_t> price = DrawPrices(rooms.instance, random);
  std::int32_t k = 0;
  while (rooms.network.first_group[k] == rooms.network.first_group[k + 1]) ++k;
  const std::vector<std::int64_t> floor(
      static_cast<std::size_t>(rooms.network.first_group[k + 1] - rooms.network.first_group[k]), 0);
  LaneScanner scanner(rooms.costs, rooms.network, k, price);
  std::int32_t visits = 0;
  EXPECT_FALSE(scanner.Scan({.floor = floor}, rooms.stop, [&](std::int32_t) {
    ++visits;
    rooms.stop.Ask();
  }));
  EXPECT_GE(visits, 1);
  EXPECT_LE(visits, 64);
  EXPECT_LT(visits, static_cast<std::int32_t>(floor.size()));
}

}  // namespace
}  // namespace pasok::match::exact
