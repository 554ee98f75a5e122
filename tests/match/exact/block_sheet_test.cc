// A sheet finds of every block what its arcs gain, looked at one by one where the basis holds them, and goes
// on finding it through pivots and added lanes.
#include "engine/match/exact/block_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/exact/join.h"
#include "engine/match/exact/outside.h"
#include "tests/match/exact/gains.h"
#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

// A basis with a sheet over some of its nodes, in two parts.
class SheetOfSome {
 public:
  SheetOfSome(const Rooms& rooms, Basis& basis, bool joined, std::mt19937_64& random)
      : rooms_(rooms), basis_(basis), block_(1 + random() % 40) {
    for (std::int32_t node = 0; node < basis.tree.root(); ++node) {
      if (basis.tree.Contains(node) && (joined || random() % 8 != 0)) items_.push_back(node);
    }
    std::ranges::shuffle(items_, random);
    ends_ = {random() % (items_.size() + 1), items_.size()};
    sheet_.emplace(rooms.network, basis, items_, ends_, block_);
  }

  void ExpectGains() const {
    std::size_t at = 0;
    for (std::size_t part = 0; part < ends_.size(); ++part) {
      const auto [first, end] = sheet_->BlocksOf(part);
      for (std::size_t block = first; block < end; ++block) {
        std::int64_t best = 0;
        for (std::size_t i = 0; i < block_ && at < ends_[part]; ++i)
          best = std::max(best, BestGain(rooms_, basis_, items_[at++]));
        const Choice choice = sheet_->Price(basis_, block);
        ASSERT_EQ(choice.gain, best) << "block " << block;
        if (best > 0) {
          ASSERT_EQ(GainOf(rooms_, basis_, choice), best) << "block " << block;
        }
      }
      ASSERT_EQ(at, ends_[part]);
    }
  }

  // Pivots on the best arc of some block that gains; false where none does.
  bool Pivot(std::mt19937_64& random) {
    const std::size_t blocks = sheet_->BlocksOf(1).end;
    const std::size_t first = blocks == 0 ? 0 : random() % blocks;
    for (std::size_t i = 0; i < blocks; ++i) {
      const Choice choice = sheet_->Price(basis_, (first + i) % blocks);
      if (choice.gain <= 0) continue;
      const Arc entering = TakeOut(rooms_.network, choice, basis_);
      std::vector<std::int32_t> rehung;
      const Arc leaving = basis_.tree.Pivot(entering, choice.forward, {.rehung = &rehung});
      PutBack(rooms_.network, leaving, basis_);
      sheet_->Pivoted(basis_, rehung, entering, leaving);
      return true;
    }
    return false;
  }

  void LanesAdded(std::span<const std::int32_t> groups) { sheet_->LanesAdded(basis_, groups); }

 private:
  const Rooms& rooms_;
  Basis& basis_;
  std::size_t block_;
  std::vector<std::int32_t> items_;
  std::vector<std::size_t> ends_;
  std::optional<BlockSheet> sheet_;
};

Case CaseFor(Flavour flavour, std::uint64_t seed) {
  Case made = seed % 3 == 0 ? RandomTransfers(flavour, seed) : RandomCase(flavour, seed);
  if (seed % 3 == 1) {
    AddAggregators(seed, *made.instance);
    made.rule = std::make_unique<LaneRule>(*made.instance);
  }
  return made;
}

class BlockSheetTest : public testing::TestWithParam<Flavour> {};
INSTANTIATE_TEST_SUITE_P(Flavours, BlockSheetTest, testing::ValuesIn(kEveryFlavour));

TEST_P(BlockSheetTest, FindsWhatEveryBlockGainsThroughPivots) {
  const std::uint64_t seeds = Seeds(60);
  std::int64_t pivots = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = CaseFor(GetParam(), seed);
    const Rooms rooms(made, {.start = seed % 2 == 0});
    std::mt19937_64 random(seed);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    for (const bool joined : {false, true}) {
      if (joined) JoinCommodities(rooms.network, basis);
      SheetOfSome sheet(rooms, basis, joined, random);
      sheet.ExpectGains();
      for (int i = 0; i < 30 && !HasFatalFailure() && sheet.Pivot(random); ++i) {
        ++pivots;
        sheet.ExpectGains();
      }
    }
  }
  EXPECT_GT(pivots, 0);
}

// More lanes than the rows had room for; lanes that don't fit a row at all; and fewer, as if they were
// others.
TEST_P(BlockSheetTest, FindsWhatAddedLanesGain) {
  for (std::uint64_t seed = 0; seed < 20 && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = CaseFor(GetParam(), seed);
    Rooms rooms(made);
    std::mt19937_64 random(seed);
    ShiftOffers(rooms.network, random);
    Basis basis = StartedBasis(rooms, DrawPrices(rooms.instance, random));
    const std::vector<LaneTable> all = basis.lanes;
    for (LaneTable& table : basis.lanes) std::ranges::fill(table.first, 0), table.lanes.clear();
    SheetOfSome sheet(rooms, basis, /*joined=*/false, random);
    std::vector<std::int32_t> groups;
    for (std::int32_t g = 0; g < rooms.network.group_count(); ++g) groups.push_back(g);
    basis.lanes = all;
    sheet.LanesAdded(groups);
    sheet.ExpectGains();
    for (LaneTable& table : basis.lanes) {
      for (Lane& lane : table.lanes) lane.cost += (static_cast<std::int64_t>(random() % 5) - 2) << 33;
    }
    sheet.LanesAdded(groups);
    sheet.ExpectGains();
  }
}

}  // namespace
}  // namespace pasok::match::exact
