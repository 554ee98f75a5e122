// Commodities apart, provinces first: what a search has found out holds of every lane, whenever it stops.
#include "engine/match/exact/apart.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/match/exact/oracle.h"
#include "tests/match/exact/rooms.h"

namespace pasok::match::exact {
namespace {

void ExpectNoLaneAboveItsCeiling(const Rooms& rooms, const Ceilings& ceilings) {
  for (std::int32_t k = 0; k < std::ssize(rooms.instance.commodities); ++k) {
    if (ceilings.known[k] == 0) continue;
    const CommoditySpan& span = rooms.instance.commodities[k];
    for (std::int32_t g = rooms.network.first_group[k]; g < rooms.network.first_group[k + 1]; ++g) {
      for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
        ASSERT_LE(ValueByRule(rooms, g, r, ceilings.price), ceilings.value[g])
            << "group " << g << ", requirement " << r;
      }
    }
  }
}

TEST(Apart, CeilingsHoldOfEveryLaneThoughItWasStoppedWithinTheProvinces) {
  std::mt19937_64 random(1);
  const std::uint64_t seeds = Seeds(400);
  int stopped = 0;
  for (std::uint64_t seed = 0; seed < seeds && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Case made = RandomCase(Flavour::kAll, seed);
    const Rooms rooms(made);
    const std::vector<std::int64_t> from = DrawPrices(rooms.instance, random);
    const auto solve = [&](const StopToken& stop) {
      std::vector<std::int64_t> price = from;
      Work work{.instance = rooms.instance, .costs = rooms.costs, .stop = stop, .threads = 1};
      Basis basis(rooms.instance, rooms.network);
      Shortlists lists = ShortlistAll(work, rooms.network, Reach::kProvince, price);
      basis.capped_capacity = ShareOut(rooms.network, lists.value);
      StartApart(work, rooms.network, std::move(lists), std::nullopt, price, basis);
      return SolveApart(work, rooms.network, Reach::kProvince, false, basis, price);
    };
    const auto begin = StopToken::Clock::now();
    ASSERT_TRUE(solve(StopToken()).optimal);
    const auto whole = StopToken::Clock::now() - begin;
    for (int part = 0; part < 20 && !HasFatalFailure(); ++part) {
      const ApartRun run = solve(StopToken(StopToken::Clock::now() + whole * part / 20));
      stopped += !run.optimal;
      ExpectNoLaneAboveItsCeiling(rooms, run.ceilings);
    }
  }
  EXPECT_GT(stopped, 0);
}

}  // namespace
}  // namespace pasok::match::exact
