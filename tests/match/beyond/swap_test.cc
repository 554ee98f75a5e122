// Kitchens that exchange sellers: all that a seller sells and a kitchen gets stays, and less is over.
#include "engine/match/beyond/swap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/match/random_market.h"
#include "tests/match/tiny.h"

namespace pasok::match::beyond {
namespace {

double SumOver(const Market& market, const Limits& budgets, const MarketAnswer& answer) {
  double sum = 0;
  for (const double excess : ExcessOf(market, budgets, answer)) sum += std::max(0.0, excess);
  return sum;
}

TEST(Swaps, LeaveWhatIsSoldAndWhatArrivesAndLessOver) {
  std::mt19937_64 random(62);
  int over = 0, helped = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    match::Market asked =
        RandomMarket(random, {.most_suppliers = 16, .contracts = i % 3 == 0, .aggregators = i % 4 == 0});
    for (DemandPoint& point : asked.dataset.demand_points)
      point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    asked.policy.aims = Aims::kWeighted;
    asked.policy.budget.per_portion.fill(Sen{300'000});
    asked.policy.budget.mode = BudgetMode::kReport;
    if (!BuildInstance(asked.dataset, asked.policy, asked.question).instance) continue;
    const auto solved = SolveFor(asked);
    Instance instance = solved->instance;
    instance.policy.budget.mode = BudgetMode::kAim;
    const auto market = ListMarket(instance, solved->lanes, solved->matching,
                                   {.most = 32, .sen_per_kg = 1'000'000'000}, 1, StopToken());
    const MarketAnswer before = AnswerFrom(*market, solved->matching);
    const std::vector<Limits> limits = LimitsOf(instance, *market, before);
    if (limits.empty()) continue;
    const Limits& budgets = limits.front();
    const MarketAnswer after = WithSwaps(instance, *market, budgets, before, StopToken());
    std::vector<std::int64_t> sold(instance.offers.size()), arrives(instance.requirements.size());
    for (std::size_t lane = 0; lane < market->lanes.size(); ++lane) {
      const auto& [offer, requirement, cost] = market->lanes[lane];
      ASSERT_GE(after.quanta[lane], instance.Reserved(offer, requirement));
      ASSERT_LE(after.quanta[lane], instance.LaneCap(offer, requirement));
      sold[offer] += after.quanta[lane] - before.quanta[lane];
      arrives[requirement] += after.quanta[lane] - before.quanta[lane];
    }
    EXPECT_EQ(std::ranges::count(sold, 0), std::ssize(sold));
    EXPECT_EQ(std::ranges::count(arrives, 0), std::ssize(arrives));
    over += SumOver(*market, budgets, before) > 0;
    helped += after.quanta != before.quanta;
    if (after.quanta != before.quanta) {
      EXPECT_LT(SumOver(*market, budgets, after), SumOver(*market, budgets, before));
    } else {
      EXPECT_EQ(after.shortage, before.shortage);
    }
  }
  EXPECT_GE(over, 20);
  EXPECT_GE(helped, 5);
}

// A hub that has food for half of its kitchens, and a mill beside each that is dearer than its budget: each
// of the others can give up a quantum.
struct HubAndMills {
  explicit HubAndMills(int kitchens) {
    std::string suppliers = "supplier_id,name,kind,region\nHUB,Hub,koperasi,61.01.01.2001\n";
    std::string offers = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nHUB,beras," +
                         std::to_string(5 * kitchens) + ",10000\n";
    std::string points = "demand_id,name,kind,region,sd_1_3\n";
    std::string needs = "demand_id,commodity,kg\n";
    for (int i = 0; i < kitchens; ++i) {
      const std::string number = std::to_string(10'000 + i);
      suppliers += "M" + number + ",Kilang,koperasi,61.01.01.2001\n";
      offers += "M" + number + ",beras,10,13000\n";
      points += "K" + number + ",Dapur,sppg,61.01.01.2001,1\n";
      needs += "K" + number + ",beras,10\n";
    }
    tiny = ReadTiny({{"policy.yaml",
                      "version: 1\ncommodities: {beras: {haul_idr_per_kg_km: 0}}\n"
                      "budget: {mode: aim, idr_per_portion: {sd_1_3: 103000}}\n"},
                     {"suppliers.csv", suppliers},
                     {"offers.csv", offers},
                     {"demand_points.csv", points},
                     {"requirements.csv", needs}});
    instance = InstanceOf(tiny);
    market.first_of_requirement = {0};
    before.status = flow::Status::kOptimal;
    before.shortage.assign(instance.requirements.size(), 0);
    for (std::int32_t r = 0; r < kitchens; ++r) {
      const bool of_hub = r % 2 == 0;
      Add(0, r, 10'000, of_hub ? 10 : 0);
      Add(1 + r, r, 13'000, of_hub ? 0 : 10);
      // The neighbour's mill, for two kitchens to change places at.
      if (of_hub) Add(1 + r + 1, r, 13'000, 0);
      market.first_of_requirement.push_back(static_cast<std::int32_t>(market.lanes.size()));
    }
  }
  void Add(std::int32_t offer, std::int32_t requirement, std::int64_t idr, std::int64_t quanta) {
    market.lanes.push_back({.offer = offer, .requirement = requirement, .cost = {}});
    market.lanes.back().cost.money = 100 * idr;
    before.quanta.push_back(quanta);
  }

  Tiny tiny;
  Instance instance;
  Market market;
  MarketAnswer before;
};

// Were each kitchen that is over to ask all others of the hub, that would be 10^8 questions a pass.
TEST(Swaps, OfAHubAskEachOfItsKitchensOnce) {
  const HubAndMills hub(20'000);
  const std::vector<Limits> limits = LimitsOf(hub.instance, hub.market, hub.before);
  ASSERT_EQ(limits.size(), 1);
  const MarketAnswer after = WithSwaps(hub.instance, hub.market, limits.front(), hub.before, StopToken());
  for (std::size_t lane = 0; lane < hub.market.lanes.size(); ++lane) {
    const auto& [offer, requirement, cost] = hub.market.lanes[lane];
    const bool of_hub = requirement % 2 == 0;
    const std::int64_t expected = offer == 0 ? (of_hub ? 9 : 1) : of_hub ? offer == 2 + requirement : 9;
    ASSERT_EQ(after.quanta[lane], expected) << offer << " to " << requirement;
  }
}

TEST(Swaps, StopWhereTheTokenAsks) {
  const HubAndMills hub(10);
  const std::vector<Limits> limits = LimitsOf(hub.instance, hub.market, hub.before);
  StopToken stop;
  stop.Ask();
  EXPECT_EQ(WithSwaps(hub.instance, hub.market, limits.front(), hub.before, stop).quanta, hub.before.quanta);
}

}  // namespace
}  // namespace pasok::match::beyond
