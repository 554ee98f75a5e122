// Contracts: each day at least and at most so many kg on one lane; and what a plan says where they contradict
// each other.
#include "engine/match/question/contracts.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "benchmarks/peers/peers.h"
#include "engine/match/recheck/rules.h"
#include "tests/match/expect_verified.h"
#include "tests/match/question/monday_market.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

// A sells cheap and near, B dear; K and L need 10 kg each.
Files TwoSellersTwoKitchens(const std::string& contracts, const std::string& capacity_of_a = "100") {
  return {
      {"policy.yaml", "version: 1\ncommodities:\n  beras: {haul_idr_per_kg_km: 1}\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.01.01.2001\n"},
      {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras," + capacity_of_a +
                         ",10000\nB,beras,100,12000\n"},
      {"demand_points.csv",
       "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\nL,Dapur L,sppg,61.01.01.2001\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,10\n"},
      {"contracts.csv", "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\n" + contracts}};
}

std::vector<std::string> Deliveries(const Plan& plan, const Dataset& dataset) {
  std::vector<std::string> rows;
  for (const Allocation& row : plan.allocations) {
    rows.push_back(dataset.suppliers[row.supplier].id + " " + dataset.demand_points[row.demand_point].id +
                   " " + std::to_string(row.quanta));
  }
  return rows;
}

nlohmann::json SummaryOf(const Plan& plan, const Tiny& tiny) {
  std::vector<RegisterFile> files = ExpectProven(plan, tiny);
  return nlohmann::json::parse(ContentOf("summary.json", files));
}

TEST(Contracts, AMinimumIsDeliveredThoughItCostsMore) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("B,K,beras,,,4,\n"));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_THAT(Deliveries(plan, tiny.dataset), ElementsAre("A K 6", "B K 4", "A L 10"));
  const nlohmann::json summary = SummaryOf(plan, tiny);
  EXPECT_EQ(summary["rules"]["contracts"]["kept"], true);
  EXPECT_EQ(summary["rules"]["contracts"]["sentence"], "1 contract due, all of them kept");
  EXPECT_EQ(summary["contracts"][0]["delivered_kg"], 4);
  EXPECT_EQ(summary["contracts"][0]["min_kg"], 4);
  EXPECT_FALSE(summary["contracts"][0].contains("max_kg"));
  EXPECT_EQ(summary["certificate"]["dual_parts_idr"]["contracts"], "48000.00");
}

TEST(Contracts, AMaximumCapsTheLane) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,,3\n"));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_THAT(Deliveries(plan, tiny.dataset), ElementsAre("A K 3", "B K 7", "A L 10"));
  EXPECT_EQ(SummaryOf(plan, tiny)["contracts"][0]["kept"], true);
}

TEST(Contracts, AMaximumCanLeaveSomebodyShort) {
  Files files = TwoSellersTwoKitchens("A,K,beras,,,,3\n");
  files["offers.csv"] = "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_THAT(plan.shortages, SizeIs(1));
  EXPECT_EQ(plan.shortages[0].reason, ShortageReason::kContract);
  EXPECT_EQ(plan.shortages[0].quanta, 7);
  EXPECT_EQ(plan.shortages[0].detail,
            "1 offer of beras: 1 at the most that their contract with it allows (nearest: A, 0 km)");
  SummaryOf(plan, tiny);
}

TEST(Contracts, OfNothingClosesTheLane) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,0,0\n"));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_THAT(Deliveries(plan, tiny.dataset), ElementsAre("B K 10", "A L 10"));
  SummaryOf(plan, tiny);
}

TEST(Contracts, HoldInTheirPeriodAlone) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("B,K,beras,2026-05-02,2026-05-03,4,\n"));
  const auto of_b = [&](std::string_view date) {
    const Plan plan =
        PlanOf(tiny.dataset, tiny.policy, {.date = ParseDate(date), .regions = {}, .taken = {}});
    SummaryOf(plan, tiny);
    return plan.contracts.size();
  };
  EXPECT_EQ(of_b("2026-05-01"), 0);
  EXPECT_EQ(of_b("2026-05-02"), 1);
  EXPECT_EQ(of_b("2026-05-03"), 1);
  EXPECT_EQ(of_b("2026-05-04"), 0);
}

