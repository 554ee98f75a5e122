// What published plans take of a question, and how soon reading them ends when it is asked to.
#include "server/asked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/register/read.h"
#include "server/convert.h"
#include "server/names.h"
#include "server/store/dataset_store.h"
#include "server/store/store.h"
#include "tests/server/codes.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;

// Kitchens K1 in 61.01 and K2 in 61.02, both served by S.
Dataset TwoKitchens() {
  const std::vector<RegisterFile> files = {
      {"regions.csv", "code,name,lat,lng\n61,Kalbar,1.3,109.2\n61.01,A,1.3,109.2\n61.02,B,1.3,109.3\n"},
      {"suppliers.csv", "supplier_id,name,kind,region\nS,Tani,koperasi,61\n"},
      {"offers.csv", "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg\nS,beras,100,10000\n"},
      {"demand_points.csv", "demand_id,name,kind,region\nK1,Satu,sppg,61.01\nK2,Dua,sppg,61.02\n"},
      {"requirements.csv", "demand_id,commodity,kg\nK1,beras,10\nK2,beras,10\n"}};
  return *ReadDataset(files, nullptr).dataset;
}

class AskedTest : public ::testing::Test {
 protected:
  AskedTest() {
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
  }

  // A published plan of these regions in which S delivers 10 kg to each of the demand points.
  std::string Published(const std::string& region, const std::vector<std::string>& demand_ids) {
    PlanJob job;
    job.plan.set_dataset("datasets/d");
    job.plan.add_regions(region);
    v1::Plan plan = plans_.Create(job, [] {}).plan;
    plan.set_state(v1::Plan::SUCCEEDED);
    AllocationBlocks blocks;
    for (const std::string& demand_id : demand_ids) {
      v1::Allocation allocation;
      allocation.set_demand_id(demand_id);
      allocation.set_supplier_id("S");
      allocation.set_commodity("beras");
      allocation.set_grams(10'000);
      blocks.Add(allocation);
    }
    plans_.Finish(plan, {.blocks = std::move(blocks).Finish(), .files = {}});
    plans_.Publish(PlanIdOf(plan.name(), "name"));
    return plan.name();
  }

  ScratchDir scratch_;
  std::unique_ptr<Store> store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
  PlanStore plans_{*store_};
  const Dataset dataset_ = TwoKitchens();
  StopToken stop_;
};

TEST_F(AskedTest, WhatGoesToOtherRegionsIsTakenAndWhatGoesToOursIsNot) {
  const std::string other = Published("61.02", {"K2"});
  const auto asked = AskedOf(dataset_, {}, {}, Codes({"61.01", "99"}), plans_, stop_);
  ASSERT_TRUE(asked);
  EXPECT_THAT(asked->subtracted_plans, ElementsAre(other));
  ASSERT_EQ(asked->question.taken.size(), 1U);
  EXPECT_EQ(asked->question.taken[0].weight, Grams{10'000});

  const auto within = AskedOf(dataset_, {}, {}, Codes({"61"}), plans_, stop_);
  ASSERT_TRUE(within);
  EXPECT_TRUE(within->question.taken.empty());
}

// The question is planned anew; the rest of the wider plan holds.
TEST_F(AskedTest, WhatAWiderPlanBringsToOurKitchensIsNotTaken) {
  const std::string wider = Published("61", {"K1", "K2"});
  const auto asked = AskedOf(dataset_, {}, {}, Codes({"61.01"}), plans_, stop_);
  ASSERT_TRUE(asked);
  EXPECT_THAT(asked->subtracted_plans, ElementsAre(wider));
  ASSERT_EQ(asked->question.taken.size(), 1U);
  EXPECT_EQ(asked->question.taken[0].weight, Grams{10'000});
}

// K1 was in 61.02 when that was planned.
TEST_F(AskedTest, WhatGoesToAKitchenThatHasMovedToOursSinceIsTaken) {
  Published("61.02", {"K1"});
  const auto asked = AskedOf(dataset_, {}, {}, Codes({"61.01"}), plans_, stop_);
  ASSERT_TRUE(asked);
  ASSERT_EQ(asked->question.taken.size(), 1U);
  EXPECT_EQ(asked->question.taken[0].weight, Grams{10'000});
}

// Half of what others take would sell the other half twice.
TEST_F(AskedTest, IsNoQuestionWhereItWasStopped) {
  const std::string other = Published("61.02", {"K2"});
  stop_.Ask();
  EXPECT_FALSE(AskedOf(dataset_, {}, {}, Codes({"61.01"}), plans_, stop_));
  EXPECT_FALSE(DeliveredBy(other, plans_, stop_));
}

}  // namespace
}  // namespace pasok::server
