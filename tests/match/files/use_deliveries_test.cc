// What random deliveries serve where kitchens have stores that commodities share, against an integer
// programme.
#include "engine/match/files/use_deliveries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/match/beyond/programme.h"
#include "tests/match/random_market.h"
#include "tests/match/share_all_stores.h"

namespace pasok::match {
namespace {

// Deliveries of up to half as much again as is needed, and some to days on which nothing is.
Fit RandomDeliveries(std::mt19937_64& random, const Instance& instance) {
  Fit fit;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const RequirementRow& row = instance.requirements[r];
    const std::int64_t most = instance.IsRelief(r) ? 0 : std::min(row.most_in(), row.need * 3 / 2 + 2);
    fit.served.push_back(std::uniform_int_distribution<std::int64_t>(0, most)(random));
    fit.last_line.push_back(r + 2);
    if (fit.served.back() > 0)
      fit.flows.push_back({.offer = 0, .requirement = r, .quanta = fit.served.back()});
  }
  return fit;
}

// Quanta that go to waste, and the sen that the rest costs.
struct Worth {
  std::int64_t wasted = 0;
  std::int64_t cost = 0;
  auto operator<=>(const Worth&) const = default;
};

Worth WorthOf(const Instance& instance, const Fit& before, const Fit& after, const Matching& matching) {
  Worth worth;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    worth.wasted += before.served[r] - after.served[r];
    worth.cost += instance.requirements[r].penalty * matching.shortage[r];
  }
  for (std::size_t t = 0; t < instance.transfers.size(); ++t)
    worth.cost += instance.transfers[t].cost * matching.transfers[t];
  return worth;
}

Worth BestWorth(const Instance& instance, const Fit& fit) {
  Programme programme;
  const NetworkRows rows(instance, programme);
  rows.AddTransfers();
  std::int64_t used = 1;  // more than any way costs
  for (const RequirementRow& row : instance.requirements) used = std::max(used, 1 + row.penalty);
  for (const Transfer& transfer : instance.transfers) used += transfer.cost;
  std::vector<int> delivered;
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    delivered.push_back(programme.AddColumn(0, static_cast<double>(fit.served[r]), -static_cast<double>(used),
                                            /*is_integer=*/true));
    programme.Add(rows.need[r], delivered.back(), 1);
  }
  const std::optional<std::vector<double>> best = programme.Solve();
  Worth worth;
  double cost = 0;
  for (std::size_t c = 0; c < best->size(); ++c) cost += programme.columns[c].cost * (*best)[c];
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const std::int64_t quanta = std::llround((*best)[delivered[r]]);
    worth.wasted += fit.served[r] - quanta;
    cost += static_cast<double>(used) * static_cast<double>(quanta);
  }
  worth.cost = std::llround(cost);
  return worth;
}

TEST(UseDeliveries, OfSharedStoresIsTheBestUseOrNearIt) {
  std::mt19937_64 random(2911);
  int shared = 0, best = 0;
  for (int i = 0; i < 1500; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.most_demand_points = 1, .horizon = true, .kept = true});
    ShareAllStores(random, market);
    market.question.days = 2 + i % 4;
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance || reading.instance->stores.empty()) continue;
    const Instance& instance = *reading.instance;
    const Fit before = RandomDeliveries(random, instance);
    Fit fit = before;
    Matching matching;
    ASSERT_TRUE(UseDeliveries(instance, {}, fit, matching, StopToken()));
    const Worth worth = WorthOf(instance, before, fit, matching), least = BestWorth(instance, before);
    EXPECT_GE(worth, least);
    ++shared;
    best += worth == least;
  }
  EXPECT_GT(shared, 300);
  EXPECT_GT(best, shared * 97 / 100);
  RecordProperty("shared", shared);
  RecordProperty("best", best);
}

}  // namespace
}  // namespace pasok::match
