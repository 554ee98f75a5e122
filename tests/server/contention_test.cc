// What plans that weren't made with each other share of suppliers, and what is read for that when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "server/dataset_cache.h"
#include "server/names.h"
#include "server/plan_contention.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "server/stored_policy.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

constexpr char kMonday[] = "2026-11-23", kTuesday[] = "2026-11-24";

class ContentionTest : public ::testing::Test {
 protected:
  ContentionTest() {
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
  }

  // A plan of Monday and Tuesday, with these days and suppliers of deliveries.
  v1::Plan Made(std::initializer_list<std::pair<const char*, const char*>> deliveries) {
    PlanJob job{.plan = {}, .policy_yaml = WrittenOut({})};
    job.plan.set_dataset("datasets/d");
    job.plan.set_date(kMonday);
    job.plan.set_days(2);
    v1::Plan plan = plans_.Create(job, [] {}).plan;
    plan.set_state(v1::Plan::SUCCEEDED);
    AllocationBlocks blocks;
    for (const auto& [day, supplier] : deliveries) {
      v1::Allocation allocation;
      allocation.set_date(day);
      allocation.set_supplier_id(supplier);
      blocks.Add(allocation);
    }
    plans_.Finish(plan, {.blocks = std::move(blocks).Finish(), .files = {}});
    return plan;
  }

  ScratchDir scratch_;
  std::unique_ptr<Store> store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
  PlanStore plans_{*store_};
  DatasetStore dataset_store_{*store_};
  DatasetCache datasets_{dataset_store_, 1'000'000};
  PlanContention contention_{*store_, datasets_};
};

// So it doesn't matter to the answers that the plan's rows are gone by then.
TEST_F(ContentionTest, ThePlansRowsAreReadOnceForAllOthersAndNotWhileTheStoreIsLocked) {
  const v1::Plan plan = Made({{kMonday, "S"}, {kTuesday, "T"}});
  const v1::Plan shares = Made({{kTuesday, "U"}, {kTuesday, "T"}}), shares_too = Made({{kMonday, "S"}});
  const v1::Plan other_day = Made({{kTuesday, "S"}, {kMonday, "T"}}), other_supplier = Made({{kMonday, "U"}});
  Contention::Unread unread;
  try {
    contention_.ShareSellers(plan, shares, DaysOf(plan));
    FAIL() << "its rows were read at once";
  } catch (const Contention::Unread& thrown) {
    unread = thrown;
  }
  const std::shared_ptr<const void> at_hand = contention_.Fetch(unread);
  plans_.Delete(PlanIdOf(plan.name(), "name"), false);
  EXPECT_TRUE(contention_.ShareSellers(plan, shares, DaysOf(plan)));
  EXPECT_TRUE(contention_.ShareSellers(plan, shares_too, DaysOf(plan)));
  EXPECT_FALSE(contention_.ShareSellers(plan, other_day, DaysOf(plan)));
  EXPECT_FALSE(contention_.ShareSellers(plan, other_supplier, DaysOf(plan)));
}

TEST_F(ContentionTest, DaysThatAreNotAskedForAreNotShared) {
  const v1::Plan plan = Made({{kMonday, "S"}, {kTuesday, "T"}}), other = Made({{kMonday, "S"}});
  for (const auto& [first, is_shared] : {std::pair(kMonday, true), std::pair(kTuesday, false)}) {
    const PlannedDays day{first};
    std::shared_ptr<const void> at_hand;
    try {
      contention_.ShareSellers(plan, other, day);
    } catch (const Contention::Unread& unread) {
      at_hand = contention_.Fetch(unread);
    }
    EXPECT_EQ(contention_.ShareSellers(plan, other, day), is_shared) << first;
  }
}

// Whoever asks is told that by the store itself.
TEST_F(ContentionTest, APlanThatIsGoneMeanwhileHasNothingToRead) {
  const v1::Plan plan = Made({{kMonday, "S"}});
  plans_.Delete(PlanIdOf(plan.name(), "name"), false);
  EXPECT_EQ(contention_.Fetch({.dataset_id = "d", .plan = plan, .days = DaysOf(plan)}), nullptr);
}

}  // namespace
}  // namespace pasok::server
