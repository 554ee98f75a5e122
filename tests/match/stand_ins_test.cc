// Substitutes in other ratios than kg for kg: never less food than the ratio asks for, near the true optimum,
// above a bound that anybody can recheck; and the checker finds whoever breaks that.
#include "engine/match/stand_ins.h"

#include <gmock/gmock.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <random>

#include "engine/flow/gains.h"
#include "engine/match/files/summary_json.h"
#include "engine/match/plan.h"
#include "tests/match/beyond/programme.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kByRatio =
    "version: 1\nsubstitutes: {ayam: {by: {telur: 1.5}, surcharge_idr_per_kg: 2000}}\n"
    "commodities:\n  ayam: {haul_idr_per_kg_km: 0}\n  telur: {haul_idr_per_kg_km: 0}\n";

// K needs 10 kg of chicken, of which A has 4; and eggs enough.
Files ShortOfChicken(const std::string& policy, const std::string& eggs = "A,telur,100,20000\n") {
  return {
      {"policy.yaml", policy},
      {"suppliers.csv", "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"},
      {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,4,30000\n" + eggs},
      {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\n"}};
}

Verification Recheck(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  return Verify(dataset, "id", FilesOf(plan, dataset, policy, "id"));
}

TEST(StandIns, TakeAsMuchAsTheRatioSays) {
  const Tiny tiny = ReadTiny(ShortOfChicken(kByRatio));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  ASSERT_EQ(plan.carried.size(), 1u);
  EXPECT_EQ(plan.carried[0].quanta, 9);
  EXPECT_EQ(plan.carried[0].served, 6);
  EXPECT_EQ(plan.totals.carried, 6 * 200'000);
  EXPECT_EQ(plan.totals.shortage, 0);
  EXPECT_EQ(plan.totals.money, 4 * 3'000'000 + 9 * 2'000'000);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  const Verification verification = Recheck(plan, tiny.dataset, tiny.policy);
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);

  const auto summary = nlohmann::json::parse(SummaryJson(plan, tiny.dataset, tiny.policy, {}));
  EXPECT_EQ(summary["rules"]["substitutes"]["kg"], 9);
  EXPECT_EQ(summary["rules"]["substitutes"]["to_kg"], 6);
  EXPECT_EQ(summary["rules"]["substitutes"]["sentence"],
            "9 kg serve for 6 kg as substitutes, in 1 row, for Rp 12\u202F000");
}

TEST(StandIns, RoundUpToWholeQuanta) {
  const Tiny tiny = ReadTiny(ShortOfChicken(kByRatio, "A,telur,8,20000\n"));
  // 8 kg of eggs stand in for 5 kg with 7.5 kg: nothing smaller than a quantum is delivered.
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  ASSERT_EQ(plan.carried.size(), 1u);
  EXPECT_EQ(plan.carried[0].quanta, 8);
  EXPECT_EQ(plan.carried[0].served, 5);
  EXPECT_EQ(plan.totals.shortage, 1);
  EXPECT_TRUE(Recheck(plan, tiny.dataset, tiny.policy).findings.ok());
}

TEST(StandIns, AreBoughtDearlyBeforeAnythingIsShort) {
  Files files = ShortOfChicken(kByRatio, "A,telur,5,10000\nB,telur,50,90000\n");
  files["suppliers.csv"] =
      "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  EXPECT_EQ(plan.totals.shortage, 0) << "6 kg of chicken for the cheap eggs and 4 kg of the dear ones";
  EXPECT_EQ(plan.totals.money, 4 * 3'000'000 + 5 * 1'000'000 + 4 * 9'000'000);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  EXPECT_TRUE(Recheck(plan, tiny.dataset, tiny.policy).findings.ok());
}

TEST(StandIns, ServeWhereLessIsEnoughToo) {
  // A fifth of milk powder, dearer by the kg than going short.
  const Tiny tiny = ReadTiny(ShortOfChicken(
      "version: 1\nsubstitutes: {ayam: {by: {telur: 0.2}}}\nshortage: {penalty_idr_per_kg: 50000}\n"
      "commodities:\n  ayam: {haul_idr_per_kg_km: 0}\n  telur: {haul_idr_per_kg_km: 0}\n",
      "A,telur,100,90000\n"));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  ASSERT_EQ(plan.carried.size(), 1u);
  EXPECT_EQ(plan.carried[0].quanta, 2);
  EXPECT_EQ(plan.carried[0].served, 10);
  EXPECT_TRUE(Recheck(plan, tiny.dataset, tiny.policy).findings.ok());
}

// A quantum of eggs is worth ten of chicken, whose penalty and priority are the largest that there are.
TEST(StandIns, MayBeWorthTenTimesTheLargestPenalty) {
  Files files = ShortOfChicken(
      "version: 1\nquantum_kg: 1000\nshortage: {penalty_idr_per_kg: 100000000}\n"
      "substitutes: {ayam: {by: {telur: 0.1}}}\n"
      "commodities:\n  ayam: {haul_idr_per_kg_km: 0}\n  telur: {haul_idr_per_kg_km: 0}\n",
      "A,telur,5000,20000\n");
  files["requirements.csv"] = "demand_id,commodity,kg\nK,ayam,10000\n";
  files["demand_points.csv"] = "demand_id,name,kind,region,priority\nK,SPPG K,sppg,61.01.01.2001,100\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  ASSERT_EQ(plan.carried.size(), 1u);
  EXPECT_EQ(plan.carried[0].quanta, 1);
  EXPECT_EQ(plan.carried[0].served, 10);
  EXPECT_EQ(plan.totals.shortage, 0);
  const Verification verification = Recheck(plan, tiny.dataset, tiny.policy);
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
}

TEST(StandIns, OfOneAreTransfersAsBefore) {
  const char* const listed = "version: 1\nsubstitutes: {ayam: {by: [telur]}}\n";
  const char* const mapped = "version: 1\nsubstitutes: {ayam: {by: {telur: 1.0}}}\n";
  const Tiny by_list = ReadTiny(ShortOfChicken(listed)), by_map = ReadTiny(ShortOfChicken(mapped));
  EXPECT_EQ(Digest(by_list.policy), Digest(by_map.policy));
  EXPECT_THAT(BuildInstance(by_map.dataset, by_map.policy, {}).instance->stand_ins, IsEmpty());
}

// Files of a plan in which a row says something else, and all figures fit it.
std::string FindingsOf(const std::function<void(Plan&)>& change) {
  const Tiny tiny = ReadTiny(ShortOfChicken(kByRatio));
  Plan plan = PlanOf(tiny.dataset, tiny.policy, {});
  change(plan);
  return Lines(Recheck(plan, tiny.dataset, tiny.policy).findings);
}

TEST(StandIns, TamperedPlansAreFound) {
  EXPECT_EQ(FindingsOf([](Plan&) {}), "");
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.carried[0].served = 7; }), HasSubstr("wrong_ratio"));
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.carried[0].quanta = 8; }), HasSubstr("wrong_ratio"));
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.carried[0].quanta = 11; }), HasSubstr("wrong_ratio"));
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.carried[0].quanta = 10; }), HasSubstr("need_not_covered"));
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.carried[0].served = 11, plan.carried[0].quanta = 17; }),
              HasSubstr("carried_too_much"));
  EXPECT_THAT(FindingsOf([](Plan& plan) { plan.certificate.dual += 100; }), HasSubstr("dual_idr"));
}

