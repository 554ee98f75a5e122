// What has substitutes is kept overnight as itself: nothing that stood in for it, or was kept already, is
// carried on, and no kilogram is cooked stale.
#include "engine/match/question/reliefs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "engine/match/question/transfers.h"
#include "tests/match/beyond/programme.h"
#include "tests/match/expect_verified.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// K needs 10 kg of chicken a day, for which eggs may do, and fish; chicken keeps one night.
Files ChickenOrEggs(const std::string& offers, int shelf_life_days = 2) {
  Files files =
      MondayMarket("K,ayam,100\n",
                   "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 10}\nstock: on\n"
                   "substitutes: {ayam: {by: [ikan, telur], surcharge_idr_per_kg: 1000}}\ncommodities:\n"
                   "  beras: {haul_idr_per_kg_km: 0}\n  ayam: {haul_idr_per_kg_km: 0, shelf_life_days: " +
                       std::to_string(shelf_life_days) +
                       "}\n  telur: {haul_idr_per_kg_km: 0}\n  ikan: {haul_idr_per_kg_km: 0}\n");
  files["offers.csv"] = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\n" + offers;
  files["requirements.csv"] = "demand_id,commodity,kg\nK,ayam,10\n";
  return files;
}

TEST(Reliefs, LetBeKeptWhatHasSubstitutes) {
  const Tiny tiny = ReadTiny(ChickenOrEggs("A,ayam,100,30000,1\nB,ayam,100,40000,\nB,telur,100,50000,\n"));
  const Plan plan = CheckedPlan(tiny, Week(3));
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), ElementsAre("storage 2026-11-23 ayam 10 -> 2026-11-24 ayam"));
  EXPECT_THAT(DeliveredRows(plan, tiny.dataset), ElementsAre("A ayam 2026-11-23 20", "B ayam 2026-11-25 10"));
}

TEST(Reliefs, DontCarryWhatStoodIn) {
  const Tiny tiny = ReadTiny(ChickenOrEggs("A,telur,100,20000,1\nA,ikan,100,21000,1\nB,ayam,4,40000,1\n"));
  const Plan plan = CheckedPlan(tiny, Week(2));
  // All of Monday's need is stood in for, so that Monday's 4 kg of chicken may wait for Tuesday; no more may.
  EXPECT_THAT(CarriedRows(plan, tiny.dataset),
              ElementsAre("storage 2026-11-23 ayam 4 -> 2026-11-24 ayam",
                          "substitute 2026-11-23 telur 10 -> 2026-11-23 ayam"));
  EXPECT_EQ(plan.totals.shortage, 6);
}

TEST(Reliefs, DontCarryOnWhatWasKept) {
  const Tiny tiny = ReadTiny(ChickenOrEggs("A,ayam,100,30000,1\nA,telur,100,20000,2\n"));
  // Tuesday's eggs would leave Monday's chicken for Wednesday, when it is stale.
  EXPECT_EQ(CheckedPlan(tiny, Week(3)).totals.shortage, 10);
  const Tiny lasting = ReadTiny(ChickenOrEggs("A,ayam,100,30000,1\nA,telur,100,20000,2\n", 3));
  const Plan plan = CheckedPlan(lasting, Week(3));
  EXPECT_EQ(plan.totals.shortage, 0);
  EXPECT_THAT(CarriedRows(plan, lasting.dataset), Contains("storage 2026-11-23 ayam 10 -> 2026-11-25 ayam"));
}

TEST(Reliefs, TakeWhatComesOnADayThatNeedsNone) {
  Files files = ChickenOrEggs("A,ayam,100,30000,1\nA,telur,100,50000,\nA,beras,100,10000,\n");
  files["requirements.csv"] = "demand_id,commodity,kg,date\nK,ayam,10,2026-11-24\nK,beras,1,2026-11-23\n";
  const Tiny tiny = ReadTiny(files);
  EXPECT_THAT(CarriedRows(CheckedPlan(tiny, Week(2)), tiny.dataset),
              ElementsAre("storage 2026-11-23 ayam 10 -> 2026-11-24 ayam"));
}

