// Stores that several commodities share: the plan is near the true optimum, its bound never above it, and no
// night holds more than there is room for.
#include "engine/match/question/shared_stores.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/match/plan.h"
#include "tests/match/beyond/programme.h"
#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

// The least cost of any plan.
double TrueOptimum(const Solved& solved) {
  const Instance& instance = solved.instance;
  Programme programme;
  const NetworkRows rows(instance, programme);
  double cost = 0;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost lane = solved.lanes.Cost(o, r);
      if (lane.ineligible != Ineligible::kNo) continue;
      const std::int64_t most = std::min(instance.LaneCap(o, r), instance.requirements[r].most_in());
      rows.AddLane(o, r,
                   programme.AddColumn(0, static_cast<double>(most), static_cast<double>(lane.unit()),
                                       /*is_integer=*/true),
                   1);
    }
  }
  rows.AddTransfers();
  const std::optional<std::vector<double>> best = programme.Solve();
  for (std::size_t c = 0; c < programme.columns.size(); ++c) cost += programme.columns[c].cost * (*best)[c];
  return cost;
}

TEST(SharedStores, AreFilledNearTheTrueOptimum) {
  std::mt19937_64 random(2811);
  int shared = 0, proven = 0;
  double above = 0, below = 0;  // shares of the optimum
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .kept = true});
    ShareAllStores(random, market);
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance || reading.instance->stores.empty()) continue;
    const std::unique_ptr<Solved> solved = SolveFor(market);
    const auto objective = static_cast<double>(solved->matching.objective);
    const auto bound = static_cast<double>(solved->matching.bound);
    const double best = TrueOptimum(*solved), slack = 1 + 1e-7 * best;
    EXPECT_FALSE(solved->matching.stopped);
    EXPECT_LE(bound, best + slack);
    EXPECT_GE(objective, best - slack);
    const Plan plan = PlanOf(*solved, 1, StopToken(), nullptr);
    const Verification verification =
        Verify(market.dataset, "id", FilesOf(plan, market.dataset, market.policy, "id"));
    EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    EXPECT_EQ(verification.optimal, solved->matching.bound == solved->matching.objective);
    ++shared;
    proven += verification.optimal;
    above += (objective - best) / std::max(1.0, best);
    below += (best - bound) / std::max(1.0, best);
  }
  EXPECT_GT(shared, 100);
  EXPECT_GT(proven, shared * 9 / 10);
  EXPECT_LT(above / shared, 0.0002);
  EXPECT_LT(below / shared, 0.001);
  RecordProperty("shared", shared);
  RecordProperty("proven", proven);
  RecordProperty("above_ppm", static_cast<int>(1e6 * above / shared));
  RecordProperty("below_ppm", static_cast<int>(1e6 * below / shared));
}

TEST(SharedStores, AreSplitSoThatNoNightHoldsTooMuch) {
  std::mt19937_64 random(2911);
  int split = 0;
  for (int i = 0; i < 300; ++i) {
    Market market = RandomMarket(random, {.horizon = true, .kept = true});
    ShareAllStores(random, market);
    InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    Instance& instance = *reading.instance;
    std::vector<std::int64_t> price;
    for (const RequirementRow& row : instance.requirements)
      price.push_back(std::uniform_int_distribution<std::int64_t>(0, row.penalty)(random));
    split += SplitAnew(price, i % 2 == 0 ? 1 : 0.5, instance);
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> held;  // by store, night
    for (const Transfer& transfer : instance.transfers) {
      if (transfer.store == kNone) continue;
      EXPECT_GE(transfer.capacity, 0);
      EXPECT_LE(transfer.capacity, transfer.most);
      const auto date = [&](std::int32_t r) {
        return instance.DateOf(instance.requirements[r].commodity)->days;
      };
      for (std::int32_t night = date(transfer.from); night < date(transfer.to); ++night)
        EXPECT_LE(held[std::pair(transfer.store, night)] += transfer.capacity,
                  instance.stores[transfer.store]);
    }
  }
  EXPECT_GT(split, 50);
}

}  // namespace
}  // namespace pasok::match
