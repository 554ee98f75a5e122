// What stands in, and all ways together with stock and storage: never stale, never more than there is room or
// need for, at the least cost of all ways to do so; and the checker finds whoever breaks that.
#include "engine/match/question/transfers.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/random_market.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Substitutes, ServeWhereTheSurchargeIsLess) {
  Files files = MondayMarket("",
                             "version: 1\nsubstitutes: {ayam: {by: [telur], surcharge_idr_per_kg: 5000}}\n"
                             "commodities:\n  beras: {}\n  ayam: {haul_idr_per_kg_km: 0}\n"
                             "  telur: {haul_idr_per_kg_km: 0}\n");
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,4,30000\nB,ayam,100,40000\n"
      "A,telur,5,28000\nB,telur,100,36000\nA,beras,100,1\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = CheckedPlan(tiny, {});
  EXPECT_THAT(DeliveredRows(plan, tiny.dataset),
              ElementsAre("A ayam  4", "B ayam  1", "A beras  10", "A telur  5"));
  EXPECT_THAT(CarriedRows(plan, tiny.dataset), ElementsAre("substitute - telur 5 -> - ayam"));
  EXPECT_EQ(plan.totals.carried, 5 * 500'000);
  EXPECT_EQ(plan.totals.demand, 20);
}

// As much as eggs may stand in for chicken, A may bring more than half of K's 10 kg; without that it may not,
// whether a contract holds or not.
TEST(WithoutStandIns, HoldsAContractToTheShareOfWhatIsNeeded) {
  const Tiny tiny = ReadTiny(
      {{"policy.yaml",
        "version: 1\nconcentration: {max_share_per_supplier: 0.5}\nsubstitutes: {ayam: {by: {telur: 1.2}}}\n"
        "commodities:\n  ayam: {}\n  telur: {}\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,50,12000\nA,telur,50,12000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\nK,telur,10\n"},
       {"contracts.csv", "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nA,K,telur,,,4,\n"}});
  const Instance instance = InstanceOf(tiny);
  const std::int32_t eggs = RowOf(instance, 0, tiny.dataset.FindCommodity("telur"), 0);
  const std::int32_t offer = instance.commodities[instance.requirements[eggs].commodity].first_offer;
  EXPECT_GT(instance.LaneCap(offer, eggs), 5);
  const Instance without = WithoutStandIns(instance);
  EXPECT_EQ(without.LaneCap(offer, eggs), 5);
  EXPECT_EQ(without.Reserved(offer, eggs), 4);
}

// Rice is needed on Tuesday alone, and may be taken for it on Monday, when nothing could stand in for it.
TEST(CapacitiesWith, OfANeedWhereNoneWasKnowTheRowsThatThereAre) {
  const Tiny tiny = ReadTiny(
      {{"policy.yaml",
        "version: 1\nstorage: {mode: on}\nstock: on\nsubstitutes: {beras: {by: [telur]}}\n"
        "commodities:\n  beras: {shelf_life_days: 10}\n  ayam: {}\n  telur: {}\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
        "A,beras,50,12000\nA,ayam,50,12000\nA,telur,50,12000\n"},
       {"requirements.csv",
        "demand_id,commodity,kg,date\nK,ayam,10,2026-11-23\nK,beras,80,2026-11-24\nK,ayam,10,2026-11-24\n"},
       {"storage.csv", "demand_id,kg\nK,500\n"},
       {"stock.csv", "demand_id,commodity,kg\nK,beras,5\n"}});
  const Instance instance = InstanceOf(tiny, Week(2));
  const std::int32_t monday = RowOf(instance, 0, tiny.dataset.FindCommodity("beras"), 0);
  ASSERT_NE(monday, kNone);
  ASSERT_EQ(instance.requirements[monday].need, 0);
  ASSERT_EQ(RowOf(instance, 0, tiny.dataset.FindCommodity("telur"), 0), kNone);
  const std::vector<std::int64_t> capacities = CapacitiesWith(instance, monday, 1);
  ASSERT_EQ(capacities.size(), instance.transfers.size());
  for (std::size_t i = 0; i < capacities.size(); ++i)
    EXPECT_GE(capacities[i], instance.transfers[i].capacity) << i;
}