TEST(Reliefs, CookOnTheFirstDayTheStockThatDoesntLast) {
  Files files = ChickenOrEggs("A,telur,100,20000,\n");
  files["stock.csv"] = "demand_id,commodity,kg,use_by\nK,ayam,7,2026-11-23\nK,ayam,9,2026-11-24\n";
  const Tiny tiny = ReadTiny(files);
  EXPECT_THAT(
      CarriedRows(CheckedPlan(tiny, Week(2)), tiny.dataset),
      ElementsAre("stock - ayam 16 -> 2026-11-23 ayam", "storage 2026-11-23 ayam 6 -> 2026-11-24 ayam",
                  "substitute 2026-11-24 telur 4 -> 2026-11-24 ayam"));
  // Of 7 kg that are good on Monday alone none is kept, though eggs could do on Monday.
  files["stock.csv"] = "demand_id,commodity,kg,use_by\nK,ayam,7,2026-11-23\n";
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,telur,100,20000,1\n";
  const Tiny none = ReadTiny(files);
  EXPECT_EQ(CheckedPlan(none, Week(2)).totals.shortage, 10);
}

TEST(Reliefs, StandForKilogramsAlone) {
  Files files = ChickenOrEggs("A,ayam,100,30000,1\nB,ayam,100,40000,\n");
  std::string& policy = files["policy.yaml"];
  policy.replace(policy.find("by: [ikan, telur]"), 17, "by: {telur: 1.2}");
  const Tiny tiny = ReadTiny(files);
  EXPECT_THAT(PlanOf(tiny.dataset, tiny.policy, Week(2)).carried, testing::IsEmpty());
}

TEST(Reliefs, ThatBreakTheirRuleAreFound) {
  const Tiny tiny = ReadTiny(ChickenOrEggs("A,telur,100,20000,1\nA,ikan,100,21000,1\nB,ayam,4,40000,1\n"));
  Plan plan = PlanOf(tiny.dataset, tiny.policy, Week(2));
  for (Carried& row : plan.carried) {
    if (row.way == Carried::Way::kStorage) row.quanta = row.served = 5;
  }
  EXPECT_THAT(Lines(Verify(tiny.dataset, "id", FilesOf(plan, tiny.dataset, tiny.policy, "id")).findings),
              HasSubstr("kept_undelivered"));
  plan = PlanOf(tiny.dataset, tiny.policy, Week(2));
  const auto relief = [](const NodePrice& row) { return row.node == NodePrice::Node::kRelief; };
  ASSERT_EQ(std::ranges::count_if(plan.prices, relief), 1);
  std::ranges::find_if(plan.prices, relief)->price += 100;
  EXPECT_FALSE(Verify(tiny.dataset, "id", FilesOf(plan, tiny.dataset, tiny.policy, "id")).findings.ok());
}

