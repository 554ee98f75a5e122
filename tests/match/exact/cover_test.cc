// Cells hold what they say of their groups, whatever the instance.
#include "engine/match/exact/cover.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

constexpr double kEarthRadiusM = 6'371'008.8;

double ChordOf(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(Arcs, AreNeverBelowTheTrueArc) {
  for (int i = 0; i <= 2'000; ++i) {
    const double chord = i * 1e-3;
    const double arc = 2 * kEarthRadiusM * std::asin(std::min(1.0, chord / 2));
    EXPECT_GE(ArcAtMost(chord) * (1 + 1e-15), arc);
  }
  // Close enough to be of use: within a regency's 100 km, a metre.
  const double regency = 100'000 / kEarthRadiusM;
  EXPECT_LT(ArcAtMost(regency) - kEarthRadiusM * regency, 1.1);
}

void ExpectCovers(const Rooms& rooms) {
  const Network& network = rooms.network;
  const Cover& cover = network.cover;
  ASSERT_EQ(cover.root.size(), rooms.instance.commodities.size());
  std::size_t reached = 0;
  for (std::size_t k = 0; k < cover.root.size(); ++k) {
    const std::int32_t first = network.first_group[k], end = network.first_group[k + 1];
    ASSERT_EQ(cover.root[k] == kNone, first == end);
    if (first == end) continue;
    ASSERT_EQ(cover.cells[cover.root[k]].first_group, first);
    ASSERT_EQ(cover.cells[cover.root[k]].end_group, end);
    ++reached;
  }
  for (std::size_t c = 0; c < cover.cells.size(); ++c) {
    const Cell& cell = cover.cells[c];
    ASSERT_LT(cell.first_group, cell.end_group);
    bool forbidden = false;
    std::int64_t least_listed = kUnbounded;
    std::set<std::int32_t> listed_as;
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      const Group& group = network.groups[g];
      const Site& site = network.sites[group.site];
      const double arc = 2 * kEarthRadiusM * std::asin(std::min(1.0, ChordOf(cell.centre, site.unit) / 2));
      ASSERT_LE(arc, cell.radius_m + 1e-3);
      ASSERT_LE(cell.least_circuity * 1000, static_cast<double>(site.circuity_milli) + 1e-6);
      ASSERT_GE(cell.most_circuity * 1000, static_cast<double>(site.circuity_milli) - 1e-6);
      for (std::size_t level = 0; level < 4; ++level) {
        if (cell.enclosing[level] != kNone) {
          ASSERT_EQ(cell.enclosing[level], site.enclosing[level]);
        }
        if (cell.first_child == cell.end_child) {
          ASSERT_EQ(cell.enclosing[level], site.enclosing[level]) << "a last cell is one region's";
        }
      }
      forbidden |= group.first_forbidden != group.end_forbidden;
      least_listed = std::min(least_listed, rooms.costs.LeastListed(site.region));
      listed_as.insert(rooms.costs.ListedAs(site.region));
    }
    ASSERT_EQ(cell.has_forbidden, forbidden);
    ASSERT_EQ(cell.least_listed_m, least_listed);
    ASSERT_EQ(cell.listed_as, listed_as.size() == 1 ? *listed_as.begin() : kNone);
    if (cell.first_child == cell.end_child) {
      ASSERT_LE(cell.end_group - cell.first_group, 64);
      continue;
    }
    ASSERT_GT(cell.first_child, static_cast<std::int32_t>(c));
    std::int32_t at = cell.first_group;
    for (std::int32_t child = cell.first_child; child < cell.end_child; ++child, ++reached) {
      ASSERT_EQ(cover.cells[child].first_group, at);
      at = cover.cells[child].end_group;
    }
    ASSERT_EQ(at, cell.end_group);
  }
  ASSERT_EQ(reached, cover.cells.size());
}

class Covers : public testing::TestWithParam<Flavour> {};

TEST_P(Covers, EveryGroup) {
  const std::uint64_t seeds = Seeds(200);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    ExpectCovers(Rooms(made));
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, Covers, testing::ValuesIn(kEveryFlavour));

TEST(CoversOfMarkets, EveryGroup) {
  const Case made = MarketCase({.suppliers = 2'000, .kitchens = 10}, 3);
  ExpectCovers(Rooms(made));
}

TEST(CoversOfMarkets, ACrowdedRegionInStrips) {
  const Case made = CrowdedCase(1);
  const Rooms rooms(made);
  ASSERT_GT(rooms.network.group_count(), 3 * 64);
  ExpectCovers(rooms);
}

}  // namespace
}  // namespace pasok::match::exact
