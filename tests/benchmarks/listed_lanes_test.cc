#include "benchmarks/markets/listed_lanes.h"

#include <gtest/gtest.h>

#include "benchmarks/families/market.h"
#include "benchmarks/peers/peers.h"
#include "engine/match/exact/exact.h"

namespace pasok::benchmarks {
namespace {

TEST(ListedLanes, CostWhatTheMatchingOverAllLanesCosts) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    const Dataset market = families::MakeMarket({.suppliers = 500, .kitchens = 20}, seed);
    const match::InstanceReading reading = match::BuildInstance(market, BuiltInPolicy(), {});
    ASSERT_TRUE(reading.instance.has_value());
    const match::LaneRule rule(*reading.instance);
    const match::MatchResult ours =
        match::MatchExactly(*reading.instance, rule, {.threads = 2}, StopToken(), nullptr);
    const peers::Answer lemon = peers::LemonNetworkSimplex(ListLanes(*reading.instance, rule, 2));
    ASSERT_EQ(lemon.status, flow::Status::kOptimal);
    ASSERT_TRUE(ours.matching.has_value());
    EXPECT_EQ(lemon.cost, flow::Int128{ours.matching->objective});
  }
}

}  // namespace
}  // namespace pasok::benchmarks
