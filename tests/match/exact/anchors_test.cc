// Whoever listens to the walk knows every price through any pivots.
#include "engine/match/exact/anchors.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/match/exact/join.h"
#include "engine/match/exact/outside.h"
#include "engine/match/exact/touch_sheet.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

class AnchorsTest : public testing::TestWithParam<Flavour> {};

TEST_P(AnchorsTest, KnowEveryPriceThroughPivots) {
  const std::uint64_t seeds = Seeds(60);
  std::size_t told = 0, hung = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Case made = RandomCase(GetParam(), seed);
    if (seed % 2 == 0) {
      AddAggregators(seed, *made.instance);
      made.rule = std::make_unique<LaneRule>(*made.instance);
    }
    const Rooms rooms(made);
    std::mt19937_64 random(seed);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    JoinCommodities(rooms.network, basis);
    const Tree& tree = basis.tree;
    std::vector<std::int32_t> items;
    std::map<std::int32_t, Anchor> anchors;
    for (std::int32_t node = 0; node < tree.root(); ++node) {
      items.push_back(node);
      if (!tree.IsAnchor(node)) anchors[node] = AnchorOf(tree, node);
    }
    if (items.empty()) continue;
    AnchorWalk walk(tree, items);
    TouchSheet sheet(rooms.network, basis, items);
    for (int i = 0; i < 60; ++i) {
      Choice choice;
      for (int tries = 0; tries < 50 && choice.gain <= 0; ++tries)
        sheet.PriceNode(basis, items[random() % items.size()], choice);
      if (choice.gain <= 0) break;
      const Arc entering = TakeOut(rooms.network, choice, basis);
      std::vector<std::int32_t> rehung;
      const Arc leaving = basis.tree.Pivot(entering, choice.forward, {.rehung = &rehung});
      PutBack(rooms.network, leaving, basis);
      sheet.Pivoted(basis, rehung, entering, leaving);
      hung += rehung.size();
      walk.AfterPivot(tree, rehung, leaving, [&](std::int32_t node, const Anchor& anchor) {
        anchors[node] = anchor;
        ++told;
      });
      for (const auto& [node, anchor] : anchors) {
        ASSERT_TRUE(tree.IsAnchor(anchor.node));
        ASSERT_EQ(anchor.PriceAt(tree.RequirementPotentials()), tree.Potential(node)) << "node " << node;
      }
    }
  }
  EXPECT_GT(told, 0U);
  EXPECT_LT(told, 20 * hung);  // not all of them each time
}
INSTANTIATE_TEST_SUITE_P(Flavours, AnchorsTest, testing::ValuesIn(kEveryFlavour));

}  // namespace
}  // namespace pasok::match::exact
