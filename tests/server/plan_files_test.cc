// What a stored plan hands out: its allocations in pages, its files, and their verification.
#include "engine/match/files/plan_files.h"

#include <algorithm>

#include "engine/match/verify.h"
#include "engine/register/policy.h"
#include "tests/server/plan_service.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;

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

}  // namespace
}  // namespace pasok::server
