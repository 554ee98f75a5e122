// The rules beyond the base model, each by itself: what it forbids, what a plan says of it, and that it is
// the same as saying it otherwise.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Reasons(const Plan& plan) {
  std::vector<std::string> reasons;
  for (const Shortage& row : plan.shortages) {
    reasons.push_back(std::string(ToWord(row.reason)) + " " + std::to_string(row.quanta));
  }
  return reasons;
}

// The plan's files are accepted, and say this of the rules.
nlohmann::json RulesOf(const Plan& plan, const Dataset& dataset, const Policy& policy) {
  const std::vector<RegisterFile> files = ExpectProven(plan, dataset, policy);
  for (const RegisterFile& file : files) {
    if (file.name == "summary.json")
      return nlohmann::json::parse(file.content).value("rules", nlohmann::json());
  }
  return {};
}

// Whether the checker finds fault where summary.json says something else of the rules.
bool FindsAChangedReport(const Plan& plan, const Dataset& dataset, const Policy& policy,
                         const std::string& from, const std::string& to) {
  std::vector<RegisterFile> files = FilesOf(plan, dataset, policy, "id");
  std::string& summary = ContentOf("summary.json", files);
  const std::size_t at = summary.find(from, summary.find("\"rules\""));
  EXPECT_NE(at, std::string::npos) << from << " in\n" << summary;
  summary.replace(at, from.size(), to);
  return !Verify(dataset, "id", files).findings.ok();
}

std::string PolicyWith(const std::string& of_beras, const std::string& more = "") {
  return "version: 1\n" + more + "commodities:\n  beras: {haul_idr_per_kg_km: 1" +
         (of_beras.empty() ? "" : ", " + of_beras) + "}\n";
}

TEST(LicenceDates, ALicenceHoldsThroughItsLastDay) {
  const Tiny tiny = ReadTiny({{"policy.yaml", PolicyWith("requires: [halal]")},
                              {"suppliers.csv",
                               "supplier_id,name,kind,region,licences\n"
                               "A,Toko A,koperasi,61.01.01.2001,halal:2026-05-31|pirt:2026-01-01\n"}});
  const Plan before = PlanOf(tiny.dataset, tiny.policy, On("2026-05-31"));
  EXPECT_EQ(before.totals.shortage, 0);
  EXPECT_EQ(RulesOf(before, tiny.dataset, tiny.policy)["licence_dates"]["cases"], 0);

  const Plan after = PlanOf(tiny.dataset, tiny.policy, On("2026-06-01"));
  EXPECT_THAT(Reasons(after), ElementsAre("licence_ended 10"));
  EXPECT_THAT(after.shortages[0].detail,
              HasSubstr("1 whose licence that beras requires has ended (nearest: A"));
  const nlohmann::json rule = RulesOf(after, tiny.dataset, tiny.policy)["licence_dates"];
  EXPECT_EQ(rule["kept"], true);
  EXPECT_EQ(rule["cases"], 1);
  EXPECT_EQ(rule["sentence"], "1 offer left out: a licence that the commodity requires has ended");
  EXPECT_TRUE(FindsAChangedReport(after, tiny.dataset, tiny.policy, "\"cases\": 1", "\"cases\": 2"));
  EXPECT_TRUE(FindsAChangedReport(after, tiny.dataset, tiny.policy, "1 offer left", "2 offer left"));
  EXPECT_TRUE(FindsAChangedReport(after, tiny.dataset, tiny.policy, "licence_dates", "licence_date"));

  const Plan undated = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(undated.totals.shortage, 0) << "on the undated day no licence ends";
  EXPECT_THAT(undated.rules, IsEmpty());
}