TEST(Contracts, ThatContradictEachOtherBreakAsLittleAsCanBe) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,8,\nA,L,beras,,,7,\nB,L,beras,,,2,\n", "12"));
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  const nlohmann::json summary = SummaryOf(plan, tiny);
  const nlohmann::json rule = summary["rules"]["contracts"];
  EXPECT_EQ(rule["kept"], false);
  EXPECT_EQ(rule["cases"], 1);
  EXPECT_EQ(rule["broken_kg"], 3);
  EXPECT_THAT(
      rule["sentence"].get<std::string>(),
      HasSubstr("contracts of A with K and L promise 15 kg of beras a day, it can deliver 12 kg: 3 kg "
                "broken"));
  EXPECT_EQ(plan.totals.shortage, 0);
}

// A has 10 t, promises 10 t each to C, far away, and to K; E promises gold to so many kitchens.
Files FarAndNearBesideGold(int kitchens) {
  Files files{
      {"policy.yaml",
       "version: 1\nquantum_kg: 1000\ncommodities:\n  beras: {haul_idr_per_kg_km: 10}\n  emas: {}\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nE,E,koperasi,61.01.01.2001\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,10000,10000\n"
       "E,emas,10000000,100000000\n"},
      {"demand_points.csv", "demand_id,name,kind,region\nC,C,sppg,61.02.01.2001\nK,K,sppg,61.01.01.2001\n"},
      {"requirements.csv", "demand_id,commodity,kg\nC,beras,10000\nK,beras,10000\n"},
      {"contracts.csv", "supplier_id,demand_id,commodity,min_kg\nA,C,beras,10000\nA,K,beras,10000\n"}};
  for (int i = 0; i < kitchens; ++i) {
    const std::string id = "L" + std::to_string(i);
    files["demand_points.csv"] += id + ",L,sppg,61.01.01.2001\n";
    files["requirements.csv"] += id + ",emas,1000\n";
    files["contracts.csv"] += "E," + id + ",emas,1000\n";
  }
  return files;
}

TEST(Contracts, ThatGiveWayAreTheDearerOnesBesideAnyOthers) {
  for (const int kitchens : {0, 400}) {
    const Tiny tiny = ReadTiny(FarAndNearBesideGold(kitchens));
    const Instance instance = InstanceOf(tiny);
    EXPECT_EQ(instance.contracts[0].kept, 0);
    EXPECT_EQ(instance.contracts[1].kept, 10);
    for (int i = 0; i < kitchens; ++i) ASSERT_EQ(instance.contracts[2 + i].kept, 1);
  }
}

// So dear and so many that no one number says first what is broken and then what it costs.
TEST(Contracts, ThatGiveWayAreTheDearerOnesAtAnyPrice) {
  constexpr int kKitchens = 300;
  Files files = FarAndNearBesideGold(kKitchens);
  files["suppliers.csv"] += "F,F,koperasi,61.01.01.2001\n";
  files["offers.csv"] += "F,emas,200000,99999999\n";
  for (int i = 0; i < kKitchens; ++i) files["contracts.csv"] += "F,L" + std::to_string(i) + ",emas,1000\n";
  const Tiny tiny = ReadTiny(files);
  std::map<std::string, std::int64_t> kept;
  for (const DueContract& due : InstanceOf(tiny).contracts)
    kept[tiny.dataset.suppliers[tiny.dataset.contracts[due.contract].supplier].id] += due.kept;
  EXPECT_THAT(kept, ElementsAre(Pair("A", 10), Pair("E", 100), Pair("F", 200)));
}