// Whether the demand point may take the commodity on the day for a later one, though it needs none.
bool MayTakeAhead(const Instance& instance, std::int32_t day, std::int32_t demand_point,
                  std::int32_t commodity) {
  const CommodityRule* rule = instance.commodities[commodity].rule;
  bool cooks = false, needs = false, needs_later = false;
  for (const RequirementRow& row : instance.requirements) {
    if (row.demand_point != demand_point || row.need == 0) continue;
    const CommoditySpan& span = instance.commodities[row.commodity];
    cooks |= span.day == day;
    if (span.dataset_commodity != commodity) continue;
    needs |= span.day == day;
    const std::int32_t nights = instance.days[span.day]->days - instance.days[day]->days;
    needs_later |= nights > 0 &&
                   nights < rule->shelf_life_days.value_or(1) - instance.policy.storage.min_shelf_left_days;
  }
  return cooks && !needs && needs_later;
}

// Each delivery followed to the day on which it is cooked: a node for what arrives and one for what is
// cooked, and an arc for each pair of them that the shelf life allows. Without limits of storage, stock or
// substitutes the two must cost the same.
TEST(Transfers, CostWhatFollowingEachDeliveryCosts) {
  std::mt19937_64 random(20261123);
  int kept = 0, ahead = 0;
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    Policy& policy = market.policy;
    policy.storage.on = true;
    policy.storage.holding_per_day.value -= policy.storage.holding_per_day.value % 1000;  // whole sen a night
    policy.stock = false;
    policy.substitutes.clear();
    policy.max_share_per_supplier = {1'000'000};
    market.dataset.storage.clear();
    for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d)
      market.dataset.storage.push_back({d, kNone, {1'000'000'000}});
    const InstanceReading reading = BuildInstance(market.dataset, policy, market.question);
    if (!reading.instance) continue;
    const Instance& instance = *reading.instance;
    const LaneRule rule(instance);
    const MatchResult result = Match(instance, rule, {.threads = 1}, StopToken(), nullptr);
    ASSERT_TRUE(result.matching);
    for (const std::int64_t quanta : result.matching->transfers) kept += quanta > 0;

    std::int64_t unneeded = 0;
    for (const RequirementRow& row : instance.requirements) unneeded += row.need == 0;
    for (std::int32_t day = 0; day < std::ssize(instance.days) && instance.date; ++day) {
      for (std::int32_t d = 0; d < std::ssize(market.dataset.demand_points); ++d) {
        for (std::int32_t k = 0; k < std::ssize(market.dataset.commodities); ++k)
          unneeded -= MayTakeAhead(instance, day, d, k);
      }
    }
    ASSERT_EQ(unneeded, 0);
    for (const LaneFlow& flow : result.matching->flows)
      ahead += instance.requirements[flow.requirement].need == 0;

    flow::Problem problem;
    std::int64_t need = 0;
    for (const RequirementRow& row : instance.requirements) need += row.need;
    problem.AddNode(need);
    std::vector<std::int32_t> supplier, offer, arrives, cooked;
    for (const SupplierRow& row : instance.suppliers) {
      supplier.push_back(problem.AddNode(0));
      problem.AddArc(0, supplier.back(), std::min(row.capacity, need), 0);
    }
    for (const OfferRow& row : instance.offers) {
      offer.push_back(problem.AddNode(0));
      problem.AddArc(supplier[row.supplier], offer.back(), std::min(row.capacity, need), 0);
    }
    const auto date = [&](std::int32_t r) {
      return instance.DateOf(instance.requirements[r].commodity)->days;
    };
    for (const RequirementRow& row : instance.requirements) {
      arrives.push_back(problem.AddNode(0));
      cooked.push_back(problem.AddNode(-row.need));
      problem.AddArc(0, cooked.back(), row.need, row.penalty);
    }
    for (std::int32_t from = 0; from < std::ssize(instance.requirements); ++from) {
      const CommoditySpan& span = instance.commodities[instance.requirements[from].commodity];
      const std::int32_t life = span.rule->shelf_life_days.value_or(1) - policy.storage.min_shelf_left_days;
      for (std::int32_t to = 0; to < std::ssize(instance.requirements); ++to) {
        const CommoditySpan& span_to = instance.commodities[instance.requirements[to].commodity];
        const std::int32_t nights = from == to ? 0 : date(to) - date(from);
        if (instance.requirements[from].demand_point != instance.requirements[to].demand_point ||
            span.dataset_commodity != span_to.dataset_commodity || nights < 0 ||
            (nights > 0 && nights >= life))
          continue;
        const std::int64_t holding = policy.storage.holding_per_day.value * policy.quantum.value;
        problem.AddArc(arrives[from], cooked[to], need, RoundHalfUp(Int128{holding} * nights, 1000));
      }
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        const LaneCost lane = rule.Cost(o, from);
        if (lane.ineligible == Ineligible::kNo) problem.AddArc(offer[o], arrives[from], need, lane.unit());
      }
    }
    ASSERT_EQ(Int128{result.matching->objective}, peers::LemonNetworkSimplex(problem).cost);
  }
  EXPECT_GT(kept, 100);
  EXPECT_GT(ahead, 20);
}

