// Random pivots, each against a plain tree that works everything out anew.
#include "engine/match/exact/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/match/exact/network.h"
#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

constexpr std::int32_t kRequirements = 6, kGroups = 8, kSuppliers = 4;

// The tree under test with the arcs outside it, all hanging from the root at first.
class Play {
 public:
  explicit Play(std::uint64_t seed) : random_(seed), tree_(kRequirements, kGroups, kSuppliers) {
    const std::int32_t root = tree_.root();
    const auto basic = [&](std::int32_t node, ArcKind kind, std::int64_t flow, std::int64_t capacity) {
      tree_.Hang(node, {.cost = Cost(),
                        .flow = flow,
                        .capacity = capacity,
                        .parent = root,
                        .index = arcs_++,
                        .kind = kind});
    };
    for (std::int32_t r = 0; r < kRequirements; ++r)
      basic(r, ArcKind::kShortage, Below(4) == 0 ? 0 : Below(20), kUnbounded);
    for (std::int32_t g = 0; g < kGroups; ++g) basic(tree_.GroupNode(g), ArcKind::kPlain, 0, 1 + Below(20));
    for (std::int32_t s = 0; s < kSuppliers; ++s)
      basic(tree_.SupplierNode(s), ArcKind::kSupply, 0, 1 + Below(20));
    for (std::int32_t g = 0; g < kGroups; ++g) {
      for (std::int32_t r = 0; r < kRequirements; ++r) {
        if (Below(2) == 0)
          outside_.push_back(
              {Cost(), 0, Below(3) == 0 ? 1 + Below(9) : kUnbounded, tree_.GroupNode(g), r, arcs_++});
      }
      outside_.push_back({Cost(), 0, 1 + Below(15),
                          tree_.SupplierNode(static_cast<std::int32_t>(Below(kSuppliers))),
                          tree_.GroupNode(g), arcs_++, ArcKind::kCapped});
      outside_.push_back({Cost(), 0, 1 + Below(15), root, tree_.GroupNode(g), arcs_++, ArcKind::kPlain});
    }
    const Tree::NodeRange all{.begin = 0, .end = root};
    tree_.Rebuild({&all, 1});
    balance_ = Balance();
  }

  void ExpectSound() {
    std::vector<std::int64_t> potential(static_cast<std::size_t>(tree_.root()) + 1);
    for (std::int32_t node = 0; node < tree_.root(); ++node) {
      std::int64_t sum = 0;
      std::int32_t at = node, steps = 0;
      for (; at != tree_.root(); at = tree_.LinkOf(at).parent) {
        const Link& link = tree_.LinkOf(at);
        sum += link.up ? -link.cost : link.cost;
        ASSERT_LE(++steps, tree_.root()) << "a cycle";
      }
      potential[node] = sum;
      ASSERT_EQ(tree_.Potential(node), sum);
      if (node < kRequirements) {
        ASSERT_EQ(tree_.RequirementPotential(node), sum);
      }
      const Link& link = tree_.LinkOf(node);
      ASSERT_GE(link.flow, 0);
      ASSERT_LE(link.flow, link.capacity);
      ASSERT_TRUE(link.up ? link.flow > 0 : link.flow < link.capacity) << "not strongly feasible";
    }
    for (const Arc& arc : outside_) ASSERT_TRUE(arc.flow == 0 || arc.flow == arc.capacity);
    ASSERT_EQ(Balance(), balance_);
  }

  // Enters a random arc that gains; false where there is none.
  bool PivotOnce() {
    std::vector<std::size_t> gaining;
    for (std::size_t i = 0; i < outside_.size(); ++i) {
      const std::int64_t reduced = Reduced(outside_[i]);
      if ((outside_[i].flow == 0 && reduced < 0) || (outside_[i].flow > 0 && reduced > 0))
        gaining.push_back(i);
    }
    if (gaining.empty()) return false;
    Arc& arc = outside_[gaining[random_() % gaining.size()]];
    const bool forward = arc.flow == 0;
    const Int128 before = TotalCost();
    const std::int64_t reduced = Reduced(arc);
    const std::int64_t room = RoomOnTheCycle(arc, forward);
    arc = tree_.Pivot(arc, forward);
    EXPECT_TRUE(TotalCost() == before - Int128{std::abs(reduced)} * room) << "flow moves as far as it may";
    return true;
  }