// In grams all of them and the days of a month pass the range of what one network may carry.
TEST(Contracts, AreKeptWhateverIsPromisedInAll) {
  Files files = FarAndNearBesideGold(0);
  files["policy.yaml"] =
      "version: 1\nquantum_kg: 0.001\nshortage: {penalty_idr_per_kg: 1000}\ncommodities:\n  beras: {}\n  "
      "emas: {}\n";
  for (int i = 0; i < 400; ++i) {
    const std::string id = "L" + std::to_string(i);
    files["suppliers.csv"] += id + ",L,koperasi,61.01.01.2001\n";
    files["offers.csv"] += id + ",beras,10000000,1\n";
    files["demand_points.csv"] += id + ",L,sppg,61.01.01.2001\n";
    files["requirements.csv"] += id + ",beras,10000000\n";
    files["contracts.csv"] += id + "," + id + ",beras,10000000\n";
  }
  const Tiny tiny = ReadTiny(files);
  const Instance instance = InstanceOf(tiny, Week(31));
  ASSERT_THAT(instance.contracts, SizeIs(31 * 402));
  for (const DueContract& due : instance.contracts) {
    const bool is_apart = tiny.dataset.contracts[due.contract].supplier > 1;
    ASSERT_TRUE(!is_apart || due.kept == due.least);
    ASSERT_EQ(due.broken() == 0, due.broken_by == BrokenBy::kNothing);
  }
}

// Beyond the range of the network that would weigh them.
TEST(Contracts, AtPricesBeyondAllSenseAreRefused) {
  Files files = TwoSellersTwoKitchens("");
  files["policy.yaml"] =
      "version: 1\nquantum_kg: 1000\ndistance: {circuity: 10}\ncommodities:\n  beras: {haul_idr_per_kg_km: "
      "10000}\n";
  EXPECT_NO_THROW(InstanceOf(ReadTiny(files)));
  for (int i = 0; i < 2'000; ++i) {
    const std::string id = "S" + std::to_string(i);
    files["suppliers.csv"] += id + ",S,koperasi,61.01.01.2001\n";
    files["contracts.csv"] += id + ",K,beras,,,1,\n";
  }
  const Tiny tiny = ReadTiny(files);
  const InstanceReading reading = BuildInstance(tiny.dataset, tiny.policy, {});
  EXPECT_FALSE(reading.instance);
  EXPECT_THAT(Lines(reading.findings), HasSubstr("totals_out_of_range"));
}

TEST(Contracts, AboveTheNeedAreBrokenByTheRest) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,8,\nB,K,beras,,,7,\n"));
  const nlohmann::json summary = SummaryOf(PlanOf(tiny.dataset, tiny.policy), tiny);
  EXPECT_EQ(summary["rules"]["contracts"]["broken_kg"], 5);
  EXPECT_THAT(
      summary["rules"]["contracts"]["sentence"].get<std::string>(),
      HasSubstr("contracts of K with A and B promise 15 kg of beras a day, it needs 10 kg: 5 kg broken"));
  EXPECT_EQ(summary["contracts"][1]["reason"], "need");
}

TEST(Contracts, NoContractAllowsWhatARuleForbids) {
  Files files = TwoSellersTwoKitchens("B,K,beras,,,4,\n");
  files["blocks.csv"] = "supplier_id,demand_id,reason\nB,K,terlambat\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_THAT(Deliveries(plan, tiny.dataset), ElementsAre("A K 10", "A L 10"));
  const nlohmann::json row = SummaryOf(plan, tiny)["contracts"][0];
  EXPECT_EQ(row["broken_kg"], 4);
  EXPECT_EQ(row["reason"], "blocked");
  EXPECT_EQ(row["sentence"], "B may not deliver beras to K: the two are blocked for each other");
}