TEST(RegionCeilings, TheDeepestRegionOfTheSupplierCounts) {
  const Files files{
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\nB,Toko B,koperasi,61.02.01.2001\n"
       "C,Toko C,koperasi,61.01.01.2002\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,4,10000\n"
       "B,beras,4,10000\nC,beras,4,10000\n"}};
  const auto plan_with = [&](const std::string& ceilings, const std::string& mode) {
    Files all = files;
    all["policy.yaml"] = PolicyWith("price_ceiling_idr_per_kg: " + ceilings, "price_ceiling: " + mode + "\n");
    return ReadTiny(all);
  };
  // 61.01 forbids A and C, of which 61.01.01.2002 lets C pass; B has only the province's.
  const Tiny hard = plan_with("{61: 10000, 61.01: 9000, 61.01.01.2002: 12000}", "hard");
  const Plan plan = PlanOf(hard.dataset, hard.policy);
  EXPECT_EQ(plan.totals.allocated, 8);
  EXPECT_THAT(Reasons(plan), ElementsAre("capacity_exhausted 2"));
  EXPECT_THAT(plan.shortages[0].detail,
              HasSubstr("1 dearer than the ceiling of their region (nearest: A, 0 km)"));
  EXPECT_EQ(RulesOf(plan, hard.dataset, hard.policy)["region_ceilings"]["cases"], 1);

  const Tiny report = plan_with("{61.01: 9000}", "report");
  const Plan reported = PlanOf(report.dataset, report.policy);
  const nlohmann::json rule = RulesOf(reported, report.dataset, report.policy)["region_ceilings"];
  EXPECT_EQ(rule["kept"], false);
  EXPECT_EQ(rule["cases"], 2);
  EXPECT_EQ(rule["broken_kg"], reported.totals.above_ceiling_quanta);
  EXPECT_EQ(reported.totals.above_ceiling_quanta, 8);
  EXPECT_EQ(
      rule["sentence"],
      "8 kg bought above the ceiling, in 2 rows, by Rp 8\u202F000 in all, most of all beras of A to K, at "
      "Rp 10\u202F000 per kg, Rp 1\u202F000 above");
  EXPECT_TRUE(
      FindsAChangedReport(reported, report.dataset, report.policy, "\"kept\": false", "\"kept\": true"));
  EXPECT_TRUE(
      FindsAChangedReport(reported, report.dataset, report.policy, "\"broken_kg\": 8", "\"broken_kg\": 7"));

  const Tiny off = plan_with("{61.01: 9000}", "off");
  EXPECT_THAT(PlanOf(off.dataset, off.policy).rules, IsEmpty());
}

TEST(TravelTime, LimitsOnlyRoadsThatAreListedWithTheirMinutes) {
  const Files files{
      {"policy.yaml", PolicyWith("max_travel_minutes: 120")},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.02.01.2001\nB,Toko B,koperasi,61.01.01.2002\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,100,9000\nB,beras,6,10000\n"}};
  const auto plan_with = [&](const std::string& distances) {
    Files all = files;
    all["distances.csv"] = "from_region,to_region,km,minutes\n" + distances;
    const Tiny tiny = ReadTiny(all);
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    EXPECT_EQ(RulesOf(plan, tiny.dataset, tiny.policy)["travel_time"]["kept"], true);
    return plan;
  };
  EXPECT_EQ(plan_with("61.02,61.01,150,120\n").totals.shortage, 0);
  EXPECT_EQ(plan_with("61.02,61.01,150,\n").totals.shortage, 0);
  EXPECT_EQ(plan_with("61.02,61.01,150,200\n61.02.01,61.01.01,150,\n").totals.shortage, 0)
      << "the deepest pair counts, which has no minutes";
  const Plan slow = plan_with("61.02,61.01,150,121\n");
  EXPECT_THAT(Reasons(slow), ElementsAre("capacity_exhausted 4"));
  EXPECT_THAT(slow.shortages[0].detail, HasSubstr("1 more than 120 minutes away (nearest: A, 150 km)"));
}

TEST(TravelTime, IsTheReasonWhereNothingElseIs) {
  const Tiny tiny = ReadTiny({{"policy.yaml", PolicyWith("max_travel_minutes: 1")},
                              {"distances.csv", "from_region,to_region,km,minutes\n61.01,61.01,10,2\n"}});
  EXPECT_THAT(Reasons(PlanOf(tiny.dataset, tiny.policy)), ElementsAre("travel_time 10"));
}

class OnProbation : public testing::Test {
 protected:
  // A: 8 kg a day; registered on the first of May, and new until the end of the tenth.
  Tiny With(const std::string& share, const std::string& total = "") {
    return ReadTiny(
        {{"policy.yaml", PolicyWith("", "probation: {days: 10, max_share_of_capacity: " + share + "}\n")},
         {"suppliers.csv",
          "supplier_id,name,kind,region,registered_on,capacity_kg_per_day\n"
          "A,Toko A,koperasi,61.01.01.2001,2026-05-01," +
              total + "\n"},
         {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,8,10000\n"}});
  }
};

TEST_F(OnProbation, ANewSupplierSellsAShareOfItsCapacity) {
  const Tiny tiny = With("0.49");
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
  EXPECT_EQ(plan.totals.allocated, 3);  // 0.49 of 8, rounded down
  EXPECT_THAT(Reasons(plan), ElementsAre("capacity_exhausted 2", "probation 5"))
      << "5 are held back, 2 more would be short without";
  EXPECT_THAT(plan.shortages[1].detail,
              HasSubstr("1 at the share of their capacity that new suppliers may sell"));
  const nlohmann::json rule = RulesOf(plan, tiny.dataset, tiny.policy)["probation"];
  EXPECT_EQ(rule["cases"], 1);
  EXPECT_EQ(rule["sentence"], "1 offer of suppliers that are new cut to a share of 0.49 of their capacity");
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy, On("2026-05-11")).totals.allocated, 8) << "it is over";
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy).totals.allocated, 8) << "undated";
}

