// What goes on, and what doesn't, for clients that have left before they were answered.
#include <sqlite3.h>

#include <chrono>
#include <functional>
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

// Keeps whoever first runs such a statement on a store that is opened from now on.
class HeldStatement {
 public:
  HeldStatement(const std::string& part, Hold& hold) {
    held = [&hold, part](const std::string& sql) {
      if (sql.find(part) != sql.npos) hold.Here();
    };
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&Trace));
  }
  ~HeldStatement() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&Trace)); }
  HeldStatement(const HeldStatement&) = delete;
  HeldStatement& operator=(const HeldStatement&) = delete;

 private:
  static int Trace(sqlite3* database, char**, const sqlite3_api_routines*) {
    const auto begins = [](unsigned, void*, void*, void* sql) {
      held(static_cast<const char*>(sql));
      return 0;
    };
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, begins, nullptr);
  }
  static inline std::function<void(const std::string& sql)> held;
};

TEST_F(LeftTest, NoPlanIsMadeForAClientThatLeftWhileItsQuestionWasRead) {
  Hold hold;
  const HeldStatement at("request_id = ", hold);  // once its policy has been read
  Restart();
  const v1::CreatePlanRequest request = Question(client->ImportToy(), {}, "left");
  Context context;
  v1::Plan plan;
  std::jthread asking([&] { client->plans->CreatePlan(&context, request, &plan); });
  hold.Await();
  LookFor("/pasok.v1.PlanService/CreatePlan is over for its client");
  context.TryCancel();
  EXPECT_TRUE(Saw());
  LookFor("/pasok.v1.PlanService/CreatePlan CANCELLED ");
  hold.Release();
  EXPECT_TRUE(Saw());
  EXPECT_EQ(CountPlans(), 0);
  Stop();
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
