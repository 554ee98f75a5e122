// The variant with rules: that every rule of docs/rules.md finds something in it to look at.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "engine/match/plan.h"
#include "tests/sample/generated.h"

namespace pasok::sample {
namespace {

const Date kFirstDay = *ParseDate("2026-11-23");

Policy ProgrammesPolicy() {
  std::ifstream in(std::string(PASOK_SOURCE_DIR) + "/configs/mbg.yaml");
  std::ostringstream yaml;
  yaml << in.rdbuf();
  return ReadPolicy(yaml.str(), "mbg.yaml").policy;
}

class RulesSample : public testing::Test {
 protected:
  static void SetUpTestSuite() { dataset_ = GeneratedDataset(Scale::kSmall, 1, Variant::kRules); }

  template <class Rows, class Holds>
  static std::int64_t Count(const Rows& rows, Holds holds) {
    return std::ranges::count_if(rows, holds);
  }

  static match::Plan PlanOf(const Policy& policy, std::int32_t days) {
    const match::Question question{.date = kFirstDay, .regions = {}, .taken = {}, .days = days};
    match::PlanResult result = match::MakePlan(dataset_, policy, question, {}, StopToken(), nullptr);
    EXPECT_TRUE(result.plan) << result.refusal;
    return *std::move(result.plan);
  }
  static std::int64_t CasesOf(const match::Plan& plan, match::Rule rule) {
    const auto report = std::ranges::find(plan.rules, rule, &match::RuleReport::rule);
    return report == plan.rules.end() ? -1 : report->cases;
  }

  static Dataset dataset_;
};
Dataset RulesSample::dataset_;

TEST_F(RulesSample, KeepsPlacesKitchensAndNeedsOfThePlainOne) {
  const std::vector<RegisterFile> plain = Generate(Scale::kSmall, 1);
  const std::vector<RegisterFile> rules = Generate(Scale::kSmall, 1, Variant::kRules);
  std::map<std::string, std::string> content;
  for (const RegisterFile& file : rules) content[file.name] = file.content;
  for (const RegisterFile& file : plain) {
    const bool has_more =
        std::set<std::string>{"suppliers.csv", "offers.csv", "distances.csv"}.contains(file.name);
    EXPECT_EQ(content[file.name] == file.content, !has_more) << file.name;
  }
  EXPECT_EQ(Fingerprint(rules), Fingerprint(Generate(Scale::kSmall, 1, Variant::kRules)));
  EXPECT_NE(Fingerprint(rules), Fingerprint(Generate(Scale::kSmall, 2, Variant::kRules)));
}

TEST_F(RulesSample, HasSuppliersForEachRuleOfSuppliers) {
  std::set<std::int32_t> gatherers;
  for (const Supplier& row : dataset_.suppliers) {
    if (row.via != kNone && dataset_.suppliers[row.via].handling_per_day &&
        dataset_.suppliers[row.via].handling_fee)
      gatherers.insert(row.via);
  }
  EXPECT_GT(gatherers.size(), 10U);
  EXPECT_GT(Count(dataset_.suppliers, [](const Supplier& row) { return row.registered_on.has_value(); }),
            100);
  EXPECT_GT(Count(dataset_.suppliers, [](const Supplier& row) { return !row.owner_group.empty(); }), 10);
  EXPECT_GT(Count(dataset_.offers, [](const Offer& row) { return row.lot.has_value(); }), 50);
  EXPECT_GT(Count(dataset_.offers, [](const Offer& row) { return row.min_delivery.has_value(); }), 0);
  EXPECT_FALSE(dataset_.blocks.empty());
}

TEST_F(RulesSample, HasADayAContractAStoreAndAStockForEachRuleOfThose) {
  EXPECT_GT(Count(dataset_.calendar,
                  [](const CalendarDay& row) { return row.serves && row.demand_point != kNone; }),
            0);
  EXPECT_GT(Count(dataset_.calendar, [](const CalendarDay& row) { return row.portions_factor.value == 500; }),
            0);
  EXPECT_GT(Count(dataset_.calendar, [](const CalendarDay& row) { return !row.serves; }), 0);
  EXPECT_GT(Count(dataset_.contracts, [](const Contract& row) { return row.least && row.most; }), 0);
  EXPECT_GT(Count(dataset_.contracts, [](const Contract& row) { return row.least && !row.most; }), 0);
  EXPECT_GT(Count(dataset_.contracts, [](const Contract& row) { return !row.least && row.most; }), 0);
  EXPECT_GT(Count(dataset_.storage, [](const Storage& row) { return row.commodity == kNone; }), 20);
  EXPECT_GT(Count(dataset_.storage, [](const Storage& row) { return row.commodity != kNone; }), 20);
  EXPECT_GT(Count(dataset_.stock, [](const Stock& row) { return row.use_by >= kFirstDay; }), 5);
  // A promise that the offer can keep.
  for (const Contract& row : dataset_.contracts) {
    const auto offer = std::ranges::find_if(dataset_.offers, [&](const Offer& each) {
      return each.supplier == row.supplier && each.commodity == row.commodity;
    });
    ASSERT_NE(offer, dataset_.offers.end());
    EXPECT_LE(row.least.value_or(Grams{0}), offer->capacity_per_day);
  }
}

TEST_F(RulesSample, GivesTheRulesOfOffersCases) {
  Policy policy = ProgrammesPolicy();
  for (CommodityRule& rule : policy.commodities) {
    if (rule.code == "ayam" || rule.code == "telur") rule.requires_licences = {"nkv"};
    if (rule.code == "beras")
      rule.price_ceiling.reset(), rule.region_ceilings = {{"61", {1'540'000}}, {"61.08", {1'450'000}}};
  }
  const match::Plan plan = PlanOf(policy, 1);
  EXPECT_GT(CasesOf(plan, match::Rule::kLicenceDates), 0);
  EXPECT_GT(CasesOf(plan, match::Rule::kRegionCeilings), 0);
  EXPECT_GT(CasesOf(plan, match::Rule::kProbation), 0);
  EXPECT_GT(CasesOf(plan, match::Rule::kContracts), -1);
  EXPECT_GT(plan.contracts.size(), 10U);
  EXPECT_EQ(PlanOf(policy, 7).days.size(), 6U) << "five weekdays, and a Saturday of remote kitchens";
}

TEST_F(RulesSample, HasRoadsThatTakeTooLong) {
  const Policy policy = ProgrammesPolicy();
  Policy patient = policy;
  for (CommodityRule& rule : patient.commodities) rule.max_travel_minutes.reset();
  EXPECT_LT(PlanOf(policy, 1).certificate.lanes_eligible, PlanOf(patient, 1).certificate.lanes_eligible);
}

}  // namespace
}  // namespace pasok::sample
