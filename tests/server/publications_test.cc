// What a plan knew of others when it was made is told by the number of publications, whatever the clock says.
#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>

#include "server/convert.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kMon[] = "2026-11-23", kTue[] = "2026-11-24";

// All plans sell of the same suppliers, as far as the store knows.
class PublicationsTest : public ::testing::Test {
 protected:
  PublicationsTest() {
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
  }

  // A plan that has just read what is published.
  v1::Plan Made(const std::string& region, const char* date, int days) {
    PlanJob job;
    job.plan.set_dataset("datasets/d");
    job.plan.add_regions(region);
    job.plan.set_date(date);
    job.plan.set_days(days);
    v1::Plan plan = plans_.Create(job, [] {}).plan;
    plan.set_state(v1::Plan::SUCCEEDED);
    *plan.mutable_start_time() = Now();
    const PlanStore::Published published = plans_.PublishedOn(DaysOf(plan));
    plan.set_publications_known(published.publications);
    for (const v1::Plan& other : published.plans) plan.add_subtracted_plans(other.name());
    plans_.Update(plan);
    return plan;
  }

  // The reason why not; "" where it was.
  std::string Publish(const v1::Plan& plan) { return Publish(plan, plans_); }
  static std::string Publish(const v1::Plan& plan, PlanStore& plans) {
    try {
      plans.Publish(PlanIdOf(plan.name(), "name"));
      return "";
    } catch (const Fault& fault) {
      return fault.reason;
    }
  }
  v1::Plan Stored(const v1::Plan& plan) { return *plans_.Find(PlanIdOf(plan.name(), "name")); }

  ScratchDir scratch_;
  std::unique_ptr<Store> store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
  PlanStore plans_{*store_};
};

TEST_F(PublicationsTest, APlanThatKnowsAnotherIsPublishedThoughTheClockWasAhead) {
  const v1::Plan hilir = Made("61.02", kMon, 1);
  ASSERT_EQ(Publish(hilir), "");
  v1::Plan later = Stored(hilir);
  *later.mutable_publish_time() = Now() + TimeUtil::HoursToDuration(7);
  plans_.Update(later);
  EXPECT_EQ(Publish(Made("61.01", kMon, 1)), "");
}

// Its days from Tuesday on are given back to Hilir's plan after the other one has read what it takes.
TEST_F(PublicationsTest, APlanThatDoesNotKnowWhatWasGivenBackIsRefusedThoughTheClockWasAhead) {
  const v1::Plan hilir = Made("61.02", kMon, 3);
  ASSERT_EQ(Publish(hilir), "");
  v1::Plan tuesday = Made("61.02", kTue, 2);
  tuesday.add_carried_from_plans(hilir.name());
  plans_.Update(tuesday);
  ASSERT_EQ(Publish(tuesday), "");
  v1::Plan hulu = Made("61.01", kMon, 2);
  *hulu.mutable_start_time() = Now() + TimeUtil::HoursToDuration(7);
  plans_.Update(hulu);
  plans_.Delete(PlanIdOf(tuesday.name(), "name"), true);
  ASSERT_EQ(Publish(hilir), "");
  EXPECT_EQ(Publish(hulu), "PUBLISHED_MEANWHILE");
  EXPECT_EQ(Publish(Made("61.01", kMon, 2)), "");
}

// Started before, but it has read what was published by then.
TEST_F(PublicationsTest, APlanKnowsWhatWasPublishedBetweenItsStartAndItsReading) {
  ASSERT_EQ(Publish(Made("61.02", kMon, 1)), "");
  v1::Plan hulu = Made("61.01", kMon, 1);
  *hulu.mutable_start_time() = Now() - TimeUtil::HoursToDuration(1);
  plans_.Update(hulu);
  EXPECT_EQ(Publish(hulu), "");
}

TEST_F(PublicationsTest, APlanOfAnEarlierVersionIsMadeAgainWhereItSharesASupplier) {
  ASSERT_EQ(Publish(Made("61.02", kMon, 1)), "");
  v1::Plan hulu = Made("61.01", kMon, 1);
  hulu.clear_publications_known();
  plans_.Update(hulu);
  EXPECT_EQ(Publish(hulu), "PUBLISHED_MEANWHILE");
}

// It has no number; whoever reads it now knows it.
TEST_F(PublicationsTest, APlanThatAnEarlierVersionPublishedIsKnown) {
  const v1::Plan hilir = Made("61.02", kMon, 1);
  ASSERT_EQ(Publish(hilir), "");
  v1::Plan old = Stored(hilir);
  old.clear_publication();
  plans_.Update(old);
  EXPECT_EQ(Publish(Made("61.01", kMon, 1)), "");
}

// The number of a plan that is gone isn't given again: who knew that one would seem to know its successor.
TEST_F(PublicationsTest, NoNumberIsGivenTwice) {
  const v1::Plan first = Made("61.02", kMon, 1);
  ASSERT_EQ(Publish(first), "");
  EXPECT_EQ(Stored(first).publication(), 1);
  plans_.Delete(PlanIdOf(first.name(), "name"), true);
  const v1::Plan second = Made("61.02", kMon, 1);
  ASSERT_EQ(Publish(second), "");
  EXPECT_EQ(Stored(second).publication(), 2);
}

// Knows what two plans share once their registers are read.
class Reading final : public Contention {
 public:
  explicit Reading(Store& store) : store_(store) {}
  bool ShareSellers(const v1::Plan&, const v1::Plan&, const PlannedDays&) override {
    if (at_hand_.expired()) throw Unread{"d"};
    ++answers_;
    return true;
  }
  bool LeaveAtHand(const std::vector<v1::Plan>&, const v1::Plan&) override { return true; }
  std::shared_ptr<const void> Fetch(const Unread& unread) override {
    EXPECT_EQ(unread.dataset_id, "d");
    store_.Write([](Connection&) {});  // nobody who writes has to wait meanwhile
    auto read = std::make_shared<int>(0);
    at_hand_ = read;
    return read;
  }
  int answers() const { return answers_; }

 private:
  Store& store_;
  std::weak_ptr<const void> at_hand_;
  int answers_ = 0;
};

TEST_F(PublicationsTest, RegistersAreReadBeforeTheStoreIsLocked) {
  Reading contention(*store_);
  PlanStore plans(*store_, &contention);
  const v1::Plan hulu = Made("61.01", kMon, 1), hilir = Made("61.02", kMon, 1);
  ASSERT_EQ(Publish(hilir, plans), "");
  EXPECT_EQ(Publish(hulu, plans), "PUBLISHED_MEANWHILE");
  EXPECT_EQ(contention.answers(), 1);
}

// Whoever asked has left by then.
TEST_F(PublicationsTest, ADatasetThatNeedNotGoAnyMoreKeepsAllItsPlans) {
  const v1::Plan hulu = Made("61.01", kMon, 1), hilir = Made("61.02", kMon, 1);
  for (int asked_until = 0; asked_until < 3; ++asked_until) {
    int asked = 0;
    EXPECT_FALSE(plans_.DeleteDataset("d", [&] { return asked++ < asked_until; }));
    EXPECT_EQ(asked, asked_until + 1);
    EXPECT_EQ(Stored(hulu).name(), hulu.name());
    EXPECT_EQ(Stored(hilir).name(), hilir.name());
  }
  EXPECT_TRUE(plans_.DeleteDataset("d", [] { return true; }));
  EXPECT_FALSE(DatasetStore(*store_).Find("d"));
}

}  // namespace
}  // namespace pasok::server
