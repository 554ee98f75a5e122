// How the work is shared out: limits on the shares of suppliers, owners and regions, floors, and the number
// of suppliers.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/match/plan.h"
#include "tests/match/expect_verified.h"
#include "tests/match/random_market.h"
#include "tests/match/tiny.h"
#include "tests/match/toy.h"

namespace pasok::match {
namespace {

constexpr const char* kTwoKabupaten =
    "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,\n61.01.01,Sambas,,,\n"
    "61.01.01.2001,Satu,1.36,109.30,\n61.01.01.2002,Dua,1.30,109.25,\n"
    "61.02,Mempawah,,,\n61.02.01,Mempawah,,,\n61.02.01.2001,Tiga,1.20,109.10,\n";

// One kitchen in Satu that needs 100 kg of rice and 20 of eggs. A and B are of one owner and cheap, C and D
// are others'; E is cheapest of all, far away and no small supplier.
Tiny OneKitchen() {
  return ReadTiny(
      {{"regions.csv", kTwoKabupaten},
       {"suppliers.csv",
        "supplier_id,name,kind,region,owner_group\nA,A,koperasi,61.01.01.2001,same\n"
        "B,B,koperasi,61.01.01.2002,same\nC,C,umkm_kecil,61.01.01.2002,\nD,D,umkm_mikro,61.01.01.2002,\n"
        "E,E,lainnya,61.02.01.2001,\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
        "A,beras,60,10000\nB,beras,60,10100\nC,beras,100,11000\nD,beras,100,11500\nE,beras,100,2000\n"
        "A,telur,20,25000\nD,telur,20,26000\n"},
       {"demand_points.csv", "demand_id,name,kind,region\nK,K,sppg,61.01.01.2001\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,100\nK,telur,20\n"}});
}

Millionths& LimitOf(Policy& policy, ShareLimit limit) {
  policy.sharing.mode = SharingMode::kAim;
  return policy.sharing.most[static_cast<std::size_t>(limit)];
}

std::int64_t SoldBy(const Plan& plan, const Dataset& dataset, std::string_view supplier) {
  std::int64_t quanta = 0;
  for (const Allocation& row : plan.allocations) {
    if (dataset.suppliers[row.supplier].id == supplier) quanta += row.quanta;
  }
  return quanta;
}

TEST(Sharing, OffItLeavesNoTrace) {
  const Tiny tiny = OneKitchen();
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(plan.sharing.broken.empty());
  for (const RegisterFile& file : FilesOf(plan, tiny.dataset, tiny.policy, "id"))
    EXPECT_NE(file.name, "shares.csv");
}

RuleReport ReportOf(const Plan& plan, Rule rule) {
  const auto report = std::ranges::find(plan.rules, rule, &RuleReport::rule);
  return report == plan.rules.end() ? RuleReport{} : *report;
}

TEST(Sharing, AnOwnerGroupCountsAsOne) {
  Tiny tiny = OneKitchen();
  tiny.policy.kind_surcharge[static_cast<std::size_t>(SupplierKind::kLainnya)] = SenPerKg{100'000'00};
  LimitOf(tiny.policy, ShareLimit::kOwnerOfRequirement) = Millionths{600'000};
  tiny.policy.sharing.mode = SharingMode::kReport;
  const Plan reported = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(SoldBy(reported, tiny.dataset, "A") + SoldBy(reported, tiny.dataset, "B"), 100 + 20);
  ASSERT_EQ(reported.sharing.broken.size(), 2u);  // of the rice, and of the eggs
  EXPECT_EQ(reported.sharing.broken[0].part, 100);
  EXPECT_EQ(reported.sharing.broken[0].limit, 60);
  EXPECT_EQ(reported.certificate.primal, reported.certificate.dual);
  ExpectVerified(reported, tiny);
  tiny.policy.sharing.mode = SharingMode::kAim;
  const Plan aimed = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(aimed.sharing.broken.empty());
  EXPECT_TRUE(ReportOf(aimed, Rule::kOwnerShare).kept);
  EXPECT_EQ(aimed.totals.shortage, 0);
  EXPECT_GT(aimed.certificate.primal, aimed.certificate.dual);
  EXPECT_EQ(aimed.certificate.dual, reported.certificate.primal) << "the bound knows no shares";
  ExpectVerified(aimed, tiny);
}

TEST(Sharing, TheSpendOfAKitchenIsOfAllItsFood) {
  Tiny tiny = OneKitchen();
  LimitOf(tiny.policy, ShareLimit::kSupplierOfSpend) = Millionths{500'000};
  const Plan aimed = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(aimed.sharing.broken.empty()) << ReportOf(aimed, Rule::kSupplierSpend).example;
  ExpectVerified(aimed, tiny);
}

TEST(Sharing, FloorsBringInTheNearAndTheSmall) {
  Tiny tiny = OneKitchen();
  const Plan plain = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_EQ(SoldBy(plain, tiny.dataset, "E"), 100);
  for (const ShareLimit limit : {ShareLimit::kNotLocal, ShareLimit::kNotSmall}) {
    Tiny floor = OneKitchen();
    LimitOf(floor.policy, limit) = Millionths{250'000};  // at least three quarters
    const Plan aimed = PlanOf(floor.dataset, floor.policy);
    EXPECT_TRUE(aimed.sharing.broken.empty());
    EXPECT_LE(SoldBy(aimed, floor.dataset, "E"), 30);
    ExpectVerified(aimed, floor);
  }
}

TEST(Sharing, AFloorSaysWhatItCountsAndWhoIsBelowIt) {
  const auto sentence = [](ShareLimit limit, std::int64_t most) {
    Tiny tiny = OneKitchen();
    LimitOf(tiny.policy, limit) = Millionths{most};
    tiny.policy.sharing.mode = SharingMode::kReport;
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    ExpectVerified(plan, tiny);
    return Sentence(ReportOf(plan, RuleOf(limit)), tiny.policy, 1);
  };
  // E brings 100 of 120 kg.
  EXPECT_EQ(sentence(ShareLimit::kNotLocal, 900'000),
            "every kabupaten gets at least 0.1 of its food from its own suppliers");
  EXPECT_EQ(sentence(ShareLimit::kNotSmall, 900'000),
            "every kabupaten gets at least 0.1 of its food from small suppliers");
  EXPECT_EQ(
      sentence(ShareLimit::kNotLocal, 250'000),
      "1 kabupaten gets less than 0.75 of its food from its own suppliers: 70 kg too "
      "little in all, most of all in 61.01: 100 kg from elsewhere, at most 30 kg; its own suppliers offer "
      "120 kg of what it needs");
  EXPECT_EQ(sentence(ShareLimit::kNotSmall, 250'000),
            "1 kabupaten gets less than 0.75 of its food from small suppliers: 70 kg too "
            "little in all, most of all in 61.01: 100 kg from suppliers that aren't small, at most 30 kg; "
            "small suppliers offer 120 kg of what it needs");
}

TEST(Sharing, AnImpossibleFloorIsReportedWithItsFigures) {
  Tiny tiny = OneKitchen();
  LimitOf(tiny.policy, ShareLimit::kOwnerOfRequirement) = Millionths{100'000};
  const Plan aimed = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_FALSE(aimed.sharing.broken.empty());
  EXPECT_EQ(aimed.totals.shortage, 0) << "nobody goes without for an aim";
  const RuleReport report = ReportOf(aimed, Rule::kOwnerShare);
  EXPECT_FALSE(report.kept);
  EXPECT_NE(Sentence(report, tiny.policy, 1).find("above the limit"), std::string::npos);
  EXPECT_TRUE(report.example.ends_with(
      "; 4 owners sell anything that may go there, and may bring 0.4 of it within their limits"))
      << report.example;
  ExpectVerified(aimed, tiny);
}

TEST(MinSuppliers, AreOpenedAtTheLeastCost) {
  Tiny tiny = OneKitchen();
  tiny.policy.min_suppliers = {.mode = MinSuppliersMode::kReport, .suppliers = 3};
  const Plan reported = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_EQ(reported.sharing.broken.size(), 1u);  // E and A
  EXPECT_EQ(reported.sharing.broken[0].part, 2);
  ExpectVerified(reported, tiny);
  for (const MinSuppliersMode mode : {MinSuppliersMode::kAim, MinSuppliersMode::kMust}) {
    tiny.policy.min_suppliers.mode = mode;
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    EXPECT_TRUE(plan.sharing.broken.empty());
    EXPECT_EQ(SoldBy(plan, tiny.dataset, "D"), 1) << "a twentieth of the eggs";
    EXPECT_EQ(plan.totals.shortage, 0);
    ExpectVerified(plan, tiny);
  }
  tiny.policy.min_suppliers.suppliers = 5;  // there are four owners
  const Plan most = PlanOf(tiny.dataset, tiny.policy);
  ASSERT_EQ(most.sharing.broken.size(), 1u);
  EXPECT_EQ(most.sharing.broken[0].part, 4);
  EXPECT_TRUE(ReportOf(most, Rule::kMinSuppliers)
                  .example.ends_with(": 4, at least 5; 4 owners sell anything that may go there"));
  ExpectVerified(most, tiny);
}

// Three suppliers of two owners may bring K its rice, and only one of them is small.
TEST(Sharing, ABrokenLimitSaysHowManyThereAreToShare) {
  const auto example = [](const std::string& policy, Rule rule) {
    const Tiny tiny = ReadTiny(
        {{"policy.yaml", "version: 1\n" + policy + "\ncommodities:\n  beras: {}\n"},
         {"suppliers.csv",
          "supplier_id,name,kind,region,owner_group\nA,A,koperasi,61.01.01.2001,O\n"
          "B,B,lainnya,61.01.01.2001,O\nC,C,lainnya,61.01.01.2001,\nD,D,koperasi,61.01.01.2001,\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,3,10000\nB,beras,90,10000\n"
          "C,beras,90,9000\nD,beras,90,9000\n"},
         {"blocks.csv", "supplier_id,demand_id,reason\nD,K,late\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"}});
    const Plan plan = PlanOf(tiny.dataset, tiny.policy);
    ExpectVerified(plan, tiny);
    const std::string text = ReportOf(plan, rule).example;
    return text.substr(text.find(';') + 2);
  };
  EXPECT_EQ(example("sharing: {mode: aim, max_share_per_owner_group: 0.4}", Rule::kOwnerShare),
            "2 owners sell anything that may go there, and may bring 0.8 of it within their limits");
  EXPECT_EQ(example("sharing: {mode: aim, max_spend_share_per_owner_group: 0.3}", Rule::kOwnerSpend),
            "2 owners sell anything that may go there, and may bring 0.6 of it within their limits");
  EXPECT_EQ(example("sharing: {mode: aim, max_spend_share_per_supplier: 0.3}", Rule::kSupplierSpend),
            "3 suppliers sell anything that may go there, and may bring 0.9 of it within their limits");
  EXPECT_EQ(example("sharing: {mode: report, max_region_share_per_supplier: 0.35}", Rule::kSupplierRegion),
            "3 suppliers sell anything that may go there");
  EXPECT_EQ(example("sharing: {mode: aim, max_region_share_per_owner_group: 0.1}", Rule::kOwnerRegion),
            "2 owners sell anything that may go there, and may bring 0.2 of it within their limits");
  EXPECT_EQ(example("sharing: {mode: aim, small_share_min: 0.5}", Rule::kSmallShare),
            "small suppliers offer 3 kg of what it needs");
  EXPECT_EQ(example("min_suppliers_per_demand_point: {mode: must, suppliers: 3}\n"
                    "deliveries: {max_suppliers_per_requirement: 2}",
                    Rule::kMinSuppliers),
            "2 owners sell anything that may go there, and 2 may bring one commodity "
            "(max_suppliers_per_requirement)");
}

// A tenth of 60 kg may come from D, who isn't small; of the small ones A has 30 kg at 10,000, and B is
// dearer.
TEST(Sharing, ACheaperSellerIsSoldOutBeforeADearerOneSells) {
  const Tiny tiny = ReadTiny(
      {{"policy.yaml", "version: 1\nsharing: {mode: aim, small_share_min: 0.9}\ncommodities:\n  beras: {}\n"},
       {"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
        "C,C,umkm_menengah,61.01.01.2001\nD,D,umkm_menengah,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,30,10000\nB,beras,100,10100\n"
        "C,beras,100,9000\nD,beras,100,8000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,60\n"}});
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(plan.sharing.broken.empty());
  EXPECT_EQ(SoldBy(plan, tiny.dataset, "A"), 30);
  EXPECT_EQ(SoldBy(plan, tiny.dataset, "B"), 24);
  EXPECT_EQ(SoldBy(plan, tiny.dataset, "D"), 6);
  ExpectVerified(plan, tiny);
}

TEST(Sharing, ABrokenFloorSaysHowMuchThereIsNearBy) {
  const Tiny tiny = ReadTiny(
      {{"policy.yaml", "version: 1\nsharing: {mode: aim, local_share_min: 0.8}\n"},
       {"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nF,F,koperasi,61.02.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,beras,3,10000\nA,telur,90,20000\n"
        "F,beras,90,9000\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"}});
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_EQ(ReportOf(plan, Rule::kLocalShare).example,
            "61.01: 7 kg from elsewhere, at most 2 kg; its own suppliers offer 3 kg of what it needs");
  ExpectVerified(plan, tiny);
}

// How far the plan is above its limits, in quanta or sen.
std::int64_t ExcessOf(const Plan& plan) {
  std::int64_t excess = 0;
  for (const PlannedShare& row : plan.sharing.broken)
    excess += row.rule == Rule::kMinSuppliers ? 0 : row.off();
  return excess;
}

std::int64_t MissingOwners(const Plan& plan) {
  std::int64_t missing = 0;
  for (const PlannedShare& row : plan.sharing.broken)
    missing += row.rule == Rule::kMinSuppliers ? row.off() : 0;
  return missing;
}

// Two kitchens' worth: A and B have rice on Monday alone, of which K keeps half for Tuesday. 20 kg come on
// Monday, so that each may bring 10 of them.
TEST(Sharing, OfWhatIsKeptForLaterDaysIsAShareOfWhatIsDelivered) {
  for (const ShareLimit limit : {ShareLimit::kSupplierOfRegion, ShareLimit::kOwnerOfRequirement}) {
    Tiny tiny = ReadTiny(
        {{"suppliers.csv",
          "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"},
         {"offers.csv",
          "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\nA,beras,100,10000,1\n"
          "B,beras,100,11000,1\n"},
         {"requirements.csv", "demand_id,commodity,kg\nK,beras,10\n"},
         {"storage.csv", "demand_id,commodity,kg\nK,beras,100\n"},
         {"policy.yaml", "version: 1\nstorage: {mode: on}\ncommodities:\n  beras: {shelf_life_days: 5}\n"}});
    LimitOf(tiny.policy, limit) = Millionths{500'000};
    const Plan plan = PlanOf(tiny.dataset, tiny.policy,
                             {.date = ParseDate("2026-11-23"), .regions = {}, .taken = {}, .days = 2});
    EXPECT_EQ(SoldBy(plan, tiny.dataset, "A"), 10);
    EXPECT_EQ(SoldBy(plan, tiny.dataset, "B"), 10);
    EXPECT_TRUE(plan.sharing.broken.empty());
    ExpectVerified(plan, tiny);
  }
}

// Eggs stand in for chicken: what may come of them is a share of the eggs that do, not of the chicken.
TEST(Sharing, OfWhatStandsInIsAShareOfWhatIsDelivered) {
  Tiny tiny = ReadTiny(
      {{"suppliers.csv",
        "supplier_id,name,kind,region\nA,A,koperasi,61.01.01.2001\nB,B,koperasi,61.01.01.2001\n"
        "E,E,koperasi,61.01.01.2001\nF,F,koperasi,61.01.01.2001\n"},
       {"offers.csv",
        "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nA,ayam,5,10000\nB,ayam,5,11000\n"
        "E,telur,100,9000\nF,telur,3,9900\n"},
       {"requirements.csv", "demand_id,commodity,kg\nK,ayam,10\n"},
       {"policy.yaml",
        "version: 1\nsubstitutes: {ayam: {by: [telur], surcharge_idr_per_kg: 0}}\n"
        "commodities:\n  ayam: {}\n  telur: {}\n"}});
  LimitOf(tiny.policy, ShareLimit::kOwnerOfRequirement) = Millionths{500'000};
  const Plan plan = PlanOf(tiny.dataset, tiny.policy);
  EXPECT_TRUE(plan.sharing.broken.empty());
  EXPECT_EQ(plan.totals.shortage, 0);
  ExpectVerified(plan, tiny);
}

// Each limit by itself, and all together.
class SharingOnRandomMarkets : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Limits, SharingOnRandomMarkets, testing::Range(0, kShareLimits + 2));

TEST_P(SharingOnRandomMarkets, IsNeverShorterNeverBelowTheBoundAndChecked) {
  const int which = GetParam();
  std::mt19937_64 random(static_cast<std::uint64_t>(91 + which));
  const bool all = which == kShareLimits + 1;
  int broken = 0, helped = 0, needs_more = 0;
  for (int i = 0; i < 80; ++i) {
    SCOPED_TRACE(i);
    Market market =
        RandomMarket(random, {.horizon = i % 2 == 1, .rules = i % 2 == 1, .aggregators = i % 4 < 2});
    for (int limit = 0; limit < kShareLimits; ++limit) {
      if (limit == which || all)
        market.policy.sharing.most[static_cast<std::size_t>(limit)] =
            Millionths{1 + static_cast<std::int64_t>(random() % 999'999)};
    }
    const bool owners = which == kShareLimits || all;
    market.policy.min_suppliers.suppliers = 1 + static_cast<std::int32_t>(random() % 5);
    if (!BuildInstance(market.dataset, market.policy, market.question).instance) continue;
    market.policy.sharing.mode = SharingMode::kReport;
    if (owners) market.policy.min_suppliers.mode = MinSuppliersMode::kReport;
    const Plan reported = PlanOf(market.dataset, market.policy, market.question);
    market.policy.sharing.mode = SharingMode::kAim;
    if (owners) market.policy.min_suppliers.mode = MinSuppliersMode::kAim;
    const Plan aimed = PlanOf(market.dataset, market.policy, market.question);
    broken += !reported.sharing.broken.empty();
    helped += ExcessOf(aimed) + MissingOwners(aimed) < ExcessOf(reported) + MissingOwners(reported);
    if (!all) {
      EXPECT_LE(ExcessOf(aimed), ExcessOf(reported));
      EXPECT_LE(MissingOwners(aimed), MissingOwners(reported));
    }
    if (which == kShareLimits) {
      market.policy.min_suppliers.mode = MinSuppliersMode::kMust;
      const Plan must = PlanOf(market.dataset, market.policy, market.question);
      EXPECT_LE(MissingOwners(must), MissingOwners(reported));
      needs_more += MissingOwners(must) < MissingOwners(aimed);
      ExpectVerified(must, market);
      market.policy.min_suppliers.mode = MinSuppliersMode::kAim;
    }
    EXPECT_LE(aimed.totals.penalty, reported.totals.penalty);
    EXPECT_EQ(aimed.certificate.dual, reported.certificate.primal);
    EXPECT_GE(aimed.certificate.primal, aimed.certificate.dual);
    const std::vector<RegisterFile> files = ExpectVerified(aimed, market);
    if (aimed.sharing.broken.empty()) continue;
    Plan forged = aimed;
    --forged.sharing.broken.front().part;
    EXPECT_FALSE(
        Verify(market.dataset, "id", FilesOf(forged, market.dataset, market.policy, "id")).findings.ok());
    Plan hidden = aimed;
    hidden.sharing.broken.pop_back();
    EXPECT_FALSE(
        Verify(market.dataset, "id", FilesOf(hidden, market.dataset, market.policy, "id")).findings.ok());
  }
  EXPECT_GT(broken, 10);
  EXPECT_GT(helped, 2);
  EXPECT_TRUE(which != kShareLimits || needs_more > 2);
}

}  // namespace
}  // namespace pasok::match
