// Plans that keep limits of shares, come near budgets, or bring each kitchen enough suppliers, against the
// true optimum among those that do.
#include "engine/match/beyond/limits.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "engine/match/beyond/limit_sums.h"
#include "engine/match/plan.h"
#include "engine/match/report/sharing.h"
#include "tests/match/beyond/limits_oracle.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

Market SmallMarket(std::mt19937_64& random, int i) {
  Market market = RandomMarket(random, {.most_suppliers = 16,
                                        .most_demand_points = 4,
                                        .commodities = 2,
                                        .contracts = i % 6 == 0,
                                        .aggregators = i % 5 == 0});
  market.policy.aims = Aims::kWeighted;
  market.policy.quantum = Grams{1000};
  market.policy.shortage_penalty = SenPerKg{4'000'000};  // four times a price or less
  return market;
}

std::int64_t PenaltyOf(const Instance& instance, const Matching& matching) {
  std::int64_t penalty = 0;
  for (std::size_t r = 0; r < matching.shortage.size(); ++r)
    penalty += instance.requirements[r].penalty * matching.shortage[r];
  return penalty;
}

// How the plans that keep the rule compare with the optima.
struct Score {
  int kept = 0, moved = 0, optimal = 0, missed = 0, impossible = 0;
  double excess = 0, worst = 0;

  void Add(const Matching& plan, const LimitedOptimum& best) {
    ASSERT_LE(plan.bound, best.cost) << "the bound holds for every plan";
    ASSERT_LE(best.cost, plan.objective) << "the plan is one of those that the oracle chooses from";
    ++kept;
    moved += plan.objective > plan.bound;
    optimal += plan.objective == best.cost;
    const double over =
        best.cost == 0 ? 0 : static_cast<double>(plan.objective - best.cost) / static_cast<double>(best.cost);
    excess += over;
    worst = std::max(worst, over);
  }
  void Tell(const char* rule) const {
    std::cout << rule << ": " << kept << " plans keep it, " << moved << " moved for it, " << optimal
              << " optimal; excess over the optimum in the mean " << 100 * excess / kept << " %, at worst "
              << 100 * worst << " %; " << missed << " others don't though they could, " << impossible
              << " can't\n";
  }
};

TEST(Limits, OfSharesAreKeptNearTheTrueOptimum) {
  std::mt19937_64 random(816);
  Score of_weight, of_money;
  for (int i = 0; i < 700; ++i) {
    SCOPED_TRACE(i);
    Market market = SmallMarket(random, i);
    Sharing& sharing = market.policy.sharing;
    sharing.mode = SharingMode::kAim;
    const auto share = [&] { return Millionths{static_cast<std::int64_t>(400'000 + random() % 500'000)}; };
    const auto limit = static_cast<ShareLimit>(i % kShareLimits);
    sharing.most[static_cast<std::size_t>(limit)] = share();
    if (i % 3 == 0) sharing.most[random() % kShareLimits] = share();
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved || result.solved->matching.flows.empty()) continue;
    const Instance& instance = result.solved->instance;
    const Matching& plan = result.solved->matching;
    Policy off = market.policy;
    off.sharing.mode = SharingMode::kReport;
    const SolveResult network = Solve(market.dataset, off, market.question, {.threads = 1}, {}, {});
    const std::int64_t penalty = PenaltyOf(network.solved->instance, network.solved->matching);
    ASSERT_LE(PenaltyOf(instance, plan), penalty) << "nobody goes without for an aim";
    const std::optional<LimitedOptimum> best = SolveShared(instance, result.solved->lanes, penalty);
    const bool keeps = KeepsLimits(*result.solved);
    Score& score = IsOfMoney(RuleOf(limit)) ? of_money : of_weight;
    ASSERT_TRUE(best || !keeps) << "the plan itself is an example";
    if (keeps) {
      ASSERT_NO_FATAL_FAILURE(score.Add(plan, *best));
    }
    score.missed += !keeps && best;
    score.impossible += !best;
  }
  of_weight.Tell("shares of weight");
  of_money.Tell("shares of money");
  ASSERT_GE(of_weight.kept, 100);
  ASSERT_GE(of_money.kept, 40);
  EXPECT_GE(of_weight.moved, 30);
  EXPECT_GE(of_money.moved, 15);
  EXPECT_LE(of_weight.excess / of_weight.kept, 0.001);
  EXPECT_LE(of_money.excess / of_money.kept, 0.001);
  EXPECT_LE(of_weight.missed + of_money.missed, 1);
}