// The question as an integer programme: what is used of each stand-in, and what it serves, in a row for its
// ratio.
struct Explicit {
  Explicit(const Instance& instance, const LaneRule& rule) : rows(instance, programme) {
    for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
      const CommoditySpan& span = instance.commodities[instance.requirements[r].commodity];
      for (std::int32_t o = span.first_offer; o < span.end_offer; ++o) {
        const LaneCost cost = rule.Cost(o, r);
        if (cost.ineligible != Ineligible::kNo) continue;
        const int column = programme.AddColumn(static_cast<double>(instance.Reserved(o, r)),
                                               static_cast<double>(instance.LaneCap(o, r)),
                                               static_cast<double>(cost.unit()), /*is_integer=*/true);
        rows.AddLane(o, r, column, 1);
      }
    }
    rows.AddTransfers();
    for (const StandIn& row : instance.stand_ins) {
      const auto most = static_cast<double>(row.capacity);
      const int served = programme.AddColumn(0, most, static_cast<double>(row.cost), /*is_integer=*/true);
      const int used = programme.AddColumn(0, Programme::kMuch, 0, /*is_integer=*/true);
      programme.Add(rows.need[row.to], served, 1);
      programme.Add(rows.need[row.from], used, -1);
      const int ratio = programme.AddRow(0, Programme::kMuch);
      programme.Add(ratio, used, 1000);
      programme.Add(ratio, served, -static_cast<double>(row.milli));
    }
  }

  double Least() const {
    const std::vector<double> values = *programme.Solve();
    double cost = 0;
    for (std::size_t i = 0; i < values.size(); ++i) cost += values[i] * programme.columns[i].cost;
    return cost;
  }

  Programme programme;
  NetworkRows rows;
};

