#include <algorithm>
#include <thread>

#include "engine/match/plan_files.h"
#include "engine/match/verify.h"
#include "engine/register/policy.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PlanServiceTest : public Serving {
 protected:
  PlanServiceTest() {
    Start();
    toy = client->ImportToy();
  }

  std::string Refusal(const v1::CreatePlanRequest& request) {
    v1::Plan plan;
    return ReasonOf(client->Create(request, plan));
  }

  std::string toy;
};

TEST_F(PlanServiceTest, TheToyIsPlannedAsByHand) {
  v1::Plan created;
  ASSERT_TRUE(client->Create(Question(toy), created).ok());
  EXPECT_EQ(created.state(), v1::Plan::QUEUED);
  EXPECT_EQ(created.dataset(), toy);
  EXPECT_EQ(created.policy().commodities_size(), 2);

  const v1::Plan plan = client->Await(created.name());
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
  const v1::PlanSummary& summary = plan.summary();
  EXPECT_EQ(summary.objective_sen(), kToyObjectiveSen);
  EXPECT_EQ(summary.money_sen(), 317'800'000);
  EXPECT_EQ(summary.preference_sen(), 8'500'000);
  EXPECT_EQ(summary.penalty_sen(), 60'000'000);
  EXPECT_EQ(summary.demand_grams(), 210'000);
  EXPECT_EQ(summary.shortage_grams(), 6'000);
  EXPECT_EQ(summary.certificate().primal_sen(), kToyObjectiveSen);
  EXPECT_EQ(summary.certificate().gap_sen(), 0);
  EXPECT_TRUE(summary.certificate().lanes_eligible_proof());
  EXPECT_EQ(summary.demand_points(), 2);
  ASSERT_EQ(summary.shortage_reasons_size(), 1);
  EXPECT_EQ(summary.shortage_reasons(0).shortage_grams(), 6'000);
  EXPECT_TRUE(Same(client->Get(plan.name()), plan));
}

TEST_F(PlanServiceTest, AllocationsComeInPagesAndByFilter) {
  const std::string plan = client->Planned(Question(toy)).name();
  v1::ListAllocationsRequest request;
  request.set_plan(plan);
  request.set_page_size(3);
  std::vector<std::string> keys;
  int pages = 0;
  do {
    const v1::ListAllocationsResponse response = client->Allocations(request);
    EXPECT_LE(response.allocations_size(), 3);
    for (const v1::Allocation& a : response.allocations()) {
      keys.push_back(a.demand_id() + " " + a.commodity() + " " + a.supplier_id() + " " +
                     std::to_string(a.grams()));
    }
    request.set_page_token(response.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(keys,
              ElementsAre("D1 beras S1 80000", "D1 beras S2 20000", "D1 telur S2 24000", "D2 beras S2 30000",
                          "D2 beras S3 30000", "D2 telur S2 16000", "D2 telur S3 4000"));

  const auto count = [&](const auto& set) {
    v1::ListAllocationsRequest filtered;
    filtered.set_plan(plan);
    set(*filtered.mutable_filter());
    return client->Allocations(filtered).allocations_size();
  };
  EXPECT_EQ(count([](auto& filter) { filter.set_demand_id("D2"); }), 4);
  EXPECT_EQ(count([](auto& filter) { filter.set_supplier_id("S3"); }), 2);
  EXPECT_EQ(count([](auto& filter) { filter.set_commodity("telur"); }), 3);
  EXPECT_EQ(count([](auto& filter) { filter.set_tier("provinsi"); }), 2);
  EXPECT_EQ(count([](auto& filter) { filter.set_date("2026-11-23"); }), 0);
  EXPECT_EQ(count([](auto& filter) { filter.set_demand_id("D2"), filter.set_supplier_id("S2"); }), 2);
}

TEST_F(PlanServiceTest, AnAllocationsFiguresAreThoseOfTheReadme) {
  v1::ListAllocationsRequest request;
  request.set_plan(client->Planned(Question(toy)).name());
  request.mutable_filter()->set_supplier_id("S3");
  request.mutable_filter()->set_commodity("beras");
  const v1::ListAllocationsResponse response = client->Allocations(request);
  ASSERT_EQ(response.allocations_size(), 1);
  const v1::Allocation& allocation = response.allocations(0);
  EXPECT_EQ(allocation.price_sen_per_kg(), 1'100'000);
  EXPECT_EQ(allocation.road_m(), 90'000);
  EXPECT_EQ(allocation.tier(), "provinsi");
  EXPECT_EQ(allocation.money_sen(), 35'700'000);
  EXPECT_EQ(allocation.preference_sen(), 7'500'000);
}

TEST_F(PlanServiceTest, ATokenForAnotherFilterIsRefused) {
  v1::ListAllocationsRequest request;
  request.set_plan(client->Planned(Question(toy)).name());
  request.set_page_size(1);
  request.set_page_token(client->Allocations(request).next_page_token());
  request.mutable_filter()->set_commodity("telur");
  Context context;
  v1::ListAllocationsResponse response;
  EXPECT_EQ(ReasonOf(client->plans->ListAllocations(&context, request, &response)),
            "INVALID_ARGUMENT INVALID_FIELD");
}

TEST_F(PlanServiceTest, DownloadedAllocationsAreTheListedOnes) {
  const std::string dataset = client->ImportSample();
  const v1::Plan plan = client->Planned(Question(dataset));
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED) << plan.DebugString();
  const auto download = [&](const std::string& commodity) {
    v1::DownloadAllocationsRequest request;
    request.set_plan(plan.name());
    request.mutable_filter()->set_commodity(commodity);
    Context context;
    auto reader = client->plans->DownloadAllocations(&context, request);
    v1::DownloadAllocationsResponse response;
    std::string bytes;
    while (reader->Read(&response)) {
      for (const auto& allocation : response.allocations()) bytes += allocation.SerializeAsString();
    }
    EXPECT_TRUE(reader->Finish().ok());
    return bytes;
  };
  const auto list = [&](const std::string& commodity) {
    v1::ListAllocationsRequest request;
    request.set_plan(plan.name());
    request.set_page_size(97);
    request.mutable_filter()->set_commodity(commodity);
    std::string bytes;
    do {
      const v1::ListAllocationsResponse response = client->Allocations(request);
      for (const auto& allocation : response.allocations()) bytes += allocation.SerializeAsString();
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return bytes;
  };
  const std::string all = download("");
  EXPECT_GT(all.size(), 0u);
  EXPECT_EQ(all, list(""));
  EXPECT_EQ(download("beras"), list("beras"));
}

TEST_F(PlanServiceTest, DownloadedFilesAreThoseOfTheEngineToTheByte) {
  const v1::Plan plan = client->Planned(Question(toy));
  std::vector<RegisterFile> files;
  ASSERT_TRUE(client->Download(plan.name(), files).ok());

  const DatasetReading reading = ReadDataset(ToyFiles(), nullptr);
  const match::PlanResult result = match::MakePlan(*reading.dataset, *reading.own_policy, {}, {.threads = 1},
                                                   StopToken(), [](const match::Progress&) {});
  ASSERT_TRUE(result.plan.has_value());
  std::vector<RegisterFile> expected;
  match::WritePlanFiles(*result.plan, *reading.dataset, *reading.own_policy,
                        {.dataset = reading.id, .version = plan.summary().version(), .subtracted_plans = {}},
                        [&](std::string_view name, std::string content) {
                          expected.push_back({std::string(name), std::move(content)});
                        });
  ASSERT_EQ(files.size(), expected.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(files[i].name, expected[i].name);
    if (files[i].name == "summary.json") continue;  // it holds the seconds
    EXPECT_EQ(files[i].content, expected[i].content);
  }
}

TEST_F(PlanServiceTest, AStoredPlanAndItsFilesVerify) {
  const v1::Plan plan = client->Planned(Question(toy));
  v1::VerifyPlanRequest::Start start;
  start.set_plan(plan.name());
  v1::VerifyPlanResponse response;
  ASSERT_TRUE(client->Verify(start, {}, response).ok());
  EXPECT_TRUE(response.verified()) << response.DebugString();
  EXPECT_TRUE(response.optimal());
  EXPECT_EQ(response.primal_sen(), kToyObjectiveSen);
  EXPECT_EQ(response.dual_sen(), kToyObjectiveSen);

  std::vector<RegisterFile> files;
  ASSERT_TRUE(client->Download(plan.name(), files).ok());
  start.clear_plan();
  start.set_dataset(toy);
  ASSERT_TRUE(client->Verify(start, files, response).ok());
  EXPECT_TRUE(response.verified()) << response.DebugString();

  auto& allocations = std::ranges::find(files, "allocations.csv", &RegisterFile::name)->content;
  allocations.replace(allocations.find(",80,"), 4, ",81,");
  ASSERT_TRUE(client->Verify(start, files, response).ok());
  EXPECT_FALSE(response.verified());
  EXPECT_GT(response.findings().error_count(), 0);
}

TEST_F(PlanServiceTest, VerifyingNeedsAPlanOrFiles) {
  v1::VerifyPlanRequest::Start start;
  start.set_plan("plans/none");
  v1::VerifyPlanResponse response;
  EXPECT_EQ(ReasonOf(client->Verify(start, {}, response)), "NOT_FOUND PLAN_NOT_FOUND");
  start.set_plan(client->Planned(Question(toy)).name());
  EXPECT_EQ(ReasonOf(client->Verify(start, {{"allocations.csv", "x"}}, response)),
            "INVALID_ARGUMENT INVALID_FIELD");
  start.clear_plan();
  EXPECT_EQ(ReasonOf(client->Verify(start, {}, response)), "INVALID_ARGUMENT INVALID_FIELD");
}

TEST_F(PlanServiceTest, ARepeatedRequestIsTheSamePlan) {
  const v1::Plan first = client->Planned(Question(toy, {kHilir, kHulu}, "nightly-1"));
  v1::Plan again;
  ASSERT_TRUE(client->Create(Question(toy, {kHulu, kHilir}, "nightly-1"), again).ok());
  EXPECT_TRUE(Same(again, first));
  EXPECT_EQ(Refusal(Question(toy, {kHulu}, "nightly-1")), "ALREADY_EXISTS REQUEST_ID_REUSED");
  v1::CreatePlanRequest other = Question(toy, {kHulu, kHilir}, "nightly-1");
  other.set_policy_yaml("version: 1\ncommodities: {beras: {}, telur: {}}\n");
  EXPECT_EQ(Refusal(other), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

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

TEST_F(PlanServiceTest, AFailedPlanIsQueuedAgainUnderItsName) {
  const v1::Plan failed = client->Planned(Question(toy, {"99"}, "nightly-2"));
  EXPECT_EQ(failed.state(), v1::Plan::FAILED);
  EXPECT_GT(failed.findings().error_count(), 0);
  EXPECT_EQ(failed.error().code(), grpc::StatusCode::INVALID_ARGUMENT);
  v1::Plan again;
  ASSERT_TRUE(client->Create(Question(toy, {"99"}, "nightly-2"), again).ok());
  EXPECT_EQ(again.name(), failed.name());
  EXPECT_EQ(again.state(), v1::Plan::QUEUED);
  EXPECT_FALSE(again.has_error());
  EXPECT_EQ(client->Await(again.name()).state(), v1::Plan::FAILED);
}

TEST_F(PlanServiceTest, OfAFailedPlanThereIsNothingToShow) {
  const v1::Plan failed = client->Planned(Question(toy, {"99"}));
  std::vector<RegisterFile> files;
  EXPECT_EQ(ReasonOf(client->Download(failed.name(), files)), "FAILED_PRECONDITION PLAN_NOT_SUCCEEDED");
  v1::Plan plan;
  EXPECT_EQ(ReasonOf(client->Publish(failed.name(), plan)), "FAILED_PRECONDITION PLAN_NOT_SUCCEEDED");
  EXPECT_TRUE(client->DeletePlan(failed.name(), false).ok());
}

TEST_F(PlanServiceTest, RequestsAtFaultAreRefusedBeforeThereIsAPlan) {
  v1::CreatePlanRequest request = Question(toy);
  request.set_date("23-11-2026");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_FIELD");
  request = Question(toy);
  request.set_scenario_yaml("version: 1");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_SCENARIO");
  request = Question(toy);
  request.set_policy_yaml("version: 1\nquantum_kg: NaN\n");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_POLICY");
  request = Question(toy);
  request.set_time_limit_seconds(-1);
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_FIELD");
  for (const double gap : {-0.1, 100.1, std::numeric_limits<double>::quiet_NaN()}) {
    request = Question(toy);
    request.set_gap_limit_percent(gap);
    EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_FIELD");
  }
  EXPECT_EQ(Refusal(Question("toy")), "INVALID_ARGUMENT INVALID_FIELD");
  EXPECT_EQ(Refusal(Question("datasets/00000000000000000000000000000000")), "NOT_FOUND DATASET_NOT_FOUND");

  Context context;
  v1::ListPlansResponse listed;
  ASSERT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  EXPECT_EQ(listed.plans_size(), 0);
}

TEST_F(PlanServiceTest, AGapLimitIsPartOfTheQuestionAndATimeLimitIsNot) {
  v1::CreatePlanRequest request = Question(toy);
  request.set_request_id("night");
  request.set_gap_limit_percent(0.1);
  request.set_time_limit_seconds(60);
  const v1::Plan plan = client->Planned(request);
  EXPECT_EQ(plan.gap_limit_percent(), 0.1);
  EXPECT_EQ(plan.time_limit_seconds(), 60);
  EXPECT_FALSE(plan.summary().stopped_early());
  EXPECT_LE(plan.summary().certificate().gap_percent(), 0.1);
  request.set_time_limit_seconds(30);
  EXPECT_EQ(client->Planned(request).name(), plan.name());
  request.set_gap_limit_percent(0.2);
  EXPECT_EQ(Refusal(request), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(PlanServiceTest, CheckingOnlyMakesNoPlan) {
  v1::CreatePlanRequest request = Question(toy);
  request.set_validate_only(true);
  v1::Plan plan;
  ASSERT_TRUE(client->Create(request, plan).ok());
  EXPECT_EQ(plan.name(), "");
  EXPECT_EQ(plan.policy().commodities_size(), 2);
  Context context;
  v1::ListPlansResponse listed;
  ASSERT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  EXPECT_EQ(listed.plans_size(), 0);
}

TEST_F(PlanServiceTest, PlansAreListedNewestFirstByDatasetDayAndPublication) {
  const v1::Plan undated = client->Planned(Question(toy));
  v1::CreatePlanRequest request = Question(toy);
  request.set_date("2026-11-23");
  const v1::Plan dated = client->Planned(request);
  EXPECT_EQ(dated.date(), "2026-11-23");
  v1::Plan published;
  ASSERT_TRUE(client->Publish(dated.name(), published).ok());

  const auto names = [&](const auto& set) {
    v1::ListPlansRequest list;
    set(list);
    list.set_page_size(1);
    std::vector<std::string> found;
    do {
      Context context;
      v1::ListPlansResponse response;
      EXPECT_TRUE(client->plans->ListPlans(&context, list, &response).ok());
      for (const v1::Plan& plan : response.plans()) found.push_back(plan.name());
      list.set_page_token(response.next_page_token());
    } while (!list.page_token().empty());
    return found;
  };
  EXPECT_THAT(names([](auto&) {}), ElementsAre(dated.name(), undated.name()));
  EXPECT_THAT(names([&](auto& list) { list.set_dataset(toy); }), ElementsAre(dated.name(), undated.name()));
  EXPECT_THAT(names([](auto& list) { list.set_date("2026-11-23"); }), ElementsAre(dated.name()));
  EXPECT_THAT(names([](auto& list) { list.set_published_only(true); }), ElementsAre(dated.name()));
  EXPECT_THAT(names([](auto& list) { list.set_date("2026-11-24"); }), IsEmpty());
}

TEST_F(PlanServiceTest, ResolvePolicyTellsEverythingThatIsWrong) {
  v1::ResolvePolicyRequest request;
  request.set_policy_yaml("version: 1\ncolour: blue\nquantum_kg: -1\n");
  request.set_file("mine.yaml");
  v1::ResolvePolicyResponse response;
  {
    Context context;
    ASSERT_TRUE(client->plans->ResolvePolicy(&context, request, &response).ok());
  }
  EXPECT_FALSE(response.has_policy());
  EXPECT_EQ(response.findings().error_count(), 2);
  EXPECT_EQ(response.findings().findings(0).file(), "mine.yaml");

  request.clear_policy_yaml();
  Context context;
  ASSERT_TRUE(client->plans->ResolvePolicy(&context, request, &response).ok());
  EXPECT_EQ(response.policy().digest(), Digest(BuiltInPolicy()));
  EXPECT_EQ(response.yaml(), ToYaml(BuiltInPolicy()));
}

TEST_F(PlanServiceTest, ManyWatchersSeeTheSameEndAndALeavingOneCancelsNothing) {
  const std::string dataset = client->ImportSample();
  v1::Plan plan;
  ASSERT_TRUE(client->Create(Question(dataset), plan).ok());
  std::vector<std::thread> watchers;
  std::vector<v1::Plan> ends(4);
  for (v1::Plan& end : ends) watchers.emplace_back([&] { end = client->Await(plan.name()); });
  {
    Context context;
    v1::WatchPlanRequest request;
    request.set_name(plan.name());
    auto reader = client->plans->WatchPlan(&context, request);
    v1::WatchPlanResponse state;
    ASSERT_TRUE(reader->Read(&state));
    context.TryCancel();
    reader->Finish();
  }
  for (std::thread& watcher : watchers) watcher.join();
  for (const v1::Plan& end : ends) EXPECT_EQ(end.state(), v1::Plan::SUCCEEDED) << end.DebugString();
}

TEST_F(PlanServiceTest, WatchingWhatIsNotThereIsAnError) {
  for (const auto& [name, reason] : {std::pair("plans/0123", "NOT_FOUND PLAN_NOT_FOUND"),
                                     std::pair("plan", "INVALID_ARGUMENT INVALID_FIELD")}) {
    Context context;
    v1::WatchPlanRequest request;
    request.set_name(name);
    auto reader = client->plans->WatchPlan(&context, request);
    v1::WatchPlanResponse state;
    EXPECT_FALSE(reader->Read(&state));
    EXPECT_EQ(ReasonOf(reader->Finish()), reason);
  }
}

TEST_F(PlanServiceTest, APlanSurvivesARestart) {
  const v1::Plan plan = client->Planned(Question(toy));
  Restart();
  EXPECT_TRUE(Same(client->Get(plan.name()), plan));
  std::vector<RegisterFile> files;
  EXPECT_TRUE(client->Download(plan.name(), files).ok());
  EXPECT_FALSE(files.empty());
  EXPECT_EQ(client->Planned(Question(toy)).state(), v1::Plan::SUCCEEDED);
}

// Shutdown while plans run and wait: the running one is INTERRUPTED, the waiting ones are made after the
// restart.
TEST_F(PlanServiceTest, ARestartInterruptsWhatRunsAndTakesUpWhatWaits) {
  const std::string dataset = client->ImportSample();
  std::vector<std::string> names;
  for (int i = 0; i < 4; ++i) {
    v1::Plan plan;
    ASSERT_TRUE(client->Create(Question(dataset, {}, "restart-" + std::to_string(i)), plan).ok());
    names.push_back(plan.name());
  }
  Restart();
  for (const std::string& name : names) {
    const v1::Plan plan = client->Await(name);
    EXPECT_THAT(plan.state(), ::testing::AnyOf(v1::Plan::SUCCEEDED, v1::Plan::INTERRUPTED));
    const v1::Plan again = client->Planned(Question(dataset, {}, plan.request_id()));
    EXPECT_EQ(again.name(), name);
    EXPECT_EQ(again.state(), v1::Plan::SUCCEEDED);
  }
}

}  // namespace
}  // namespace pasok::server