constexpr const char* kNoHaulage =
    "version: 1\ncommodities: {beras: {haul_idr_per_kg_km: 0}}\n"
    "locality: {surcharge_idr_per_kg: {desa: 0}}\n";

// The kg of each delivery, by demand point and supplier.
std::vector<std::string> Deliveries(const Tiny& tiny) {
  std::vector<std::string> rows;
  for (const Allocation& row : PlanOf(tiny.dataset, tiny.policy, {}).allocations)
    rows.push_back(tiny.dataset.demand_points[row.demand_point].id + " " +
                   tiny.dataset.suppliers[row.supplier].id + " " + std::to_string(row.quanta));
  return rows;
}

// Multipliers alone take all or nothing from the dearer seller.
TEST(Limits, OfAFloorTakeNoMoreThanItAsksFor) {
  for (const auto& [floor, local] : {std::pair("0.2", 8), {"0.05", 2}, {"0.5", 20}}) {
    const Tiny tiny = ReadTiny(
        {{"policy.yaml", kNoHaulage + std::string("sharing: {mode: aim, local_share_min: ") + floor + "}\n"},
         {"suppliers.csv",
          "supplier_id,name,kind,region\nA,Toko A,koperasi,61.02.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,"
          "13000\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,40\n"}});
    EXPECT_THAT(Deliveries(tiny),
                testing::ElementsAre("K A " + std::to_string(40 - local), "K B " + std::to_string(local)))
        << floor;
  }
}

// In doubles 0.29 of 100 is less than 29.
TEST(Limits, OfAFloorLeaveAllOfTheRestToOthers) {
  for (int local = 1; local < 100; ++local) {
    const std::string floor = (local < 10 ? "0.0" : "0.") + std::to_string(local);
    const Tiny tiny = ReadTiny(
        {{"policy.yaml", kNoHaulage + std::string("sharing: {mode: aim, local_share_min: ") + floor + "}\n"},
         {"suppliers.csv",
          "supplier_id,name,kind,region\nA,Toko A,koperasi,61.02.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\nB,beras,100,"
          "13000\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,100\n"}});
    EXPECT_THAT(Deliveries(tiny),
                testing::ElementsAre("K A " + std::to_string(100 - local), "K B " + std::to_string(local)));
  }
}