// Plans of every kind: optimal, accepted by the checker, and never dearer than without.
TEST(Transfers, HoldOnRandomMarkets) {
  std::mt19937_64 random(1123);
  int cheaper = 0, kept = 0, stood_in = 0, from_stock = 0;
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, {.horizon = i % 5 != 0,
                                                .menu = i % 10 == 1,
                                                .rules = true,
                                                .contracts = i % 3 == 0,
                                                .kept = true,
                                                .aggregators = i % 4 == 0});
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    const bool shares = !reading.instance->stores.empty();
    EXPECT_TRUE(plan.certificate.primal == plan.certificate.dual || shares);
    ExpectVerified(plan, market);
    for (const Carried& row : plan.carried) {
      kept += row.way == Carried::Way::kStorage;
      stood_in += row.way == Carried::Way::kSubstitute;
      from_stock += row.way == Carried::Way::kStock;
    }
    Policy off = market.policy;
    off.storage = {};
    off.stock = false;
    off.substitutes.clear();
    const Plan without = PlanOf(market.dataset, off, market.question);
    EXPECT_THAT(without.carried, IsEmpty());
    // Contracts that are broken less cost more.
    if (!market.dataset.contracts.empty()) continue;
    EXPECT_LE(plan.certificate.primal, without.certificate.primal);
    cheaper += plan.certificate.primal < without.certificate.primal;
  }
  EXPECT_GT(cheaper, 50);
  EXPECT_GT(kept, 50);
  EXPECT_GT(stood_in, 20);
  EXPECT_GT(from_stock, 50);
}

TEST(Transfers, LeaveFoodBehindFullStoresThatLargerOnesWouldKeep) {
  std::mt19937_64 random(1127);
  int full = 0;
  for (int i = 0; i < 1000; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(
        random,
        {.horizon = true, .menu = i % 10 == 1, .rules = true, .kept = true, .aggregators = i % 4 == 0});
    market.policy.max_share_per_supplier = {1'000'000};
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    if (plan.certificate.primal != plan.certificate.dual) continue;  // of stores that are shared
    for (const Shortage& row : plan.shortages) {
      if (row.reason != ShortageReason::kStoreFull) continue;
      ++full;
      Dataset larger = market.dataset;
      std::erase_if(larger.storage, [&](const Storage& storage) {
        return storage.demand_point == row.demand_point && storage.commodity == row.commodity;
      });
      const auto after = std::ranges::find_if(
          larger.storage, [&](const Storage& storage) { return storage.demand_point > row.demand_point; });
      larger.storage.insert(after, {row.demand_point, row.commodity, {1'000'000'000}});
      const Plan better = PlanOf(larger, market.policy, market.question);
      EXPECT_LT(better.certificate.primal, plan.certificate.primal) << row.detail;
    }
  }
  EXPECT_GT(full, 20);
}

std::int64_t KeptIn(const Plan& plan) {
  std::int64_t quanta = 0;
  for (const Carried& row : plan.carried) quanta += row.way == Carried::Way::kStorage ? row.quanta : 0;
  return quanta;
}

// The budgets' aim moves what is kept like everything else.
TEST(Transfers, HoldWhereBudgetsAreAimedAt) {
  std::mt19937_64 random(1124);
  int moved = 0;
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = true, .rules = true, .kept = true});
    market.policy.budget.mode = BudgetMode::kAim;
    market.policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(random() % 1'000'000)});
    for (DemandPoint& point : market.dataset.demand_points)
      point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    ExpectVerified(plan, market);
    market.policy.budget.mode = BudgetMode::kReport;
    moved += KeptIn(plan) != KeptIn(PlanOf(market.dataset, market.policy, market.question));
  }
  EXPECT_GT(moved, 5);
}

