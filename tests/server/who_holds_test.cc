// Whatever is published in whatever order: who holds which region on which day, against a table that says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>

#include "server/fault.h"
#include "server/names.h"
#include "server/store/dataset_store.h"
#include "server/store/plan_store.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

constexpr int kDays = 9, kMostAtOnce = 4;

std::string Day(int day) { return ToIso({20'780 + day}); }

// The desa of a plan's regions: 0 and 1 lie in one kecamatan, which is 2 here, 3 in another; 4 is everything.
const std::vector<std::vector<std::string>> kRegions = {
    {"61.01.01.2001"}, {"61.01.01.2002"}, {"61.01.01.2001", "61.01.01.2002"}, {"61.02.01.2001"}, {}};
const std::vector<std::vector<int>> kDesaOf = {{0}, {1}, {0, 1}, {2}, {0, 1, 2}};

struct Made {
  std::string name;
  int regions = 0, first = 0, days = 1;
  int last() const { return first + days - 1; }
};

class WhoHolds : public ::testing::Test {
 protected:
  WhoHolds() {
    store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
    plans_ = std::make_unique<PlanStore>(*store_);
  }

  // A plan that has just been made, and knows what is published.
  Made Make(int regions, int first, int days) {
    PlanJob job;
    job.plan.set_dataset("datasets/d");
    job.plan.set_date(Day(first));
    job.plan.set_days(days);
    for (const std::string& code : kRegions[regions]) job.plan.add_regions(code);
    v1::Plan plan = plans_->Create(job, [] {}).plan;
    plan.set_state(v1::Plan::SUCCEEDED);
    const PlanStore::Published published = plans_->PublishedOn(DaysOf(plan));
    plan.set_publications_known(published.publications);
    for (const v1::Plan& other : published.plans)
      if (!SameRegions(other.regions(), plan.regions())) plan.add_subtracted_plans(other.name());
    for (const v1::Plan& other : plans_->PublishedBefore(DaysOf(plan), plan.regions()))
      plan.add_carried_from_plans(other.name());
    plans_->Update(plan);
    return {.name = plan.name(), .regions = regions, .first = first, .days = days};
  }

  // The reason why not; "" where it was.
  std::string Publish(const Made& plan) {
    try {
      plans_->Publish(PlanIdOf(plan.name, "name"));
      return "";
    } catch (const Fault& fault) {
      return fault.reason;
    }
  }

  v1::Plan Stored(const std::string& name) { return *plans_->Find(PlanIdOf(name, "name")); }

  // By desa and day: who holds it, as the store tells it.
  std::map<std::pair<int, int>, std::string> Told(const std::map<std::string, Made>& all) {
    std::map<std::pair<int, int>, std::string> told;
    for (int day = 0; day < kDays + kMostAtOnce; ++day) {
      const auto page = plans_->List({.dataset_id = {}, .date = Day(day), .published_only = true},
                                     std::numeric_limits<std::int64_t>::max(), 100);
      EXPECT_EQ(page.records.size(), plans_->PublishedOn({Day(day)}).plans.size());
      for (const v1::Plan& plan : page.records) {
        for (const int desa : kDesaOf[all.at(plan.name()).regions]) {
          EXPECT_TRUE(told.emplace(std::pair(desa, day), plan.name()).second) << "held twice";
        }
      }
    }
    return told;
  }

  ScratchDir scratch_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<PlanStore> plans_;
};

TEST_F(WhoHolds, IsOnePlanForEachRegionAndDay) {
  std::mt19937_64 random(5);
  const auto below = [&](int end) { return static_cast<int>(random() % static_cast<std::uint64_t>(end)); };
  std::map<std::string, Made> all;
  std::map<std::pair<int, int>, std::string> held;  // by desa and day
  int published = 0, cut = 0, refused = 0, stale = 0;
  std::optional<Made> late;  // made some plans ago
  for (int round = 0; round < 1500; ++round) {
    SCOPED_TRACE(round);
    if (round % 60 == 0) {  // a new beginning
      for (const auto& [name, made] : all) plans_->Delete(PlanIdOf(name, "name"), true);
      all.clear(), held.clear(), late.reset();
    }
    // Mostly of one desa or another, and going forward, as nights do.
    const int regions = below(4) > 0 ? below(2) * 3 : below(5);
    Made plan = Make(regions, std::min(kDays - 1, round % 60 / 8 + below(3)), 1 + below(kMostAtOnce));
    all[plan.name] = plan;
    if (below(6) == 0) std::swap(plan, late ? *late : late.emplace(plan));
    const std::string reason = Publish(plan);
    if (!reason.empty()) {
      ++refused;
      stale += reason == "PUBLISHED_MEANWHILE";
    } else {
      ++published;
      // What it takes the place of has its regions, and holds none of the days after its own.
      std::erase_if(held, [&](const auto& entry) {
        const Made& other = all.at(entry.second);
        const int day = entry.first.second;
        if (other.regions != plan.regions || day < plan.first) return false;
        EXPECT_TRUE(day <= plan.last() || other.first > plan.last());
        if (day > plan.last()) return false;
        cut += other.first < plan.first;
        return true;
      });
      for (const int desa : kDesaOf[plan.regions])
        for (int day = plan.first; day <= plan.last(); ++day)
          EXPECT_TRUE(held.emplace(std::pair(desa, day), plan.name).second);
    }
    ASSERT_EQ(Told(all), held);
    // Who counts on food has it from plans that hold the day before, and knows of all of them.
    for (const auto& [key, name] : held) {
      const v1::Plan holder = Stored(name);
      std::vector<std::string> now;
      for (const v1::Plan& other : plans_->PublishedBefore(DaysOf(holder), holder.regions()))
        now.push_back(other.name());
      for (const std::string& from : holder.carried_from_plans())
        EXPECT_TRUE(std::ranges::count(now, from) > 0) << name << " counts on " << from;
    }
  }
  EXPECT_GT(published, 200);
  EXPECT_GT(cut, 50);
  EXPECT_GT(refused, 100);
  EXPECT_GT(stale, 10);
}

}  // namespace
}  // namespace pasok::server
