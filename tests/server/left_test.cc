// What goes on, and what doesn't, for clients that have left before they were answered.
#include <chrono>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

#include "tests/server/serving.h"

namespace pasok::server {
namespace {

class LeftTest : public Serving {
 protected:
  LeftTest() {
    options.log_level = LogLevel::kDebug;
    options.log = [this](LogLevel, const std::string& line) {
      const std::lock_guard lock(mutex);
      if (line.starts_with(awaited)) seen.release();
    };
    Start();
  }
  ~LeftTest() override { Stop(); }  // it logs to the last
  // Counts from now on the lines of the log that begin so.
  void LookFor(const std::string& line) {
    const std::lock_guard lock(mutex);
    awaited = line;
  }
  bool Saw() { return seen.try_acquire_for(std::chrono::seconds(120)); }

  std::mutex mutex;
  std::string awaited = "nothing";
  std::counting_semaphore<> seen{0};

  std::int64_t CountPlans() {
    Context context;
    v1::ListPlansResponse listed;
    EXPECT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
    return listed.plans_size();
  }
};

// It takes about as long to be read as a nation's registers do.
std::string PolicyOfManyCommodities() {
  std::string yaml = "version: 1\ncommodities:\n  beras: {}\n  telur: {}\n";
  for (int i = 0; i < 4'000; ++i) {
    yaml += "  c" + std::to_string(i) + ": {name_id: Bahan, name_en: Food, haul_idr_per_kg_km: 1.4, " +
            "max_distance_km: 400, shelf_life_days: 30, price_ceiling_idr_per_kg: 15400}\n";
  }
  return yaml;
}

TEST_F(LeftTest, NoPlanIsMadeForAClientThatLeftWhileItsQuestionWasRead) {
  v1::CreatePlanRequest request = Question(client->ImportToy());
  request.set_policy_yaml(PolicyOfManyCommodities());
  LookFor("/pasok.v1.PlanService/CreatePlan begins");
  Context context;
  v1::Plan plan;
  std::jthread asking([&] { client->plans->CreatePlan(&context, request, &plan); });
  ASSERT_TRUE(Saw());
  LookFor("/pasok.v1.PlanService/CreatePlan CANCELLED ");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  context.TryCancel();
  ASSERT_TRUE(Saw());
  EXPECT_EQ(CountPlans(), 0);
}

TEST_F(LeftTest, ASampleIsMadeNoFurtherThanItIsWanted) {
  LookFor("/pasok.v1.DatasetService/GenerateSampleDataset CANCELLED ");
  constexpr int kCalls = 8;  // two are made at once
  v1::GenerateSampleDatasetRequest request;
  request.set_place("kalbar");
  request.set_scale(v1::GenerateSampleDatasetRequest::NATION);
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < kCalls; ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(20));
    EXPECT_EQ(client->datasets->GenerateSampleDataset(&context, request)->Finish().error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  const auto since = [&] { return std::chrono::steady_clock::now() - began; };
  ASSERT_TRUE(Saw());
  const auto first = since();
  for (int i = 1; i < kCalls; ++i) ASSERT_TRUE(Saw());
  EXPECT_LT(since(), 5 * first / 2);  // the other six aren't begun
}

}  // namespace
}  // namespace pasok::server