// One lane of a part and one beside it, of wholes of any size: a part that is a quantum above what it may
// come to is passed by one, and one that comes to just that isn't.
TEST(Limits, AreExactForWholesOfAnySize) {
  beyond::Market market;
  market.lanes.resize(2);
  std::mt19937_64 random(819);
  for (int i = 0; i < 100'000; ++i) {
    const Millionths share{static_cast<std::int64_t>(1 + random() % 999'999)};
    const auto whole = static_cast<std::int64_t>(2 + random() % (std::uint64_t{1} << (8 + i % 50)));
    const std::vector<beyond::Limits> limits = {{.share = share,
                                                 .part_of_lane = {0, kNone},
                                                 .whole_of_lane = {0, 0},
                                                 .most = {0},
                                                 .whole_of_part = {0},
                                                 .wholes = 1}};
    const auto most = static_cast<std::int64_t>(Int128{share.value} * whole / 1'000'000);
    for (const std::int64_t above : {0, 1}) {
      beyond::MarketAnswer answer;
      answer.quanta = {most + above, whole - most - above};
      EXPECT_EQ(beyond::ExcessOf(market, limits.front(), answer).front(), above)
          << share.value << ' ' << whole;
      EXPECT_EQ(beyond::LimitSums(market, limits, answer).IsPartPassed(0), above == 1);
    }
  }
}

// Two kitchens that share the cheaper seller keep budgets from the least that is possible on.
TEST(Limits, OfBudgetsThatOnlyMixturesKeepAreKept) {
  for (int budget = 220'000; budget <= 240'000; budget += 2'500) {
    const Tiny tiny = ReadTiny(
        {{"policy.yaml", kNoHaulage + std::string("budget: {mode: aim, idr_per_portion: {sd_1_3: ") +
                             std::to_string(budget) + "}}\n"},
         {"suppliers.csv",
          "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,20,10000\nB,beras,40,12000\n"},
         {"demand_points.csv",
          "demand_id,name,kind,region,sd_1_3\nK,Dapur K,sppg,61.01.01.2001,1\n"
          "L,Dapur L,sppg,61.01.01.2001,1\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,20\nL,beras,20\n"}});
    const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
    ASSERT_EQ(plan.budgets.size(), 2);
    for (const PlannedBudget& row : plan.budgets) EXPECT_EQ(row.over(), 0) << budget;
  }
}

double OverBudget(const Solved& solved) {
  const Plan plan = PlanOf(solved, 1, {}, {});
  std::int64_t over = 0;
  for (const PlannedBudget& row : plan.budgets) over += row.over();
  return static_cast<double>(over);
}

// What is over budgets at the aim and without it, against the least that it can be while nobody is left
// shorter. Over all markets: the part of what could be avoided that is avoided.
TEST(Limits, BudgetsAreExceededLittleMoreThanTheyMust) {
  std::mt19937_64 random(818);
  int over = 0, avoidable = 0, least_reached = 0, days_apart = 0;
  double avoided = 0;
  for (int i = 0; i < 1000; ++i) {
    SCOPED_TRACE(i);
    Market market = SmallMarket(random, i);
    if (i % 2 == 0) market.question.date = Date{20'001}, market.question.days = 2;
    market.policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(100'000 + random() % 900'000)});
    for (DemandPoint& point : market.dataset.demand_points)
      point.recipients[0] = static_cast<std::int32_t>(50 + random() % 100);
    market.policy.budget.mode = BudgetMode::kReport;
    const SolveResult reported =
        Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!reported.solved || reported.solved->matching.flows.empty()) continue;
    const double before = OverBudget(*reported.solved);
    if (before == 0) continue;
    ++over;
    Policy aim = market.policy;
    aim.budget.mode = BudgetMode::kAim;
    const SolveResult aimed = Solve(market.dataset, aim, market.question, {.threads = 1}, {}, {});
    const Instance& instance = aimed.solved->instance;
    const Matching& plan = aimed.solved->matching;
    const std::int64_t penalty = PenaltyOf(reported.solved->instance, reported.solved->matching);
    const double after = OverBudget(*aimed.solved);
    ASSERT_LE(PenaltyOf(instance, plan), penalty) << "nobody goes without for an aim";
    ASSERT_LE(after, before);
    const double least = LeastOverBudget(instance, aimed.solved->lanes, penalty);
    ASSERT_GE(after + 10, least) << "the plan is one of those that the oracle chooses from";
    const auto cheapest = SolveBudgeted(instance, aimed.solved->lanes, penalty, after + 1);
    ASSERT_TRUE(cheapest) << "the plan itself is an example";
    ASSERT_LE(plan.bound, cheapest->cost) << "the gap covers the cheapest plan that is no further over";
    ASSERT_LE(cheapest->cost, plan.objective);
    if (before - least < 10) continue;
    ++avoidable;
    days_apart += instance.days.size() > 1;
    least_reached += after - least < 10;
    avoided += (before - after) / (before - least);
  }
  std::cout << "budgets: " << over << " plans over, " << avoidable
            << " of them needlessly; of that the aim avoids " << 100 * avoided / avoidable
            << " % in the mean, all of it in " << least_reached << "\n";
  ASSERT_GE(avoidable, 100);
  EXPECT_GE(days_apart, 10);
  EXPECT_GE(avoided / avoidable, 0.995);
}

TEST(Limits, EnoughSuppliersComeNearTheTrueOptimum) {
  std::mt19937_64 random(817);
  Score score;
  for (int i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    Market market = SmallMarket(random, i);
    market.policy.min_suppliers = {.mode = MinSuppliersMode::kMust, .suppliers = 2 + i % 2};
    const SolveResult result = Solve(market.dataset, market.policy, market.question, {.threads = 1}, {}, {});
    if (!result.solved || result.solved->matching.flows.empty()) continue;
    const Instance& instance = result.solved->instance;
    const std::optional<LimitedOptimum> best = SolveServedByMany(instance, result.solved->lanes);
    const bool keeps = KeepsLimits(*result.solved);
    ASSERT_TRUE(best || !keeps) << "the plan itself is an example";
    if (keeps) {
      ASSERT_NO_FATAL_FAILURE(score.Add(result.solved->matching, *best));
    }
    score.missed += !keeps && best;
    score.impossible += !best;
  }
  score.Tell("enough suppliers");
  ASSERT_GE(score.kept, 60);
  EXPECT_GE(score.moved, 15);
  EXPECT_LE(score.excess / score.kept, 0.05);
}

}  // namespace
}  // namespace pasok::match
