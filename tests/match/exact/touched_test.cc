// Going by what pivots touch ends where pricing in turns ends, also after lanes were added and prices raised.
#include "engine/match/exact/touched.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/exact/components.h"
#include "engine/match/exact/join.h"
#include "engine/match/exact/missing_lanes.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

// A joined basis from drawn prices, before any pivot of the joined network.
struct JoinedCase {
  JoinedCase(const Case& made, std::uint64_t seed) : rooms(made, {.start = seed % 2 == 0}), random(seed) {
    if (seed % 4 == 3) ShiftOffers(rooms.network, random);
    price = DrawPrices(rooms.instance, random);
    basis.emplace(StartedBasis(rooms, price));
    JoinCommodities(rooms.network, *basis);
    const Components components = FindComponents(rooms.instance, rooms.network);
    nodes = NodesOfComponents(rooms.instance, rooms.network, basis->tree, components);
  }

  // What pricing in turns still finds in a copy of the basis.
  std::int64_t PivotsLeft() const {
    Basis copy = *basis;
    std::int64_t pivots = 0;
    for (const std::vector<std::int32_t>& component : nodes)
      pivots += RunSimplex(rooms.network, component, copy, rooms.stop, kUnbounded).pivots;
    return pivots;
  }

  Rooms rooms;
  std::mt19937_64 random;
  std::vector<std::int64_t> price;
  std::optional<Basis> basis;
  std::vector<std::vector<std::int32_t>> nodes;  // of each component
};

class Touched : public testing::TestWithParam<Flavour> {};

TEST_P(Touched, EndsWherePricingInTurnsFindsNothing) {
  const std::uint64_t seeds = Seeds(150);
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    JoinedCase joined(made, seed);
    Basis in_turns = *joined.basis;
    for (const std::vector<std::int32_t>& nodes : joined.nodes) {
      RunSimplex(joined.rooms.network, nodes, in_turns, joined.rooms.stop, kUnbounded);
      TouchedSimplex simplex(joined.rooms.network, nodes, 2, *joined.basis);
      // Broken off now and then, as for a look at the gap.
      for (SimplexRun run; !run.optimal;) {
        const std::int64_t most = 1 + static_cast<std::int64_t>(joined.random() % 30);
        run = simplex.Run(joined.rooms.stop, most);
        ASSERT_LE(run.pivots, most);
      }
    }
    ASSERT_EQ(FaultOf(joined.rooms, *joined.basis, true), "");
    ASSERT_TRUE(CostOf(joined.rooms, *joined.basis) == CostOf(joined.rooms, in_turns));
    ASSERT_EQ(joined.PivotsLeft(), 0);
  }
}

// Also without the look at all items at the end.
TEST_P(Touched, OverlooksNothingWhenLanesAreAdded) {
  const std::uint64_t seeds = Seeds(150);
  int grown = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    JoinedCase joined(made, seed);
    const Rooms& rooms = joined.rooms;
    std::vector<TouchedSimplex> methods;
    for (const std::vector<std::int32_t>& nodes : joined.nodes)
      methods.emplace_back(rooms.network, nodes, 2, *joined.basis);
    Ceilings ceilings(rooms.instance, rooms.network);
    for (int round = 0; round < 5; ++round) {
      for (TouchedSimplex& method : methods)
        ASSERT_TRUE(method.Run(rooms.stop, kUnbounded, /*all=*/false).optimal);
      ASSERT_EQ(FaultOf(rooms, *joined.basis, true), "");
      ASSERT_EQ(joined.PivotsLeft(), 0);
      const Components components = FindComponents(rooms.instance, rooms.network);
      for (std::int32_t k = 0; k < std::ssize(rooms.instance.commodities); ++k) {
        ReadPrices(joined.basis->tree, rooms.instance.commodities[k], joined.price);
        TouchedSimplex& method = methods[components.of_commodity[k]];
        Basis plain = *joined.basis;
        Ceilings all = ceilings;
        const std::vector<std::int32_t> wanted =
            AddMissingLanes(rooms.work, rooms.network, k, Reach::kAll, joined.price, plain, all);
        const std::vector<std::int32_t> groups =
            AddMissingLanes(rooms.work, rooms.network, k, Reach::kAll, joined.price, *joined.basis, ceilings,
                            method.TakeMoved(k));
        ASSERT_EQ(groups, wanted);
        ASSERT_EQ(ceilings.value, all.value);
        grown += groups.empty() ? 0 : 1;
        method.LanesAdded(groups);
      }
    }
  }
  EXPECT_GT(grown, 10);
}

// Prices go up and down again, also to just what they were: penalties of what is short are moved at random.
TEST_P(Touched, TellsEveryGroupWhosePriceIsAnother) {
  const std::uint64_t seeds = Seeds(1'500);
  int told = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(GetParam(), seed);
    JoinedCase joined(made, seed);
    const Rooms& rooms = joined.rooms;
    Basis& basis = *joined.basis;
    const Components components = FindComponents(rooms.instance, rooms.network);
    std::vector<TouchedSimplex> methods;
    for (const std::vector<std::int32_t>& nodes : joined.nodes)
      methods.emplace_back(rooms.network, nodes, 2, basis);
    std::vector<std::int64_t> before(rooms.network.groups.size());
    const std::vector<std::int64_t> own = basis.penalty;
    for (int round = 0; round < 40; ++round) {
      for (TouchedSimplex& method : methods)
        ASSERT_TRUE(method.Run(rooms.stop, kUnbounded, /*all=*/false).optimal);
      for (std::int32_t k = 0; k < std::ssize(rooms.instance.commodities); ++k) {
        const std::vector<std::int32_t> moved = methods[components.of_commodity[k]].TakeMoved(k);
        for (std::int32_t g = rooms.network.first_group[k]; g < rooms.network.first_group[k + 1]; ++g) {
          const std::int64_t price = basis.tree.Potential(basis.tree.GroupNode(g));
          if (price == std::exchange(before[g], price)) continue;
          ++told;
          ASSERT_NE(std::ranges::find(moved, g), moved.end()) << "group " << g;
        }
      }
      for (std::int32_t r = 0; r < std::ssize(own); ++r) {
        basis.penalty[r] = own[r] - static_cast<std::int64_t>(joined.random() % 2) * own[r] / 3;
        Link link = basis.tree.LinkOf(r);
        if (link.kind != ArcKind::kShortage) continue;
        link.cost = basis.penalty[r];
        basis.tree.Hang(r, link);
      }
      const std::vector<std::int64_t> prices(basis.tree.RequirementPotentials(),
                                             basis.tree.RequirementPotentials() + own.size());
      const Tree::NodeRange all{.begin = 0, .end = basis.tree.root()};
      basis.tree.Rebuild({&all, 1});
      for (std::int32_t r = 0; r < std::ssize(own); ++r) {
        if (basis.tree.RequirementPotential(r) != prices[r])
          methods[components.of_commodity[rooms.instance.requirements[r].commodity]].PriceMoved(r);
      }
    }
  }
  EXPECT_GT(told, 100);
}

INSTANTIATE_TEST_SUITE_P(Flavours, Touched, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
