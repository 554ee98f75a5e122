// What a plan's summary.json says, the wire says too, and `--format json` under the same words: from the
// engine's plan through the message and back to JSON.
#include "engine/match/files/summary_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "client/plan_json.h"
#include "client/summary_print.h"
#include "engine/register/read.h"
#include "server/convert.h"

namespace pasok::client {
namespace {

using Json = nlohmann::ordered_json;
using testing::ContainsRegex;
using testing::HasSubstr;

// Two kitchens from Monday to Wednesday: rice can be kept, K has eggs in stock, chicken may stand in for
// fish.
std::vector<RegisterFile> Registers(const std::string& policy) {
  return {
      {"regions.csv",
       "code,name,lat,lng,circuity\n61,Kalbar,,,\n61.01,Sambas,,,\n61.01.01,Sambas,,,\n"
       "61.01.01.2001,Satu,1.36,109.30,\n61.01.01.2002,Dua,1.30,109.25,\n"},
      {"suppliers.csv",
       "supplier_id,name,kind,region\nA,Toko A,koperasi,61.01.01.2001\n"
       "B,Toko B,umkm_mikro,61.01.01.2002\n"},
      {"offers.csv",
       "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,weekdays\n"
       "A,beras,100,10000,1\nB,beras,30,12000,1-5\nA,telur,40,28000,1-5\nB,ayam,9,35000,1-5\n"},
      {"demand_points.csv",
       "demand_id,name,kind,region,sd_1_3\nK,Dapur K,sppg,61.01.01.2001,100\nL,Dapur "
       "L,sppg,61.01.01.2002,10\n"},
      {"requirements.csv",
       "demand_id,commodity,kg\nK,beras,30\nK,telur,10\nK,ikan,8\nL,beras,20\nL,telur,5\n"},
      {"storage.csv", "demand_id,commodity,kg\nK,beras,500\nL,,40\n"},
      {"stock.csv", "demand_id,commodity,kg,use_by\nK,telur,7,\n"},
      {"policy.yaml", policy},
  };
}

struct Planned {
  match::Plan plan;
  Dataset dataset;
  Policy policy;
};

Planned Plan(const std::string& policy) {
  DatasetReading reading = ReadDataset(Registers(policy), nullptr);
  for (const Finding& finding : reading.findings.list)
    EXPECT_NE(finding.severity, Severity::kError) << finding.file << finding.line << finding.code;
  const match::Question question{.date = ParseDate("2026-11-23"),
                                 .regions = {},
                                 .taken = {{"A", "telur", {5'000}}, {"B", "beras", {1'500}}},
                                 .days = 3,
                                 .previous = {},
                                 .at_hand = {{"K", "telur", {2'000}}}};
  match::PlanResult result =
      match::MakePlan(*reading.dataset, *reading.own_policy, question, {.threads = 1}, {}, {});
  EXPECT_TRUE(result.plan) << result.refusal;
  return {*std::move(result.plan), *std::move(reading.dataset), *std::move(reading.own_policy)};
}

// Keys of summary.json that `--format json` has elsewhere (of the plan, its policy), or that only the file
// has.
const std::set<std::string> kElsewhere = {
    "date",     "days",    "regions",       "subtracted_plans", "carried_from_plans", "quantum_kg",
    "complete", "dataset", "policy_digest", "scenario",         "contracts"};
constexpr std::string_view kOnlyInTheFile = "dual_parts_idr";

void ExpectTheSame(const Planned& planned) {
  const match::PlanLabels labels{.dataset = "d", .version = "v", .subtracted_plans = {}};
  const Json file = Json::parse(match::SummaryJson(planned.plan, planned.dataset, planned.policy, labels));
  const Json told = ToJson(server::Summarise(planned.plan, planned.dataset, planned.policy, "v"));
  std::map<std::string, Json> rules;
  for (const Json& rule : told["rules"]) rules[rule["rule"]] = rule;
  for (const auto& [key, value] : file.items()) {
    if (kElsewhere.contains(key)) continue;
    ASSERT_TRUE(told.contains(key)) << key;
    if (key == "share_by_tier" || key == "share_by_kind") {
      for (const auto& [of, share] : value.items()) {
        EXPECT_NEAR(share.get<double>(), told[key][of].get<double>(), 1e-6) << key;
      }
    } else if (key == "rules") {
      EXPECT_EQ(rules.size(), value.size());
      for (const auto& [rule, report] : value.items()) {
        for (const auto& [figure, is] : report.items()) {
          EXPECT_EQ(rules[rule][figure], is) << rule << figure;
        }
      }
    } else if (key == "certificate") {
      for (const auto& [figure, is] : value.items()) {
        if (figure == kOnlyInTheFile) continue;
        EXPECT_EQ(told[key][figure], is) << figure;
      }
    } else {
      EXPECT_EQ(told[key], value) << key;
    }
  }
}

constexpr char kStores[] =
    "version: 1\nstorage: {mode: on, holding_idr_per_kg_day: 20}\nstock: on\n"
    "substitutes: {ikan: {by: [ayam], surcharge_idr_per_kg: 3000}}\n"
    "fair_spread: [{above_share: 0.25, surcharge_idr_per_kg: 100}, {above_share: 0.5, surcharge_idr_per_kg: "
    "300}]\n"
    "budget: {mode: report, idr_per_portion: {sd_1_3: 3000}}\n"
    "sharing: {mode: report, max_spend_share_per_supplier: 0.5, max_share_per_owner_group: 0.9}\n";

TEST(SummaryAsJson, SaysWhatThePlansOwnFileSays) {
  ExpectTheSame(Plan(kStores));
  ExpectTheSame(Plan(
      "version: 1\ndeliveries: {whole: true}\nmin_suppliers_per_demand_point: {mode: report, suppliers: 3}\n"
      "commodities: {beras: {lot_kg: 4}, telur: {min_delivery_kg: 6}, ikan: {}, ayam: {}}\n"));
  ExpectTheSame(Plan("version: 1\naims: strict\n"));
}

TEST(SummaryAsJson, HasWhatWasKeptAndTakenFromStockAndEveryDay) {
  const v1::PlanSummary summary = [] {
    const Planned planned = Plan(kStores);
    return server::Summarise(planned.plan, planned.dataset, planned.policy, "v");
  }();
  // 5 kg of another plan's eggs each day, and 1.5 kg of rice.
  EXPECT_EQ(summary.taken_grams(), 6'500);
  EXPECT_EQ(summary.at_hand_grams(), 2'000);
  EXPECT_EQ(summary.per_day_size(), 3);
  EXPECT_GT(summary.carried_sen(), 0);
  EXPECT_GT(summary.spread_sen(), 0);
  EXPECT_EQ(summary.objective_sen(),
            summary.money_sen() + summary.preference_sen() + summary.penalty_sen() + summary.carried_sen());
  std::int64_t money = 0;
  for (const auto& day : summary.per_day()) money += day.money_sen();
  EXPECT_EQ(money, summary.money_sen());
  const std::string text = ToText(summary);
  EXPECT_THAT(text, ContainsRegex("From stock +9 kg"));  // 7 of stock.csv, and 2 at hand
  EXPECT_THAT(text, ContainsRegex("Carried +Rp "));
  EXPECT_THAT(text, HasSubstr("\n2026-11-24  "));
}

}  // namespace
}  // namespace pasok::client
