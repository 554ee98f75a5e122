// Capacity is sold once: what is published for a day is taken off the capacities of the day's other plans.
#include <algorithm>

#include "tests/server/serving.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PublishTest : public Serving {
 protected:
  PublishTest() {
    Start();
    toy = client->ImportToy();
  }

  v1::Plan Planned(std::vector<std::string> regions) {
    return client->Planned(Question(toy, std::move(regions)));
  }

  v1::Plan Published(std::vector<std::string> regions) {
    v1::Plan plan;
    const grpc::Status status = client->Publish(Planned(std::move(regions)).name(), plan);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(plan.published());
    return plan;
  }

  std::string Refusal(const std::string& plan) {
    v1::Plan published;
    return ReasonOf(client->Publish(plan, published));
  }

  std::string Imported(const std::vector<RegisterFile>& files) {
    v1::ImportDatasetResponse response;
    EXPECT_TRUE(client->Import(files, response).ok());
    EXPECT_EQ(response.findings().error_count(), 0) << response.DebugString();
    return response.dataset().name();
  }

  std::string toy;
};

// Farm F grows D1's rice and G D2's eggs. Where the policy says so, both sell through H, which handles 50 kg.
std::vector<RegisterFile> TwoFarms(const std::string& policy) {
  std::vector<RegisterFile> files = ToyFiles();
  std::erase_if(files, [](const RegisterFile& file) {
    return file.name != "regions.csv" && file.name != "demand_points.csv";
  });
  files.push_back({"suppliers.csv",
                   "supplier_id,name,kind,region,via,handling_kg_per_day\n"
                   "F,Tani F,perorangan,61.01.01.2001,H,\nG,Tani G,perorangan,61.01.01.2002,H,\n"
                   "H,Gapoktan H,koperasi,61.01.01.2001,,50\n"});
  files.push_back({"offers.csv",
                   "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\n"
                   "F,beras,40,12000\nG,telur,40,28000\n"});
  files.push_back({"requirements.csv", "demand_id,commodity,kg\nD1,beras,40\nD2,telur,40\n"});
  files.push_back({"policy.yaml", "version: 1\n" + policy});
  return files;
}

TEST_F(PublishTest, PublishingTwiceIsPublishingOnce) {
  const v1::Plan plan = Published({});
  v1::Plan again;
  ASSERT_TRUE(client->Publish(plan.name(), again).ok());
  EXPECT_TRUE(Same(again, plan));
}

TEST_F(PublishTest, ANewPlanOfTheSameRegionsTakesTheOldOnesPlace) {
  const v1::Plan old = Published({kHulu});
  const v1::Plan fresh = Published({kHulu});
  EXPECT_FALSE(client->Get(old.name()).published());
  EXPECT_TRUE(client->Get(fresh.name()).published());
}