// The least cost where each delivery of what has substitutes is followed to the day on which it is cooked:
// what arrives on a day is sent to days within the shelf life, what lies in the store each night is summed
// up, and what stands in comes to the pot alone. The rest as the instance has it.
double FollowingEachDelivery(const Solved& solved) {
  const Instance& instance = solved.instance;
  const Policy& policy = instance.policy;
  Programme programme;
  const NetworkRows rows(instance, programme);
  const auto dataset_commodity = [&](std::int32_t r) {
    return instance.commodities[instance.requirements[r].commodity].dataset_commodity;
  };
  const auto date = [&](std::int32_t r) { return instance.DateOf(instance.requirements[r].commodity)->days; };
  std::map<std::pair<std::int32_t, std::int32_t>, bool> relieved;  // demand point, commodity
  std::vector<int> arrives = rows.need;  // a relief's row is free for what arrives for its need
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    if (!instance.IsRelief(r)) continue;
    relieved[{instance.requirements[r].demand_point, dataset_commodity(r)}] = true;
    arrives[NeedOf(instance, r)] = rows.need[r];
  }
  const auto is_relieved = [&](std::int32_t r) {
    return relieved.contains({instance.requirements[r].demand_point, dataset_commodity(r)});
  };
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
    for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
      const LaneCost lane = solved.lanes.Cost(o, r);
      if (lane.ineligible != Ineligible::kNo) continue;
      const int column = programme.AddColumn(0, static_cast<double>(instance.LaneCap(o, r)),
                                             static_cast<double>(lane.unit()), /*is_integer=*/true);
      programme.Add(arrives[r], column, 1);
      programme.Add(rows.offer[o], column, 1);
      programme.Add(rows.supplier[instance.offers[o].supplier], column, 1);
    }
  }
  for (const Transfer& transfer : instance.transfers) {
    if (transfer.from != kNone && is_relieved(transfer.from)) continue;  // followed below
    const bool stands_in = instance.IsRelief(transfer.to);
    const std::int32_t to = stands_in ? NeedOf(instance, transfer.to) : transfer.to;
    const int column = programme.AddColumn(0, static_cast<double>(transfer.capacity),
                                           static_cast<double>(transfer.cost), /*is_integer=*/true);
    programme.Add(stands_in ? rows.need[to] : arrives[to], column, 1);
    if (transfer.from != kNone) programme.Add(rows.need[transfer.from], column, -1);
  }
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, int> nights;  // demand point, commodity
  for (std::int32_t from = 0; from < std::ssize(instance.requirements); ++from) {
    if (instance.IsRelief(from) || !is_relieved(from)) continue;
    const std::int32_t demand_point = instance.requirements[from].demand_point, k = dataset_commodity(from);
    const auto room = std::ranges::find_if(instance.dataset->storage, [&](const Storage& row) {
      return row.demand_point == demand_point && row.commodity == k;
    });
    const std::int32_t life =
        policy.FindCommodity(instance.dataset->commodities[k])->shelf_life_days.value_or(1) -
        policy.storage.min_shelf_left_days;
    for (std::int32_t to = 0; to < std::ssize(instance.requirements); ++to) {
      if (instance.IsRelief(to) || instance.requirements[to].demand_point != demand_point ||
          dataset_commodity(to) != k || instance.requirements[to].need == 0 || date(to) < date(from) ||
          (to != from && date(to) - date(from) >= life))
        continue;
      const std::int64_t holding = policy.storage.holding_per_day.value * policy.quantum.value;
      const int column = programme.AddColumn(
          0, 1e9, static_cast<double>(RoundHalfUp(Int128{holding} * (date(to) - date(from)), 1000)),
          /*is_integer=*/true);
      programme.Add(arrives[from], column, -1);
      programme.Add(rows.need[to], column, 1);
      for (std::int32_t night = date(from); night < date(to); ++night) {
        const auto [row, is_new] = nights.try_emplace({demand_point, k, night}, 0);
        if (is_new)
          row->second = programme.AddRow(0, static_cast<double>(room->capacity.value / policy.quantum.value));
        programme.Add(row->second, column, 1);
      }
    }
  }
  const std::optional<std::vector<double>> best = programme.Solve();
  double cost = 0;
  for (std::size_t c = 0; c < programme.columns.size(); ++c) cost += programme.columns[c].cost * (*best)[c];
  return cost;
}