  // Every arc's flow, and which arcs are basic: to see a basis come back.
  std::vector<std::int64_t> Key() const {
    std::vector<std::int64_t> key(static_cast<std::size_t>(arcs_));
    for (const Arc& arc : outside_) key[arc.index] = arc.flow;
    for (std::int32_t node = 0; node < tree_.root(); ++node)
      key[tree_.LinkOf(node).index] = -1 - tree_.LinkOf(node).flow;
    return key;
  }

 private:
  std::int64_t Below(std::int64_t n) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
  }
  std::int64_t Cost() { return Below(2) == 0 ? Below(4) : Below(1000); }

  std::int64_t Reduced(const Arc& arc) const {
    return arc.cost + PotentialOf(arc.tail) - PotentialOf(arc.head);
  }
  std::int64_t PotentialOf(std::int32_t node) const {
    return node == tree_.root() ? 0 : tree_.Potential(node);
  }

  std::vector<std::int32_t> PathUp(std::int32_t node) const {
    std::vector<std::int32_t> path;
    for (; node != tree_.root(); node = tree_.LinkOf(node).parent) path.push_back(node);
    return path;
  }

  // How much flow the arc and the tree's path that closes it can take.
  std::int64_t RoomOnTheCycle(const Arc& arc, bool forward) const {
    std::vector<std::int32_t> from = PathUp(forward ? arc.tail : arc.head),
                              to = PathUp(forward ? arc.head : arc.tail);
    while (!from.empty() && !to.empty() && from.back() == to.back()) from.pop_back(), to.pop_back();
    std::int64_t room = forward ? arc.capacity - arc.flow : arc.flow;
    for (const std::int32_t node : from) {
      const Link& link = tree_.LinkOf(node);
      room = std::min(room, link.up ? link.flow : link.capacity - link.flow);
    }
    for (const std::int32_t node : to) {
      const Link& link = tree_.LinkOf(node);
      room = std::min(room, link.up ? link.capacity - link.flow : link.flow);
    }
    return room;
  }

  std::vector<std::int64_t> Balance() const {
    std::vector<std::int64_t> balance(static_cast<std::size_t>(tree_.root()) + 1);
    const auto add = [&](std::int32_t tail, std::int32_t head, std::int64_t flow) {
      balance[tail] -= flow, balance[head] += flow;
    };
    for (const Arc& arc : outside_) add(arc.tail, arc.head, arc.flow);
    for (std::int32_t node = 0; node < tree_.root(); ++node) {
      const Link& link = tree_.LinkOf(node);
      link.up ? add(node, link.parent, link.flow) : add(link.parent, node, link.flow);
    }
    return balance;
  }

  Int128 TotalCost() const {
    Int128 cost = 0;
    for (const Arc& arc : outside_) cost += Int128{arc.cost} * arc.flow;
    for (std::int32_t node = 0; node < tree_.root(); ++node)
      cost += Int128{tree_.LinkOf(node).cost} * tree_.LinkOf(node).flow;
    return cost;
  }

  std::mt19937_64 random_;
  Tree tree_;
  std::int32_t arcs_ = 0;  // each has its own index
  std::vector<Arc> outside_;
  std::vector<std::int64_t> balance_;
};

TEST(Tree, KeepsItsAccountsThroughRandomPivots) {
  const std::uint64_t seeds = Seeds(1'000);
  std::int64_t pivots = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Play play(seed);
    play.ExpectSound();
    std::set<std::vector<std::int64_t>> seen{play.Key()};
    while (!HasFailure() && play.PivotOnce()) {
      play.ExpectSound();
      ASSERT_TRUE(seen.insert(play.Key()).second) << "a basis came back";
      ++pivots;
    }
  }
  EXPECT_GT(pivots, 10 * static_cast<std::int64_t>(seeds));
}

}  // namespace
}  // namespace pasok::match::exact