TEST_F(PublishTest, OverlappingRegionsAreRefused) {
  Published({"61.01"});
  EXPECT_EQ(Refusal(Planned({kHulu}).name()), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  EXPECT_EQ(Refusal(Planned({}).name()), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
  EXPECT_EQ(Refusal(Planned({"61"}).name()), "FAILED_PRECONDITION PUBLISHED_PLAN_OVERLAPS");
}

// Its suppliers may be made up, and plans of other regions would do without what they don't have.
TEST_F(PublishTest, APlanOfAScenarioIsNotPublished) {
  v1::CreatePlanRequest what_if = Question(toy);
  what_if.set_scenario_yaml("{version: 1, name: Eggs, changes: [{activate: {supplier: S4}}]}");
  const v1::Plan plan = client->Planned(what_if);
  ASSERT_EQ(plan.state(), v1::Plan::SUCCEEDED);
  EXPECT_EQ(Refusal(plan.name()), "FAILED_PRECONDITION PLAN_OF_SCENARIO");
  EXPECT_FALSE(client->Get(plan.name()).published());
}

TEST_F(PublishTest, AnotherDayIsAnotherMatter) {
  Published({});
  v1::CreatePlanRequest request = Question(toy, {kHulu});
  request.set_date("2026-11-23");
  const v1::Plan plan = client->Planned(request);
  EXPECT_THAT(plan.subtracted_plans(), IsEmpty());
  EXPECT_EQ(Refusal(plan.name()), "OK");
}

// D2 first, alone: it takes S2's 60 kg of beras and 20 kg of telur, so that of S2's 90 kg a day 10 are left
// for D1.
TEST_F(PublishTest, WhatIsPublishedIsTakenOffTheCapacities) {
  const v1::Plan hilir = Published({kHilir});
  const v1::Plan hulu = Planned({kHulu});
  ASSERT_EQ(hulu.state(), v1::Plan::SUCCEEDED) << hulu.DebugString();
  EXPECT_THAT(hulu.subtracted_plans(), ElementsAre(hilir.name()));

  std::int64_t sold_by_s2 = 0;
  for (const std::string& plan : {hilir.name(), hulu.name()}) {
    v1::ListAllocationsRequest request;
    request.set_plan(plan);
    request.mutable_filter()->set_supplier_id("S2");
    const v1::ListAllocationsResponse response = client->Allocations(request);
    for (const v1::Allocation& allocation : response.allocations()) sold_by_s2 += allocation.grams();
  }
  EXPECT_EQ(sold_by_s2, 90'000);
  EXPECT_EQ(Refusal(hulu.name()), "OK");

  v1::VerifyPlanRequest::Start start;
  start.set_plan(hulu.name());
  v1::VerifyPlanResponse verified;
  ASSERT_TRUE(client->Verify(start, {}, verified).ok());
  EXPECT_TRUE(verified.verified()) << verified.DebugString();
}

// D2 stood in Hilir when it was planned.
TEST_F(PublishTest, AKitchenThatMovesDoesNotFreeWhatItWasSold) {
  const v1::Plan hilir = Published({kHilir});
  std::vector<RegisterFile> files = ToyFiles();
  for (RegisterFile& file : files) {
    const std::size_t at = file.name == "demand_points.csv" ? file.content.rfind(kHilir) : std::string::npos;
    if (at != std::string::npos) file.content.replace(at, std::string(kHilir).size(), kHulu);
  }
  toy = Imported(files);
  const v1::Plan hulu = Planned({kHulu});
  EXPECT_THAT(hulu.subtracted_plans(), ElementsAre(hilir.name()));
  EXPECT_EQ(hulu.summary().taken_grams(), hilir.summary().allocated_grams());
}

TEST_F(PublishTest, APlanMadeBesideAnotherIsRefusedOnceThatOneIsPublished) {
  const v1::Plan hulu = Planned({kHulu});
  Published({kHilir});
  EXPECT_EQ(Refusal(hulu.name()), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
  Published({kHulu});  // made after it, it knows what was taken
}

TEST_F(PublishTest, PlansMadeBesideEachOtherAreBothPublishedWhereTheyShareNoSupplier) {
  toy = Imported(TwoFarms(""));
  const v1::Plan hulu = Planned({kHulu}), hilir = Planned({kHilir});
  EXPECT_EQ(hulu.summary().allocated_grams(), 40'000);
  EXPECT_EQ(hilir.summary().allocated_grams(), 40'000);
  EXPECT_EQ(Refusal(hulu.name()), "OK");
  EXPECT_EQ(Refusal(hilir.name()), "OK");
}

// Of 80 kg it can handle 50.
TEST_F(PublishTest, PlansMadeBesideEachOtherAreRefusedWhereTheyShareAnAggregator) {
  toy = Imported(TwoFarms("aggregators: on\n"));
  const v1::Plan hulu = Planned({kHulu}), hilir = Planned({kHilir});
  EXPECT_EQ(Refusal(hulu.name()), "OK");
  EXPECT_EQ(Refusal(hilir.name()), "FAILED_PRECONDITION PUBLISHED_MEANWHILE");
  const v1::Plan again = Planned({kHilir});
  EXPECT_EQ(again.summary().allocated_grams(), 10'000);
  EXPECT_EQ(Refusal(again.name()), "OK");
}

TEST_F(PublishTest, APublishedPlanIsDeletedByForceOnly) {
  const v1::Plan plan = Published({});
  EXPECT_EQ(ReasonOf(client->DeletePlan(plan.name(), false)), "FAILED_PRECONDITION PLAN_PUBLISHED");
  EXPECT_TRUE(client->DeletePlan(plan.name(), true).ok());
  Published({kHulu});
}

}  // namespace
}  // namespace pasok::server
