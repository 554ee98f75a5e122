#include "tests/server/plan_service.h"

#include <google/rpc/error_info.pb.h>

#include <thread>

#include "engine/register/policy.h"
#include "server/store/plan_store.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

TEST_F(PlanServiceTest, ARepeatIsAnsweredThoughWhatItNamesIsGone) {
  const v1::Plan before = client->Planned(Question(toy));
  v1::CreatePlanRequest request = Question(toy, {}, "nightly-3");
  request.set_previous_plan(before.name());
  const v1::Plan first = client->Planned(request);
  ASSERT_TRUE(client->DeletePlan(before.name(), false).ok());
  v1::Plan again;
  ASSERT_TRUE(client->Create(request, again).ok());
  EXPECT_TRUE(Same(again, first));
  request.add_regions(kHulu);
  EXPECT_EQ(Refusal(request), "ALREADY_EXISTS REQUEST_ID_REUSED");
  request.set_request_id("nightly-4");
  EXPECT_EQ(Refusal(request), "NOT_FOUND PLAN_NOT_FOUND");
}

TEST_F(PlanServiceTest, AFailedPlanIsQueuedAgainUnderItsName) {
  const v1::Plan failed = client->Planned(OfUnfitScenario("nightly-2"));
  EXPECT_EQ(failed.state(), v1::Plan::FAILED);
  EXPECT_GT(failed.findings().error_count(), 0);
  EXPECT_EQ(failed.error().code(), grpc::StatusCode::INVALID_ARGUMENT);
  v1::Plan again;
  ASSERT_TRUE(client->Create(OfUnfitScenario("nightly-2"), again).ok());
  EXPECT_EQ(again.name(), failed.name());
  EXPECT_EQ(again.state(), v1::Plan::QUEUED);
  EXPECT_FALSE(again.has_error());
  EXPECT_EQ(client->Await(again.name()).state(), v1::Plan::FAILED);
}

TEST_F(PlanServiceTest, OfAFailedPlanThereIsNothingToShow) {
  const v1::Plan failed = client->Planned(OfUnfitScenario(""));
  std::vector<RegisterFile> files;
  EXPECT_EQ(ReasonOf(client->Download(failed.name(), files)), "FAILED_PRECONDITION PLAN_NOT_SUCCEEDED");
  v1::Plan plan;
  EXPECT_EQ(ReasonOf(client->Publish(failed.name(), plan)), "FAILED_PRECONDITION PLAN_NOT_SUCCEEDED");
  EXPECT_TRUE(client->DeletePlan(failed.name(), false).ok());
}

TEST_F(PlanServiceTest, ATimeLimitThatLeavesNothingToShowIsNamed) {
  v1::CreatePlanRequest request = Question(client->ImportSample());
  request.set_time_limit_seconds(0.001);
  const v1::Plan plan = client->Planned(request);
  EXPECT_EQ(plan.state(), v1::Plan::FAILED);
  EXPECT_EQ(plan.error().code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(plan.error().message(), ::testing::StartsWith("the time limit of 0.001 s, in which"));
}

TEST_F(PlanServiceTest, AQuestionThatDoesNotFitIsRefusedBeforeThereIsAPlan) {
  EXPECT_EQ(Refusal(Question(toy, {"99"})), "INVALID_ARGUMENT QUESTION_UNFIT");
  v1::CreatePlanRequest other_day = Question(toy);
  other_day.set_date("2026-11-24");
  other_day.set_policy_yaml(
      "version: 1\ncommodities: {beras: {}, telur: {}}\nservice_weekdays: 1\n");  // that is a Tuesday
  EXPECT_EQ(Refusal(other_day), "INVALID_ARGUMENT QUESTION_UNFIT");
  v1::Plan plan;
  const grpc::Status refused = client->Create(other_day, plan);
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.ParseFromString(refused.error_details()) && status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.metadata().at("codes"), "no_requirement_on_date");
  EXPECT_EQ(info.metadata().at("fix"), "ask for 2026-11-23, the nearest such day");
  grpc::ClientContext context;
  v1::ListPlansResponse listed;
  ASSERT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  EXPECT_EQ(listed.plans_size(), 0);
}