TEST_F(OnProbation, WhoIsRegisteredLaterIsWarnedOf) {
  const Tiny tiny = With("0.49");
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy, On("2026-04-30")).totals.allocated, 3);
  const auto warnings = [&](const char* day) {
    return Lines(BuildInstance(tiny.dataset, tiny.policy, On(day)).findings);
  };
  EXPECT_EQ(warnings("2026-05-01"), "");
  EXPECT_THAT(
      warnings("2026-04-30"),
      testing::HasSubstr("suppliers.csv: warning: registered_later: `registered_on` is 'A 2026-05-01', "
                         "expected a day until 2026-04-30, on which it may sell already"));
  Policy without = tiny.policy;
  without.probation = {};
  EXPECT_EQ(Lines(BuildInstance(tiny.dataset, without, On("2026-04-30")).findings), "");
}

TEST_F(OnProbation, NobodyIsWhereTheRuleIsOff) {
  Tiny tiny = With("0.49");
  tiny.policy.probation.days = 0;  // the share stays as it was
  EXPECT_EQ(PlanOf(tiny.dataset, tiny.policy, On("2026-04-30")).totals.allocated, 8);
}

TEST_F(OnProbation, ItsTotalCapacityIsCutToo) {
  const Tiny tiny = With("0.5", "4");
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
  EXPECT_EQ(plan.totals.allocated, 2);
  RulesOf(plan, tiny.dataset, tiny.policy);
}

TEST_F(OnProbation, AShareBelowAQuantumSellsNothing) {
  const Tiny tiny = With("0.1");
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
  EXPECT_THAT(Reasons(plan), ElementsAre("probation 10"));
  EXPECT_EQ(RulesOf(plan, tiny.dataset, tiny.policy)["probation"]["cases"], 1);
}

TEST_F(OnProbation, AShareBelowAWholeDeliverySellsNothing) {
  const auto with = [&](const std::string& least, const std::string& total) {
    Tiny tiny = With("0.5", total);
    tiny.policy.deliveries.whole = true;
    tiny.dataset.offers.front().min_delivery = Grams{std::stoll(least) * 1000};
    return tiny;
  };
  // 8 would be a delivery, the 4 that may be sold are none; nor are the 3 of 6 of everything.
  for (const std::string total : {"", "6"}) {
    const Tiny tiny = with(total.empty() ? "5" : "4", total);
    const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
    EXPECT_EQ(plan.totals.allocated, 0);
    EXPECT_THAT(Reasons(plan), ElementsAre("probation 10"));
    const nlohmann::json rules = RulesOf(plan, tiny.dataset, tiny.policy);
    EXPECT_EQ(rules["probation"]["cases"], 1);
    EXPECT_EQ(rules["whole_deliveries"]["cases"], 0);
  }
  const Tiny never = with("9", "");
  const Plan plan = PlanOf(never.dataset, never.policy, On("2026-05-10"));
  EXPECT_THAT(Reasons(plan), ElementsAre("capacity_exhausted 6", "whole_deliveries 4"));
  EXPECT_EQ(RulesOf(plan, never.dataset, never.policy)["probation"]["cases"], 0);
}

TEST_F(OnProbation, WhatIsLeftOfTheShareMayBeNoDeliveryToOneKitchen) {
  Tiny tiny = ReadTiny(
      {{"policy.yaml",
        PolicyWith("", "probation: {days: 10, max_share_of_capacity: 0.5}\ndeliveries: {whole: true}\n")},
       {"suppliers.csv",
        "supplier_id,name,kind,region,registered_on\nA,Toko A,koperasi,61.01.01.2001,2026-05-01\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,min_delivery_kg\nA,beras,8,10000,5\n"},
       {"demand_points.csv",
        "demand_id,name,kind,region\nK,Dapur K,sppg,61.01.01.2001\nL,Dapur L,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\nL,beras,3\n"}});
  // L needs no more than 3 of A's 4 kg, and takes them. Of all 8 there would be 5 left, which is a delivery.
  const Plan plan = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
  EXPECT_EQ(plan.totals.allocated, 3);
  EXPECT_THAT(Reasons(plan), ElementsAre("capacity_exhausted 5", "probation 5"));
  const auto is_accepted = [&](const Plan& checked) {
    return Verify(tiny.dataset, "id", FilesOf(checked, tiny.dataset, tiny.policy, "id")).findings.ok();
  };
  EXPECT_TRUE(is_accepted(plan));
  tiny.dataset.offers.front().min_delivery = Grams{6'000};
  const Plan never = PlanOf(tiny.dataset, tiny.policy, On("2026-05-10"));
  EXPECT_THAT(Reasons(never), ElementsAre("capacity_exhausted 9", "whole_deliveries 1"));
  EXPECT_TRUE(is_accepted(never));
}

// The same 200 markets, with every rule.
template <class Check>
void OnMarketsWithRules(const Check& check) {
  std::mt19937_64 random(65);
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    check(RandomMarket(random, {.rules = true}));
  }
}