// Whole deliveries, shares and enough suppliers are looked for around it.
TEST(Transfers, HoldWhereDeliveriesAreWhole) {
  std::mt19937_64 random(1125);
  int kept = 0;
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE(i);
    const Market market =
        RandomMarket(random, {.horizon = true, .rules = true, .kept = true, .deliveries = true});
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    ExpectVerified(plan, market);
    kept += KeptIn(plan) > 0;
  }
  EXPECT_GT(kept, 20);
}

// Files of a plan in which a row says something else, and all figures fit it.
std::string FindingsOf(const Tiny& tiny, const Question& question, const std::function<void(Plan&)>& change) {
  Plan plan = PlanOf(tiny.dataset, tiny.policy, question);
  change(plan);
  return Lines(Verify(tiny.dataset, "id", FilesOf(plan, tiny.dataset, tiny.policy, "id")).findings);
}

TEST(Transfers, TamperedPlansAreFound) {
  const Tiny tiny = ReadTiny(MondayMarket("K,beras,100\nK,ayam,100\n"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried[0].quanta = 11; }),
              HasSubstr("carried_too_much"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried[0].quanta = INT64_MAX / 1000; }),
              HasSubstr("at most 1000000000 kg"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried[1].quanta = 19; }),
              HasSubstr("need_not_covered"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { ++plan.carried[1].unit_cost; }),
              HasSubstr("wrong_figure"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.totals.carried += 100; }),
              HasSubstr("carried_idr"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { ++plan.certificate.parts.transfers; }),
              HasSubstr("dual_parts_idr/transfers"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried[0].to_date = ParseDate("2026-11-25"); }),
              HasSubstr("no_such_way"))
      << "chicken of Monday for Wednesday";
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { std::swap(plan.carried[0], plan.carried[1]); }),
              HasSubstr("not_sorted"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried.push_back(plan.carried.back()); }),
              HasSubstr("duplicate_row"));
  EXPECT_THAT(FindingsOf(tiny, Week(), [](Plan& plan) { plan.carried[0].way = Carried::Way::kSubstitute; }),
              HasSubstr("no_such_way"));

  // The same plan against less room, a shorter life, less stock, another surcharge.
  const auto files_of = [](const Tiny& made, const Question& question) {
    return FilesOf(PlanOf(made.dataset, made.policy, question), made.dataset, made.policy, "id");
  };
  const Tiny smaller = ReadTiny(MondayMarket("K,beras,19\nK,ayam,100\n"));
  const std::string of_smaller = Lines(Verify(smaller.dataset, "id", files_of(tiny, Week())).findings);
  EXPECT_THAT(of_smaller, HasSubstr("carried_too_much"));
  EXPECT_THAT(of_smaller, HasSubstr("storage_exceeded"));
}

// Kept within the arcs, but cooked too late: only following the food shows it.
TEST(Transfers, StaleFoodIsFound) {
  Files files = MondayMarket("K,ayam,100\n");
  files["requirements.csv"] = "demand_id,commodity,kg\nK,ayam,10\n";
  const Tiny tiny = ReadTiny(files);
  // 10 kg of Monday stay until Wednesday, while Tuesday goes short.
  const std::string found = FindingsOf(tiny, Week(3), [](Plan& plan) {
    Carried further = plan.carried[0];
    further.date = further.to_date, further.to_date = ParseDate("2026-11-25");
    plan.carried.push_back(further);
  });
  EXPECT_THAT(found, HasSubstr("not_fresh"));
}

}  // namespace
}  // namespace pasok::match