TEST(Reliefs, CostWhatFollowingEachDeliveryCosts) {
  std::mt19937_64 random(2931);
  int kept = 0, split = 0, split_kept = 0, stood_in = 0;
  double above = 0, below = 0;  // of those whose days share a store
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .kept = true});
    Policy& policy = market.policy;
    policy.storage.on = true;
    policy.max_share_per_supplier = {1'000'000};
    if (policy.substitutes.empty()) continue;
    for (CommodityRule& rule : policy.commodities) {
      if (rule.code == policy.substitutes.front().commodity && rule.shelf_life_days.value_or(1) < 2)
        rule.shelf_life_days = 2;
    }
    const std::vector<CommodityRule> rules = policy.commodities;
    GiveEachItsStore(market);
    policy.commodities = rules;  // also what keeps for several nights
    const InstanceReading reading = BuildInstance(market.dataset, policy, market.question);
    if (!reading.instance) continue;
    const Instance& instance = *reading.instance;
    bool relieves = false;
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) relieves |= instance.IsRelief(r);
    if (!relieves) continue;
    const std::unique_ptr<Solved> solved = SolveFor(market);
    const auto objective = static_cast<double>(solved->matching.objective);
    const auto bound = static_cast<double>(solved->matching.bound);
    const double best = FollowingEachDelivery(*solved), slack = 1 + 1e-7 * best;
    EXPECT_GE(objective, best - slack);
    EXPECT_LE(bound, best + slack);
    const bool shares = !instance.stores.empty();
    if (!shares) {
      EXPECT_LE(objective, best + slack);
      EXPECT_EQ(solved->matching.objective, solved->matching.bound);
    } else {
      ++split;
      above += (objective - best) / std::max(1.0, best);
      below += (best - bound) / std::max(1.0, best);
    }
    const Plan plan = PlanOf(*solved, 1, StopToken(), nullptr);
    ExpectVerified(plan, market.dataset, policy);
    for (const Carried& row : plan.carried) {
      const bool is_relieved = policy.FindSubstitutes(market.dataset.commodities[row.commodity]) != nullptr;
      kept += row.way == Carried::Way::kStorage && is_relieved;
      split_kept += row.way == Carried::Way::kStorage && is_relieved && shares;
      stood_in += row.way == Carried::Way::kSubstitute;
    }
  }
  EXPECT_GT(kept, 30);
  EXPECT_GT(stood_in, 20);
  EXPECT_GT(split_kept, 5);
  EXPECT_LT(above / split, 0.0005);
  EXPECT_LT(below / split, 0.005);
  RecordProperty("kept", kept);
  RecordProperty("split", split);
  RecordProperty("above_ppm", static_cast<int>(1e6 * above / split));
  RecordProperty("below_ppm", static_cast<int>(1e6 * below / split));
}

// What was kept of a plan is no less right a start where there are reliefs, nor where they come or go.
TEST(Reliefs, AreStartedFromAnEarlierPlan) {
  std::mt19937_64 random(2932);
  int warm = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .kept = true});
    market.policy.storage.on = true;
    GiveEachItsStore(market);
    if (market.policy.substitutes.empty()) continue;
    const auto match = [](const Instance& instance, std::shared_ptr<const exact::Kept> base) {
      const LaneRule rule(instance);
      return Match(instance, rule, {.threads = 1, .keep = true, .base = std::move(base)}, StopToken(),
                   nullptr);
    };
    const InstanceReading before = BuildInstance(market.dataset, market.policy, market.question);
    if (!before.instance) continue;
    const MatchResult first = match(*before.instance, nullptr);
    ASSERT_TRUE(first.matching);
    Market changed = market;
    for (Offer& offer : changed.dataset.offers) offer.price.value += 10'000 * (offer.supplier % 7);
    if (i % 3 == 0) changed.policy.substitutes.clear();
    const InstanceReading after = BuildInstance(changed.dataset, changed.policy, changed.question);
    ASSERT_TRUE(after.instance);
    const MatchResult cold = match(*after.instance, nullptr), from_first = match(*after.instance, first.kept);
    EXPECT_EQ(from_first.matching->objective, cold.matching->objective);
    EXPECT_EQ(match(*before.instance, cold.kept).matching->objective, first.matching->objective);
    ++warm;
  }
  EXPECT_GT(warm, 30);
}

}  // namespace
}  // namespace pasok::match