TEST(RulesSaidOtherwise, AnEndedLicenceIsNone) {
  OnMarketsWithRules([](Market market) {
    if (!market.question.date) return;
    const std::int64_t cost = CostOf(market);
    for (Supplier& supplier : market.dataset.suppliers) {
      std::erase_if(supplier.licences, [&](const Licence& licence) {
        return licence.until && *licence.until < *market.question.date;
      });
    }
    EXPECT_EQ(CostOf(market), cost);
  });
}

TEST(RulesSaidOtherwise, ACeilingOfEveryRegionIsOneForAll) {
  OnMarketsWithRules([](Market market) {
    for (CommodityRule& rule : market.policy.commodities) {
      rule.region_ceilings.clear();
      rule.price_ceiling = SenPerKg{1'100'000};
    }
    const Plan plain = PlanOf(market.dataset, market.policy, market.question);
    for (CommodityRule& rule : market.policy.commodities) {
      rule.price_ceiling = std::nullopt;
      rule.region_ceilings = {{"61", {1'100'000}}, {"61.01.02", {1'100'000}}, {"62", {1'100'000}}};
    }
    const Plan by_region = PlanOf(market.dataset, market.policy, market.question);
    EXPECT_EQ(by_region.certificate.primal, plain.certificate.primal);
  });
}

TEST(RulesSaidOtherwise, ATooSlowRoadIsABlock) {
  OnMarketsWithRules([](Market market) {
    const std::int32_t most = 100;
    for (CommodityRule& rule : market.policy.commodities) rule.max_travel_minutes = most;
    const std::int64_t cost = CostOf(market);
    for (CommodityRule& rule : market.policy.commodities) rule.max_travel_minutes = std::nullopt;
    const Instance instance = *BuildInstance(market.dataset, market.policy, market.question).instance;
    const LaneRule lanes(instance);
    Dataset& dataset = market.dataset;
    for (std::int32_t s = 0; s < std::ssize(dataset.suppliers); ++s) {
      for (std::int32_t d = 0; d < std::ssize(dataset.demand_points); ++d) {
        if (lanes.ListedMinutes(dataset.suppliers[s].region, dataset.demand_points[d].region) > most)
          dataset.blocks.push_back({s, d, "too slow"});
      }
    }
    const auto key = [](const Block& block) { return std::pair(block.supplier, block.demand_point); };
    std::ranges::sort(dataset.blocks, {}, key);
    const auto repeated = std::ranges::unique(dataset.blocks, {}, key);
    dataset.blocks.erase(repeated.begin(), repeated.end());
    EXPECT_EQ(CostOf(market), cost);
  });
}

TEST(RulesSaidOtherwise, ProbationIsLessCapacity) {
  OnMarketsWithRules([](Market market) {
    if (!market.question.date) return;
    const std::int64_t cost = CostOf(market);
    const Probation probation = std::exchange(market.policy.probation, {});
    const auto cut = [&](Grams& capacity) {
      capacity.value =
          static_cast<std::int64_t>(Int128{capacity.value} * probation.max_share.value / 1'000'000);
    };
    const auto is_new = [&](const Supplier& supplier) {
      return supplier.registered_on &&
             market.question.date->days < supplier.registered_on->days + probation.days;
    };
    for (Offer& offer : market.dataset.offers) {
      if (is_new(market.dataset.suppliers[offer.supplier])) cut(offer.capacity_per_day);
    }
    for (Supplier& supplier : market.dataset.suppliers) {
      if (is_new(supplier) && supplier.capacity_per_day) cut(*supplier.capacity_per_day);
    }
    EXPECT_EQ(CostOf(market), cost);
  });
}

}  // namespace
}  // namespace pasok::match
