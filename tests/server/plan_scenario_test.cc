// Plans of a scenario: part of the question, kept with the plan, verified with it.
#include <algorithm>

#include "tests/server/plan_service.h"

namespace pasok::server {
namespace {

v1::CreatePlanRequest WhatIf(const std::string& dataset, const std::string& change,
                             const std::string& request_id = {}) {
  v1::CreatePlanRequest request = Question(dataset, {}, request_id);
  request.set_scenario_yaml("version: 1\nname: Uji\nchanges:\n  - " + change + "\n");
  request.set_scenario_file("uji.yaml");
  return request;
}

TEST_F(PlanServiceTest, AScenarioIsPlannedKeptAndVerified) {
  // KDMP Hulu's eggs end the shortage.
  const v1::Plan plan = client->Planned(WhatIf(toy, "activate: {supplier: S4}"));
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
  EXPECT_EQ(plan.scenario().name(), "Uji");
  EXPECT_EQ(plan.scenario().digest().size(), 32);
  EXPECT_EQ(plan.summary().shortage_grams(), 0);

  v1::VerifyPlanRequest::Start start;
  start.set_plan(plan.name());
  v1::VerifyPlanResponse response;
  ASSERT_TRUE(client->Verify(start, {}, response).ok());
  EXPECT_TRUE(response.verified() && response.optimal()) << response.DebugString();

  std::vector<RegisterFile> files;
  ASSERT_TRUE(client->Download(plan.name(), files).ok());
  start.clear_plan();
  start.set_dataset(toy);
  ASSERT_TRUE(client->Verify(start, files, response).ok());
  EXPECT_TRUE(response.verified()) << response.DebugString();

  // Another scenario of the same name, one that doesn't fit, and none.
  auto scenario = std::ranges::find(files, "scenario.yaml", &RegisterFile::name);
  ASSERT_NE(scenario, files.end());
  for (const char* change : {"price: {factor: 2}", "stop: {supplier: S9}", "stop: {}"}) {
    scenario->content = WhatIf(toy, change).scenario_yaml();
    ASSERT_TRUE(client->Verify(start, files, response).ok());
    EXPECT_FALSE(response.verified()) << change;
    EXPECT_GT(response.findings().error_count(), 0);
  }
  files.erase(scenario);
  ASSERT_TRUE(client->Verify(start, files, response).ok());
  EXPECT_FALSE(response.verified());
}

// The policy's menu cooks chicken, which no register knows.
std::vector<RegisterFile> FilesWithAMenu() {
  std::vector<RegisterFile> files = ToyFiles();
  for (RegisterFile& file : files) {
    if (file.name == "demand_points.csv") {
      file.content = "demand_id,name,kind,region,smp\nD1,SPPG Hulu,sppg,61.01.01.2001,100\n";
    } else if (file.name == "requirements.csv") {
      file.content = "demand_id,commodity,kg\n";
    } else if (file.name == "policy.yaml") {
      file.content =
          "version: 1\nmenu:\n  cycle_starts_on: 2026-11-23\n  portions_grams: {beras: 100, ayam: 50}\n"
          "  days: [[beras, ayam]]\n";
    }
  }
  return files;
}

TEST_F(PlanServiceTest, AScenarioOfNeedsThatOnlyTheMenuKnowsIsVerified) {
  v1::ImportDatasetResponse imported;
  ASSERT_TRUE(client->Import(FilesWithAMenu(), imported).ok());
  ASSERT_EQ(imported.findings().error_count(), 0) << imported.DebugString();
  const v1::Plan plan = client->Planned(WhatIf(imported.dataset().name(), "need: {factor: 1.2}"));
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
  EXPECT_EQ(plan.summary().demand_grams(), 12'000 + 6'000);
  v1::VerifyPlanRequest::Start start;
  start.set_plan(plan.name());
  v1::VerifyPlanResponse response;
  ASSERT_TRUE(client->Verify(start, {}, response).ok());
  EXPECT_TRUE(response.verified() && response.optimal()) << response.DebugString();
}

TEST_F(PlanServiceTest, APolicyThatAScenarioChangesIsKeptAsItWasBefore) {
  const v1::Plan plan =
      client->Planned(WhatIf(toy, "policy: {locality: {surcharge_idr_per_kg: {provinsi: 2100}}}"));
  // 34 kg come from the other kabupaten.
  EXPECT_EQ(plan.summary().objective_sen(), kToyObjectiveSen + 34 * 10'000);
  EXPECT_EQ(plan.policy().digest(), client->Planned(Question(toy)).policy().digest());
  v1::VerifyPlanRequest::Start start;
  start.set_plan(plan.name());
  v1::VerifyPlanResponse response;
  ASSERT_TRUE(client->Verify(start, {}, response).ok());
  EXPECT_TRUE(response.verified() && response.optimal()) << response.DebugString();
}

TEST_F(PlanServiceTest, AScenarioIsPartOfTheQuestion) {
  const v1::Plan first = client->Planned(WhatIf(toy, "stop: {supplier: S3}", "what-if"));
  v1::Plan again;
  ASSERT_TRUE(client->Create(WhatIf(toy, "stop: {supplier: [S3]}", "what-if"), again).ok());
  EXPECT_TRUE(Same(again, first));
  EXPECT_EQ(Refusal(WhatIf(toy, "stop: {supplier: S2}", "what-if")), "ALREADY_EXISTS REQUEST_ID_REUSED");
  EXPECT_EQ(Refusal(Question(toy, {}, "what-if")), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(PlanServiceTest, AScenarioThatDoesNotFitSaysWhere) {
  const v1::Plan failed = client->Planned(WhatIf(toy, "stop: {supplier: S5}"));
  EXPECT_EQ(failed.state(), v1::Plan::FAILED);
  ASSERT_EQ(failed.findings().error_count(), 1);
  const v1::Finding& finding = failed.findings().findings(0);
  EXPECT_EQ(finding.file(), "uji.yaml");
  EXPECT_EQ(finding.line(), 4);
  EXPECT_EQ(finding.column(), 22);
  EXPECT_EQ(finding.code(), "unknown_supplier");
  // Needs on days of their own, where no day is asked for.
  const v1::Plan undated =
      client->Planned(WhatIf(toy, "need: {factor: 2, from: 2026-11-23, to: 2026-11-24}"));
  ASSERT_EQ(undated.findings().error_count(), 1);
  EXPECT_EQ(undated.findings().findings(0).code(), "no_day");
  v1::CreatePlanRequest dated = WhatIf(toy, "need: {factor: 2, from: 2026-11-23, to: 2026-11-24}");
  dated.set_date("2026-11-24");
  EXPECT_EQ(client->Planned(dated).summary().demand_grams(), 420'000);
}

}  // namespace
}  // namespace pasok::server
