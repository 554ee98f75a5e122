// Pivots end where no held arc can gain, and the basis is sound wherever they stop.
#include "engine/match/exact/simplex.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "tests/match/exact/market_case.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

TEST(Mix, KeepsEveryItemOnceAndNeighboursApart) {
  for (const std::int32_t n : {0, 1, 2, 63, 64, 65, 1'000, 12'345}) {
    std::vector<std::int32_t> items(n);
    std::iota(items.begin(), items.end(), 0);
    const std::vector<std::int32_t> before = items;
    Mix(items);
    for (std::size_t i = 1; n > 128 && i < items.size(); ++i) EXPECT_NE(items[i], items[i - 1] + 1);
    std::ranges::sort(items);
    EXPECT_EQ(items, before);
  }
}

std::vector<std::int32_t> AllNodes(const Tree& tree) {
  std::vector<std::int32_t> items;
  for (std::int32_t node = 0; node < tree.SupplierNode(0); ++node) {
    if (tree.Contains(node)) items.push_back(node);
  }
  return items;
}

// No arc that the basis holds gains at its potentials.
std::string GainOf(const Rooms& rooms, const Basis& basis) {
  const Network& network = rooms.network;
  const Tree& tree = basis.tree;
  for (std::size_t r = 0; r < basis.penalty.size(); ++r) {
    if (tree.RequirementPotential(static_cast<std::int32_t>(r)) > basis.penalty[r]) return "a shortage gains";
  }
  for (std::int32_t g = 0; g < network.group_count(); ++g) {
    if (!tree.Contains(tree.GroupNode(g))) continue;
    const Group& group = network.groups[g];
    const std::int64_t price = tree.Potential(tree.GroupNode(g));
    const std::string name = " of group " + std::to_string(g) + " gains";
    for (std::int32_t i = group.first_plain; i < group.end_plain; ++i) {
      if (i < basis.used[g] ? price < network.plain[i].price : price > network.plain[i].price) {
        // the basic offer stands at equality wherever `used` is
        return "a plain offer" + name;
      }
    }
    for (std::int32_t i = group.first_capped; i < group.end_capped; ++i) {
      const Link& link = tree.LinkOf(tree.GroupNode(g));
      if (link.kind == ArcKind::kCapped && link.index == i) continue;
      const std::int64_t gain = price - network.capped[i].price;
      if (gain > 0 && basis.capped_flow[i] < basis.capped_capacity[i]) return "an idle capped offer" + name;
      if (gain < 0 && basis.capped_flow[i] > 0) return "a full capped offer" + name;
    }
    for (const Lane& lane : basis.LanesOf(network, g)) {
      const std::int64_t gain = tree.RequirementPotential(lane.requirement) - lane.cost - price;
      if (lane.full ? gain < 0 : gain > 0) return "a lane" + name;
    }
  }
  return {};
}

// At these every group has a lane that is worth listing.
std::vector<std::int64_t> PenaltiesOf(const Instance& instance) {
  std::vector<std::int64_t> price;
  for (const RequirementRow& row : instance.requirements) price.push_back(row.penalty);
  return price;
}

class SimplexMethod : public testing::TestWithParam<Flavour> {};

TEST_P(SimplexMethod, EndsWhereNothingGains) {
  const std::uint64_t seeds = Seeds(150);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    const Rooms rooms(made, {.start = seed % 2 == 0});
    std::mt19937_64 random(seed);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    std::vector<std::int32_t> items = AllNodes(basis.tree);
    std::ranges::shuffle(items, random);  // any order ends
    const Int128 before = CostOf(rooms, basis);
    const SimplexRun run = RunSimplex(rooms.network, items, basis, rooms.stop, kUnbounded);
    ASSERT_TRUE(run.optimal);
    ASSERT_EQ(FaultOf(rooms, basis, false), "");
    ASSERT_EQ(GainOf(rooms, basis), "");
    ASSERT_TRUE(CostOf(rooms, basis) <= before);
    const SimplexRun again = RunSimplex(rooms.network, items, basis, rooms.stop, kUnbounded);
    ASSERT_TRUE(again.optimal);
    ASSERT_EQ(again.pivots, 0);
  }
}
INSTANTIATE_TEST_SUITE_P(Flavours, SimplexMethod, testing::ValuesIn(kEveryFlavour));

TEST(SimplexOfAMarket, StopsAfterSoManyPivotsWithASoundBasis) {
  const Case made = MarketCase({.suppliers = 300, .kitchens = 20}, 1);
  const Rooms rooms(made, {.start = false});
  Basis basis = StartedBasis(rooms, PenaltiesOf(rooms.instance));
  const std::vector<std::int32_t> items = AllNodes(basis.tree);
  Int128 cost = CostOf(rooms, basis);
  int parts = 0;
  for (SimplexRun run; !run.optimal; ++parts) {
    run = RunSimplex(rooms.network, items, basis, rooms.stop, 100);
    ASSERT_TRUE(run.optimal || run.pivots == 100);
    ASSERT_EQ(FaultOf(rooms, basis, false), "");
    ASSERT_TRUE(CostOf(rooms, basis) <= cost);
    cost = CostOf(rooms, basis);
  }
  EXPECT_GT(parts, 2);
  EXPECT_EQ(GainOf(rooms, basis), "");
}

TEST(SimplexOfAMarket, StopsWhenAskedToWithASoundBasis) {
  const Case made = MarketCase({.suppliers = 300, .kitchens = 20}, 1);
  Rooms rooms(made, {.start = false});
  Basis basis = StartedBasis(rooms, PenaltiesOf(rooms.instance));
  rooms.stop.Ask();
  const SimplexRun run = RunSimplex(rooms.network, AllNodes(basis.tree), basis, rooms.stop, kUnbounded);
  EXPECT_FALSE(run.optimal);
  EXPECT_LE(run.pivots, 1'000);
  EXPECT_EQ(FaultOf(rooms, basis, false), "");
}

}  // namespace
}  // namespace pasok::match::exact