TEST(Contracts, WhatOthersTookTheyCantHave) {
  const Tiny tiny = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,8,\n", "12"));
  const Plan plan = PlanOf(
      tiny.dataset, tiny.policy,
      {.date = {}, .regions = {}, .taken = {{.supplier_id = "A", .commodity = "beras", .weight = {7'000}}}});
  const nlohmann::json row = SummaryOf(plan, tiny)["contracts"][0];
  EXPECT_EQ(row["delivered_kg"], 5);
  EXPECT_EQ(row["sentence"],
            "the contract of A with K promises 8 kg of beras a day, it can deliver 5 kg: 3 kg broken");
}

TEST(Contracts, BelowTheLargestShareAndInWholeQuanta) {
  Files files = TwoSellersTwoKitchens("B,K,beras,,,8,\n");
  files["policy.yaml"] =
      "version: 1\nconcentration: {max_share_per_supplier: 0.5}\ncommodities:\n  beras: "
      "{haul_idr_per_kg_km: 1}\n";
  const Tiny tiny = ReadTiny(files);
  const nlohmann::json row = SummaryOf(PlanOf(tiny.dataset, tiny.policy), tiny)["contracts"][0];
  EXPECT_EQ(row["delivered_kg"], 5);
  EXPECT_EQ(row["reason"], "lane_cap");
  EXPECT_EQ(row["sentence"],
            "the contract of B with K promises 8 kg of beras a day, one supplier may bring 5 kg of the 10 kg "
            "that K "
            "needs (max_share_per_supplier): 3 kg broken");
}

// A has 100 kg a day, of which it may sell 5 in its first month.
TEST(Contracts, AreToldWhichRuleTheyCollideWith) {
  Files files = TwoSellersTwoKitchens("A,K,beras,,,8,\nB,L,beras,,,12,\n");
  files["policy.yaml"] =
      "version: 1\nprobation: {days: 30, max_share_of_capacity: 0.05}\ncommodities:\n  beras: {}\n";
  files["suppliers.csv"] =
      "supplier_id,name,kind,region,registered_on\nA,A,koperasi,61.01.01.2001,2026-11-20\n"
      "B,B,koperasi,61.01.01.2001,\n";
  files["offers.csv"] =
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,10000\n"
      "B,beras,100,11000\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan =
      PlanOf(tiny.dataset, tiny.policy, {.date = ParseDate("2026-11-24"), .regions = {}, .taken = {}});
  const nlohmann::json rows = SummaryOf(plan, tiny)["contracts"];
  EXPECT_EQ(rows[0]["sentence"],
            "the contract of A with K promises 8 kg of beras a day, it can deliver 5 kg, since probation "
            "holds back "
            "95 kg more: 3 kg broken");
  EXPECT_EQ(rows[1]["sentence"],
            "the contract of B with L promises 12 kg of beras a day, L needs 10 kg: 2 kg broken");
}

TEST(Contracts, AreKeptByWhatComesForLaterDays) {
  Files files = MondayMarket("K,beras,100\n");
  files["contracts.csv"] = "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nA,K,beras,,,12,\n";
  const Tiny tiny = ReadTiny(files);
  const Plan plan = CheckedPlan(tiny, Week(3));
  const nlohmann::json summary = SummaryOf(plan, tiny);
  // On Monday A brings 30 kg, of which the day itself needs 10.
  EXPECT_EQ(summary["contracts"][0]["delivered_kg"], 30);
  EXPECT_EQ(summary["contracts"][0]["kept"], true);
  EXPECT_EQ(summary["contracts"][0]["broken_kg"], 0);
  EXPECT_EQ(summary["contracts"][0]["sentence"], "");
  EXPECT_EQ(summary["rules"]["contracts"]["cases"], 2) << "it doesn't sell on the other days";

  files["contracts.csv"] =
      "supplier_id,demand_id,commodity,from,to,min_kg,max_kg\nA,K,beras,,2026-11-23,40,\n";
  const Tiny more = ReadTiny(files);
  const nlohmann::json row = SummaryOf(CheckedPlan(more, Week(3)), more)["contracts"][0];
  EXPECT_EQ(row["broken_kg"], 10);
  EXPECT_EQ(
      row["sentence"],
      "the contract of A with K promises 40 kg of beras a day, K needs 10 kg: 30 kg broken; 20 kg of them "
      "came for later days");
}

// A sells through B, who may not deliver to K.
TEST(Contracts, NameTheAggregatorThatMayNotDeliver) {
  Files files = TwoSellersTwoKitchens("A,K,beras,,,8,\n");
  files["policy.yaml"] = "version: 1\naggregators: on\ncommodities:\n  beras: {}\n";
  files["suppliers.csv"] =
      "supplier_id,name,kind,region,via\nA,A,perorangan,61.01.01.2001,B\nB,B,koperasi,61.01.01.2001,\n";
  const auto told = [&](const std::string& blocks) {
    files["blocks.csv"] = "supplier_id,demand_id,reason\n" + blocks;
    const Tiny tiny = ReadTiny(files);
    return SummaryOf(PlanOf(tiny.dataset, tiny.policy), tiny)["contracts"][0]["sentence"];
  };
  EXPECT_EQ(told("B,K,late\n"), "A may not deliver beras to K: B, through which it sells, is blocked for it");
  EXPECT_EQ(told("A,K,late\nB,K,late\n"), "A may not deliver beras to K: the two are blocked for each other");
}

TEST(Contracts, AreDueWhereTheirKitchenIsPlanned) {
  Files files = TwoSellersTwoKitchens("B,K,beras,,,8,\n");
  files["requirements.csv"] = "demand_id,commodity,kg\nL,beras,10\n";
  const Tiny without = ReadTiny(files);
  EXPECT_THAT(PlanOf(without.dataset, without.policy).contracts, IsEmpty());
  files["requirements.csv"] = "demand_id,commodity,kg\nL,beras,10\nK,telur,1\n";
  files.erase("policy.yaml");
  const Tiny other = ReadTiny(files);
  const nlohmann::json row = SummaryOf(PlanOf(other.dataset, other.policy), other)["contracts"][0];
  EXPECT_EQ(row["reason"], "not_needed");
  EXPECT_EQ(row["broken_kg"], 8);
}

// The checker finds a plan that keeps less than it could, and one that exceeds a maximum.
TEST(Contracts, AreCheckedByTheirOwnReading) {
  const Tiny with = ReadTiny(TwoSellersTwoKitchens("B,K,beras,,,4,\n"));
  const Tiny without = ReadTiny(TwoSellersTwoKitchens(""));
  const auto faults = [](const Tiny& planned, const Tiny& checked) {
    const auto files =
        FilesOf(PlanOf(planned.dataset, planned.policy), planned.dataset, planned.policy, "id");
    return Lines(Verify(checked.dataset, "id", files).findings);
  };
  EXPECT_THAT(faults(without, with), HasSubstr("contract_not_kept"));
  const Tiny at_most = ReadTiny(TwoSellersTwoKitchens("A,K,beras,,,,3\n"));
  EXPECT_THAT(faults(without, at_most), HasSubstr("contract_exceeded"));
}

// A plan that is optimal around what it keeps, but keeps the promise to C, far away, instead of K's.
TEST(Contracts, ThatCostMoreThanThoseThatGiveWayAreFound) {
  const Tiny tiny = ReadTiny(FarAndNearBesideGold(0));
  Solved solved(InstanceOf(tiny), {});
  DueContract &far = solved.instance.contracts[0], &near = solved.instance.contracts[1];
  ASSERT_THAT(solved.instance.pair_terms, SizeIs(1));
  solved.instance.pair_terms[0].requirement = far.requirement;
  std::swap(far.kept, near.kept), std::swap(far.broken_by, near.broken_by);
  std::swap(far.reason, near.reason), std::swap(far.sentence, near.sentence);
  solved.matching = *Match(solved.instance, solved.lanes, {.threads = 1}, StopToken(), nullptr).matching;
  const Plan plan = PlanOf(solved, 1, StopToken(), nullptr);
  EXPECT_EQ(plan.certificate.primal, plan.certificate.dual);
  const std::vector<RegisterFile> files = FilesOf(plan, tiny.dataset, tiny.policy, "id");
  EXPECT_THAT(
      Lines(Verify(tiny.dataset, "id", files).findings),
      HasSubstr("contract_kept_dearer: `kg` is '10000 kg of A C beras', expected 10000 kg of A K beras in "
                "place of A C beras: as much of the contracts' min_kg, for 37149300.00 rupiah less"));
}

// Source -> supplier -> offer -> need, and shortages; `least` and `most` of each contract's lane.
struct LaneBound {
  std::int64_t least = 0, most = INT64_MAX;
};
using LaneBounds = std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, LaneBound>;

struct Explicit {
  flow::Problem problem;
  std::vector<std::int32_t> contract_arcs;
};

// More than all that is kept costs, and little enough for an oracle's 64 bits.
constexpr std::int64_t kKept = std::int64_t{1} << 40;

// The explicit problem of one day. `promises_alone`: only the contracts' minimums, each quantum kept earning
// kKept less what its lane costs.
Explicit BuildDay(const Market& market, const recheck::DayRules& rules, const LaneBounds& bounds,
                  bool promises_alone) {
  std::int64_t all = 0;
  for (const recheck::Need& need : rules.needs()) all += need.quanta;
  Explicit made;
  flow::Problem& problem = made.problem;
  const std::int32_t source = problem.AddNode(all);
  std::vector<std::int32_t> aggregator_node, supplier_node, offer_node;
  for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
    aggregator_node.push_back(problem.AddNode(0));
    problem.AddArc(source, aggregator_node[s], std::min(rules.handling_capacity(s), all), 0);
  }
  for (std::int32_t s = 0; s < std::ssize(market.dataset.suppliers); ++s) {
    supplier_node.push_back(problem.AddNode(0));
    const std::int32_t via = rules.ViaOf(s);
    problem.AddArc(via == kNone ? source : aggregator_node[via], supplier_node[s],
                   std::min(rules.supplier_capacity(s), all), 0);
  }
  for (const recheck::DayOffer& offer : rules.offers()) {
    offer_node.push_back(problem.AddNode(0));
    problem.AddArc(supplier_node[offer.supplier], offer_node.back(), offer.capacity, 0);
  }
  for (const recheck::Need& need : rules.needs()) {
    const std::int32_t node = problem.AddNode(-need.quanta);
    problem.AddArc(source, node, need.quanta, promises_alone ? 0 : need.penalty);
    for (std::int32_t o : rules.offers_of(need.commodity)) {
      const recheck::DayOffer& offer = rules.offers()[o];
      const recheck::Sight sight = rules.Look(offer.supplier, need.demand_point);
      if (rules.WhyNot(offer, sight)) continue;
      const recheck::Cost cost = rules.CostOf(offer, sight);
      const auto bound = bounds.find({offer.supplier, need.demand_point, need.commodity});
      const LaneBound found = bound == bounds.end() ? LaneBound{} : bound->second;
      const std::int64_t cap = std::min(need.lane_cap, found.most);
      if (promises_alone) {
        problem.AddArc(offer_node[o], node, std::min(found.least, cap), cost.money + cost.preference - kKept);
      } else {
        problem.AddArc(offer_node[o], node, cap, cost.money + cost.preference, found.least);
      }
    }
  }
  return made;
}

// What the contracts say of the lanes of one day.
LaneBounds BoundsOn(const Market& market, const std::optional<Date>& day) {
  LaneBounds bounds;
  const std::int64_t quantum = market.policy.quantum.value;
  for (const Contract& row : market.dataset.contracts) {
    if (day && row.from && *day < *row.from) continue;
    if (day && row.to && *row.to < *day) continue;
    LaneBound bound;
    if (row.least) bound.least = (row.least->value + quantum - 1) / quantum;
    if (row.most) bound.most = row.most->value / quantum;
    bounds.try_emplace({row.supplier, row.demand_point, row.commodity}, bound);
  }
  return bounds;
}

// Sen per quantum of the contract's lane.
std::int64_t UnitOf(const recheck::DayRules& rules, const Contract& contract) {
  const recheck::DayOffer& offer = rules.offers()[rules.FindOffer(contract.supplier, contract.commodity)];
  const recheck::Cost cost = rules.CostOf(offer, rules.Look(contract.supplier, contract.demand_point));
  return cost.money + cost.preference;
}

class ContractMarkets : public testing::TestWithParam<MarketShape> {};
INSTANTIATE_TEST_SUITE_P(
    Shapes, ContractMarkets,
    testing::Values(MarketShape{.contracts = true}, MarketShape{.rules = true, .contracts = true},
                    MarketShape{.horizon = true, .rules = true, .contracts = true},
                    MarketShape{.most_suppliers = 20, .contracts = true, .aggregators = true}));

TEST_P(ContractMarkets, PlanKeepsTheMostAndCostsTheLeast) {
  std::mt19937_64 random(66);
  int contradictory = 0, with_kept = 0;
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(i);
    const Market market = RandomMarket(random, GetParam());
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    const Plan plan = PlanOf(market.dataset, market.policy, market.question);
    std::int64_t cost = 0;
    bool all_held = true;
    for (std::int32_t d = 0; d < market.question.days; ++d) {
      const std::optional<Date> day = plan.date ? std::optional(Date{plan.date->days + d}) : std::nullopt;
      const recheck::DayRules rules(market.dataset, market.policy, day, {}, market.question.taken);
      LaneBounds bounds = BoundsOn(market, day);
      const flow::Problem alone = BuildDay(market, rules, bounds, /*promises_alone=*/true).problem;
      std::int64_t kept = 0, less_kept = 0;
      for (auto& [lane, bound] : bounds) bound.least = 0;
      for (const PlannedContract& row : plan.contracts) {
        if (row.date != day) continue;
        const Contract& contract = market.dataset.contracts[row.due.contract];
        kept += row.due.kept;
        if (row.due.kept > 0) less_kept += row.due.kept * (UnitOf(rules, contract) - kKept);
        bounds[{contract.supplier, contract.demand_point, contract.commodity}].least = row.due.kept;
        all_held = all_held && row.due.broken() == 0;
        ASSERT_EQ(row.due.kept, std::min(row.due.least, row.delivered));
        ASSERT_EQ(row.due.broken() == 0, row.due.sentence.empty());
      }
      ASSERT_EQ(less_kept, static_cast<std::int64_t>(peers::LemonNetworkSimplex(alone).cost));
      const flow::Problem whole = BuildDay(market, rules, bounds, /*promises_alone=*/false).problem;
      const auto clp = static_cast<std::int64_t>(peers::Clp(whole).cost);
      ASSERT_EQ(clp, static_cast<std::int64_t>(peers::LemonNetworkSimplex(whole).cost));
      cost += clp;
      with_kept += kept > 0;
    }
    contradictory += !all_held;
    ASSERT_EQ(plan.certificate.primal, cost);
    ASSERT_EQ(plan.certificate.dual, plan.certificate.primal);
    const auto files = FilesOf(plan, market.dataset, market.policy, "id");
    const Verification verification = Verify(market.dataset, "id", files);
    ASSERT_TRUE(verification.findings.ok()) << Lines(verification.findings);
    ASSERT_TRUE(verification.optimal);
    ASSERT_EQ(verification.lanes_checked, plan.certificate.lanes_eligible);
  }
  EXPECT_GT(contradictory, 50);
  EXPECT_GT(with_kept, 50);
}

}  // namespace
}  // namespace pasok::match