// Near the true optimum, which is near the bound.
TEST(StandIns, CostLittleMoreThanTheTrueOptimum) {
  std::mt19937_64 random(1128);
  double excess = 0, below = 0, without = 0;
  int markets = 0, stood_in = 0;
  for (int i = 0; markets < 150; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(
        random,
        {.horizon = i % 3 == 0, .rules = true, .contracts = i % 4 == 0, .kept = true, .ratios = true});
    if (market.policy.shortage_penalty.value == 0) continue;
    const InstanceReading reading = BuildInstance(market.dataset, market.policy, market.question);
    if (!reading.instance || reading.instance->stand_ins.empty()) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    const LaneRule rule(*reading.instance);
    const double least = Explicit(*reading.instance, rule).Least();
    if (least <= 0) continue;
    ++markets;
    const auto primal = static_cast<double>(plan.certificate.primal),
               dual = static_cast<double>(plan.certificate.dual);
    ASSERT_GE(primal, least * (1 - 1e-9) - 1);
    ASSERT_LE(dual, least * (1 + 1e-9) + 1);
    excess += (primal - least) / least;
    below += (least - dual) / least;
    const MatchResult network = Match(*reading.instance, rule, {.threads = 1}, StopToken(), nullptr);
    without += (static_cast<double>(network.matching->objective) - least) / least;
    for (const Carried& row : plan.carried) stood_in += row.quanta != row.served;
  }
  std::printf("mean excess %.4f, bound below %.4f, without stand-ins %.4f\n", excess / markets,
              below / markets, without / markets);
  EXPECT_LT(excess / markets, 0.02);
  EXPECT_LT(below / markets, 0.03);
  EXPECT_GT(stood_in, 50);
}

// Whatever else is in use: accepted by the checker, never below the bound, and with no more food standing in
// than is delivered.
TEST(StandIns, HoldBesideEveryOtherRule) {
  std::mt19937_64 random(1129);
  int stood_in = 0;
  for (int i = 0; i < 600; ++i) {
    SCOPED_TRACE(i);
    Market market = RandomMarket(random, {.horizon = i % 2 == 0,
                                          .menu = i % 10 == 0,
                                          .rules = true,
                                          .contracts = i % 3 == 0,
                                          .kept = true,
                                          .aggregators = i % 4 == 0,
                                          .deliveries = i % 3 == 1,
                                          .spread = i % 5 == 0,
                                          .ratios = true});
    if (i % 7 == 0) {
      market.policy.budget.mode = BudgetMode::kAim;
      market.policy.budget.per_portion.fill(Sen{static_cast<std::int64_t>(random() % 1'000'000)});
      for (DemandPoint& point : market.dataset.demand_points)
        point.recipients[0] = static_cast<std::int32_t>(random() % 200);
    }
    if (i % 7 == 1) {
      market.policy.sharing.mode = SharingMode::kAim;
      market.policy.sharing.most[static_cast<std::size_t>(ShareLimit::kOwnerOfRequirement)] = {400'000};
      market.policy.min_suppliers.mode = MinSuppliersMode::kMust;
      market.policy.min_suppliers.suppliers = 2;
    }
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    EXPECT_GE(plan.certificate.primal, plan.certificate.dual);
    const Verification verification = Recheck(plan, market.dataset, market.policy);
    ASSERT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    for (const Carried& row : plan.carried) stood_in += row.quanta != row.served;
  }
  EXPECT_GT(stood_in, 100);
}

}  // namespace
}  // namespace pasok::match