TEST_F(PlanServiceTest, WhetherAQuestionIsRefusedHangsOnNothingButTheQuestion) {
  Restart();  // the dataset has to be read first
  EXPECT_EQ(Refusal(Question(toy, {"99"})), "INVALID_ARGUMENT QUESTION_UNFIT");
}

// Also of one that this version wouldn't take any more.
TEST_F(PlanServiceTest, ARepeatIsKnownBeforeItIsJudged) {
  v1::Plan plan = client->Planned(Question(toy, {kHulu}, "night"));
  EXPECT_EQ(Refusal(Question(toy, {"99"}, "night")), "ALREADY_EXISTS REQUEST_ID_REUSED");
  Stop();
  plan.set_state(v1::Plan::FAILED);
  plan.set_regions(0, "99");
  PlanStore(*std::get<std::unique_ptr<Store>>(Store::Open(options.data_dir, 0))).Update(plan);
  Start();
  v1::Plan again;
  EXPECT_TRUE(client->Create(Question(toy, {"99"}, "night"), again).ok());
  EXPECT_EQ(again.name(), plan.name());
}

// Written out, each commodity has all its keys: the plan would keep a policy that nobody can read.
TEST_F(PlanServiceTest, APolicyThatIsTooLargeWrittenOutIsRefused) {
  std::string yaml = "version: 1\ncommodities: {beras: {}, telur: {}";
  for (int i = 0; i < 6'000; ++i) yaml += ", " + std::string(50, 'x') + std::to_string(i) + ": {}";
  v1::CreatePlanRequest request = Question(toy);
  request.set_policy_yaml(yaml + "}\n");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_POLICY");
}

// As an answer it would pass what a message may have.
TEST_F(PlanServiceTest, APolicyThatIsTooLargeWrittenOutIsNotWrittenOut) {
  v1::ResolvePolicyRequest request;
  request.set_policy_yaml("version: 1\ncommodities: {");
  for (int i = 0; i < 20'000; ++i)
    *request.mutable_policy_yaml() += (i > 0 ? ", x" : "x") + std::to_string(i) + ": {}";
  *request.mutable_policy_yaml() += "}\n";
  Context context;
  v1::ResolvePolicyResponse response;
  const grpc::Status status = client->plans->ResolvePolicy(&context, request, &response);
  EXPECT_EQ(ReasonOf(status), "INVALID_ARGUMENT INVALID_POLICY");
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("leave out commodities"));
}

TEST_F(PlanServiceTest, NamesThatAreKeptWithThePlanAreShort) {
  v1::CreatePlanRequest request = Question(toy);
  request.set_scenario_yaml("{version: 1, name: Stop, changes: [{stop: {supplier: S1}}]}");
  request.set_scenario_file(std::string(256, 'x'));
  request.set_validate_only(true);
  EXPECT_EQ(Refusal(request), "OK");
  request.set_scenario_file(std::string(257, 'x'));
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT INVALID_FIELD");
  EXPECT_EQ(Refusal(Question(toy, {std::string(65, '6')})), "INVALID_ARGUMENT INVALID_FIELD");
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

// With one supplier for each requirement the toy's best plan costs 15 % of its money more than the bound.
TEST_F(PlanServiceTest, AGapThatTheRulesKeepAwayIsMissedAndNotStoppedEarly) {
  std::string policy;
  for (const RegisterFile& file : ToyFiles()) {
    if (file.name == "policy.yaml") policy = file.content;
  }
  v1::CreatePlanRequest request = Question(toy);
  request.set_policy_yaml(policy + "deliveries: {whole: true, max_suppliers_per_requirement: 1}\n");
  for (const double limit : {0.0, 1.0, 20.0}) {
    request.set_gap_limit_percent(limit);
    const v1::PlanSummary summary = client->Planned(request).summary();
    EXPECT_GT(summary.certificate().gap_percent(), 10);
    EXPECT_FALSE(summary.stopped_early());
    EXPECT_EQ(summary.gap_missed(), limit == 1) << limit;
  }
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
  Restart();  // and the dataset has to be read first
  request.add_regions("99");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT QUESTION_UNFIT");
}

TEST_F(PlanServiceTest, CheckingOnlyFindsWhatThePlanWouldFailFor) {
  client->Planned(Question(toy, {}, "night"));
  v1::CreatePlanRequest request = Question(toy, {kHulu}, "night");
  request.set_validate_only(true);
  EXPECT_EQ(Refusal(request), "ALREADY_EXISTS REQUEST_ID_REUSED");
  request = OfUnfitScenario("");
  request.set_validate_only(true);
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT SCENARIO_UNFIT");
  request.set_scenario_yaml("{version: 1, name: Stop, changes: [{stop: {supplier: S1}}]}");
  EXPECT_EQ(Refusal(request), "OK");
  request.add_regions("99");
  EXPECT_EQ(Refusal(request), "INVALID_ARGUMENT QUESTION_UNFIT");
}

TEST_F(PlanServiceTest, AFilterThatCanMatchNothingIsRefused) {
  const std::string plan = client->Planned(Question(toy)).name();
  const auto refusal_of = [&](const v1::AllocationFilter& filter) {
    Context listing, downloading;
    v1::ListAllocationsRequest list;
    v1::DownloadAllocationsRequest download;
    list.set_plan(plan);
    download.set_plan(plan);
    *list.mutable_filter() = *download.mutable_filter() = filter;
    v1::ListAllocationsResponse listed;
    v1::DownloadAllocationsResponse downloaded;
    auto reader = client->plans->DownloadAllocations(&downloading, download);
    while (reader->Read(&downloaded)) continue;
    const std::string reason = ReasonOf(client->plans->ListAllocations(&listing, list, &listed));
    EXPECT_EQ(ReasonOf(reader->Finish()), reason);
    return reason;
  };
  v1::AllocationFilter filter;
  filter.set_tier("kecamatan");
  EXPECT_EQ(refusal_of(filter), "OK");
  filter.set_tier("district");
  EXPECT_EQ(refusal_of(filter), "INVALID_ARGUMENT INVALID_FIELD");
  filter.clear_tier();
  filter.set_date("tomorrow");
  EXPECT_EQ(refusal_of(filter), "INVALID_ARGUMENT INVALID_FIELD");
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

// Each finding has it.
TEST_F(PlanServiceTest, WhatAPolicyIsCalledIsShort) {
  v1::ResolvePolicyRequest request;
  request.set_policy_yaml("version: 1\ncolour: blue\n");
  v1::ResolvePolicyResponse response;
  for (const auto& [bytes, answer] : {std::pair(256, "OK"), {257, "INVALID_ARGUMENT INVALID_FIELD"}}) {
    request.set_file(std::string(bytes, 'x'));
    Context context;
    EXPECT_EQ(ReasonOf(client->plans->ResolvePolicy(&context, request, &response)), answer);
  }
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
  Hold hold;
  KeepTheFirstOptimum(hold);
  Restart();
  std::vector<std::string> names;
  for (int i = 0; i < 4; ++i) {
    v1::Plan plan;
    EXPECT_TRUE(client->Create(Question(toy, {}, "restart-" + std::to_string(i)), plan).ok());
    names.push_back(plan.name());
  }
  hold.Await();
  std::jthread stopping([&] { Stop(); });
  // The second watch can begin only after the running plan, too, was asked to stop.
  for (int watch = 0; watch < 2; ++watch) {
    Context context;
    v1::WatchPlanRequest request;
    request.set_name(names.back());
    auto reader = client->plans->WatchPlan(&context, request);
    v1::WatchPlanResponse state;
    while (reader->Read(&state)) EXPECT_EQ(state.state(), v1::Plan::QUEUED);
    EXPECT_EQ(ReasonOf(reader->Finish()), "UNAVAILABLE SHUTTING_DOWN");
  }
  hold.Release();
  stopping.join();

  Start();
  EXPECT_EQ(client->Get(names[0]).state(), v1::Plan::INTERRUPTED);
  for (const std::string& waiting : {names[1], names[2], names[3]})
    EXPECT_EQ(client->Await(waiting).state(), v1::Plan::SUCCEEDED);
  const v1::Plan again = client->Planned(Question(toy, {}, "restart-0"));
  EXPECT_EQ(again.name(), names[0]);
  EXPECT_EQ(again.state(), v1::Plan::SUCCEEDED);
  Stop();  // its log is of this test
}

}  // namespace
}  // namespace pasok::server
