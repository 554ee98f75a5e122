// The runner with plans that end when the test says so.
#include "server/plan_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <limits>

#include "server/names.h"
#include "tests/server/ear.h"
#include "tests/server/reason_of.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

using ::testing::ElementsAre;

PlanAnswer Success() {
  PlanAnswer answer;
  answer.summary = v1::PlanSummary();
  return answer;
}

class PlanRunnerTest : public ::testing::Test {
 protected:
  PlanRunnerTest() : log_(LogLevel::kError, [this](LogLevel, const std::string&) { ++failures_; }) { Open(); }

  void Open() {
    store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
    plans_ = std::make_unique<PlanStore>(*store_);
  }
  void Run(PlanRunner::Make make, int queue_limit = 10) {
    runner_.reset();
    queue_ = std::make_unique<RunQueue>(1, queue_limit);
    runner_ = std::make_unique<PlanRunner>(*plans_, std::move(make), *queue_, log_);
    queue_->Start();
  }
  // Each plan runs until it is stopped or `Release`d; then it succeeds, completely or not.
  void RunUntilReleased(int queue_limit = 10) {
    Run(
        [this](const PlanJob&, const StopToken& stop, const match::ProgressSink& progress) {
          match::Progress half;
          half.stage = "solve";
          half.fraction = 0.5;
          progress(half);
          while (!stop.Asked() && !released_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
          PlanAnswer answer = Success();
          answer.summary->set_stopped_early(stop.Asked());
          return answer;
        },
        queue_limit);
  }
  std::string Created(const std::string& request_id = {}) {
    PlanJob job;
    job.plan.set_dataset("datasets/d");
    job.plan.set_request_id(request_id);
    return PlanIdOf(runner_->Create(job).name(), "name");
  }
  std::shared_ptr<Ear<PlanKind>> Watched(const std::string& id) {
    auto ear = std::make_shared<Ear<PlanKind>>();
    runner_->Watch(id, ear);
    return ear;
  }
  void Execute(const std::string& sql) {
    store_->Write([&](Connection& connection) { connection.Execute(sql); });
  }
  // One that waits in the store and nowhere else. REQUIRES that nothing waits.
  std::string Unread(const std::string& request_id) {
    Watched(Created())->Await(v1::Plan::RUNNING);
    const std::string id = Created(request_id);
    const auto ear = Watched(id);
    const v1::Plan plan = *plans_->Find(id);
    Execute("UPDATE plans SET record = x'ff' WHERE id = '" + id + "'");
    released_ = true;
    EXPECT_EQ(ear->Await(v1::Plan::FAILED).plan().error().code(), grpc::StatusCode::DATA_LOSS);
    plans_->Update(plan);  // a backup
    EXPECT_EQ(Stored(id), v1::Plan::QUEUED);
    return id;
  }
  // One that the store keeps from beginning, again and again.
  std::string KeptFromBeginning() {
    Execute(
        "CREATE TRIGGER refuse BEFORE UPDATE ON plans WHEN NEW.state = 2 BEGIN SELECT RAISE(ABORT, 'no'); "
        "END");
    const std::string id = Created();
    while (failures_ == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return id;
  }
  v1::Plan::State Stored(const std::string& id) { return plans_->Find(id)->state(); }

  ScratchDir scratch_;
  std::atomic<int> failures_{0};
  Log log_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<PlanStore> plans_;
  std::atomic<bool> released_{false};
  std::unique_ptr<RunQueue> queue_;
  std::unique_ptr<PlanRunner> runner_;
};

TEST_F(PlanRunnerTest, APlanIsQueuedRunsAndSucceeds) {
  RunUntilReleased();
  const std::string id = Created();
  const auto ear = Watched(id);
  ear->Await(v1::Plan::RUNNING);
  EXPECT_EQ(Stored(id), v1::Plan::RUNNING);
  released_ = true;
  const v1::WatchPlanResponse end = ear->Await(v1::Plan::SUCCEEDED);
  EXPECT_EQ(end.fraction(), 1);
  EXPECT_TRUE(end.has_plan());
  EXPECT_EQ(Stored(id), v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, AFullQueueRefusesButStillKnowsRepeats) {
  RunUntilReleased(2);
  const std::string running = Created();
  Watched(running)->Await(v1::Plan::RUNNING);
  const std::string waiting = Created("again");
  Created();
  EXPECT_EQ(ReasonOf([&] { Created(); }), "QUEUE_FULL");
  EXPECT_EQ(Created("again"), waiting);
  EXPECT_EQ(plans_->List({}, std::numeric_limits<std::int64_t>::max(), 10).records.size(), 3u);
}

TEST_F(PlanRunnerTest, WaitingPlansKnowTheirPlace) {
  RunUntilReleased();
  const std::string running = Created();
  Watched(running)->Await(v1::Plan::RUNNING);
  const std::string second = Created();
  const auto ear = Watched(Created());
  EXPECT_EQ(ear->states().back().queue_position(), 1);
  runner_->Cancel(second);
  EXPECT_EQ(ear->states().back().queue_position(), 0);
}

TEST_F(PlanRunnerTest, AWaitingPlanIsCancelledAtOnce) {
  RunUntilReleased();
  Watched(Created())->Await(v1::Plan::RUNNING);
  const std::string waiting = Created();
  const auto ear = Watched(waiting);
  EXPECT_EQ(runner_->Cancel(waiting).state(), v1::Plan::CANCELLED);
  EXPECT_EQ(ear->states().back().plan().error().code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(Stored(waiting), v1::Plan::CANCELLED);
}

// The engine may take a while to notice; whoever cancelled doesn't wait for that, and the late result changes
// nothing.
TEST_F(PlanRunnerTest, ARunningPlanIsCancelledAtOnceHoweverSlowTheEngineIs) {
  std::promise<void> late;
  std::atomic<int> runs{0};
  Run([&](const PlanJob&, const StopToken&, const match::ProgressSink&) {
    if (runs++ == 0) late.get_future().wait();
    return Success();
  });
  const std::string id = Created("r");
  const auto ear = Watched(id);
  ear->Await(v1::Plan::RUNNING);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Plan::CANCELLED);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
  ear->Await(v1::Plan::CANCELLED);
  EXPECT_EQ(Created("r"), id);  // queued again while the first run still winds down
  late.set_value();
  Watched(id)->Await(v1::Plan::SUCCEEDED);
  EXPECT_EQ(runs, 2);
}

TEST_F(PlanRunnerTest, CancellingWhatHasEndedLeavesItAsItIs) {
  released_ = true;
  RunUntilReleased();
  const std::string id = Created();
  Watched(id)->Await(v1::Plan::SUCCEEDED);
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Plan::SUCCEEDED);
  EXPECT_EQ(ReasonOf([&] { runner_->Cancel("none"); }), "PLAN_NOT_FOUND");
}

TEST_F(PlanRunnerTest, ARunningPlanIsNotDeletedAWaitingOneIs) {
  RunUntilReleased();
  const std::string running = Created();
  Watched(running)->Await(v1::Plan::RUNNING);
  const std::string waiting = Created();
  EXPECT_EQ(ReasonOf([&] { runner_->Delete(running, true); }), "PLAN_RUNNING");
  runner_->Delete(waiting, false);
  EXPECT_EQ(ReasonOf([&] { Watched(waiting); }), "PLAN_NOT_FOUND");
}

TEST_F(PlanRunnerTest, StoppingInterruptsWhatRunsAndKeepsWhatWaits) {
  RunUntilReleased();
  const std::string running = Created();
  const auto running_ear = Watched(running);
  running_ear->Await(v1::Plan::RUNNING);
  const std::string waiting = Created();
  const auto waiting_ear = Watched(waiting);
  queue_->Stop();
  EXPECT_TRUE(running_ear->Await(v1::Plan::INTERRUPTED).has_plan());
  EXPECT_EQ(waiting_ear->abandoned(), "SHUTTING_DOWN");
  EXPECT_EQ(Stored(running), v1::Plan::INTERRUPTED);
  EXPECT_EQ(Stored(waiting), v1::Plan::QUEUED);
  EXPECT_EQ(ReasonOf([&] { Created(); }), "SHUTTING_DOWN");

  released_ = true;
  RunUntilReleased();
  Watched(waiting)->Await(v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, APlanThatRanWhenTheProcessDiedIsInterruptedAtTheNextStart) {
  RunUntilReleased();
  const std::string id = Created();
  Watched(id)->Await(v1::Plan::RUNNING);
  v1::Plan as_killed = *plans_->Find(id);
  queue_->Stop();
  plans_->Update(as_killed);  // what a kill -9 would have left
  released_ = true;
  RunUntilReleased();
  EXPECT_EQ(Stored(id), v1::Plan::INTERRUPTED);
}

TEST_F(PlanRunnerTest, ATimeLimitKeepsTheBestPlanFound) {
  RunUntilReleased();
  PlanJob job;
  job.plan.set_dataset("datasets/d");
  job.plan.set_time_limit_seconds(0.05);
  const std::string id = PlanIdOf(runner_->Create(job).name(), "name");
  const v1::Plan plan = Watched(id)->Await(v1::Plan::SUCCEEDED).plan();
  EXPECT_TRUE(plan.summary().stopped_early());
  EXPECT_EQ(plan.time_limit_seconds(), 0.05);
}

TEST_F(PlanRunnerTest, APlanWhoseQuestionCouldNotBeReadCanBeAskedForAgain) {
  RunUntilReleased();
  const std::string id = Unread("second");
  EXPECT_EQ(Created("second"), id);
  Watched(id)->Await(v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, APlanWhoseQuestionCouldNotBeReadWaitsForRoomLikeAnyOther) {
  RunUntilReleased(/*queue_limit=*/1);
  const std::string id = Unread("second");
  released_ = false;
  Watched(Created())->Await(v1::Plan::RUNNING);
  Created();
  EXPECT_EQ(ReasonOf([&] { Created("second"); }), "QUEUE_FULL");
  EXPECT_EQ(Stored(id), v1::Plan::QUEUED);
  queue_->Stop();
  EXPECT_EQ(ReasonOf([&] { Created("second"); }), "SHUTTING_DOWN");
}

TEST_F(PlanRunnerTest, APlanWhoseQuestionCouldNotBeReadCanBeCancelled) {
  RunUntilReleased();
  const std::string id = Unread("second");
  const v1::Plan plan = runner_->Cancel(id);
  EXPECT_EQ(plan.state(), v1::Plan::CANCELLED);
  EXPECT_TRUE(plan.has_end_time());
  EXPECT_EQ(Stored(id), v1::Plan::CANCELLED);
}

TEST_F(PlanRunnerTest, APlanThatTheStoreKeepsFromBeginningWaitsUntilItCan) {
  released_ = true;
  RunUntilReleased();
  const std::string id = KeptFromBeginning();
  const auto ear = Watched(id);
  EXPECT_EQ(ear->states().back().state(), v1::Plan::QUEUED);
  Execute("DROP TRIGGER refuse");
  ear->Await(v1::Plan::SUCCEEDED);
  EXPECT_EQ(Stored(id), v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, APlanThatTheStoreKeepsFromBeginningIsCancelledAtOnce) {
  RunUntilReleased();
  const std::string id = KeptFromBeginning();
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Plan::CANCELLED);
  Execute("DROP TRIGGER refuse");
  Watched(Created())->Await(v1::Plan::RUNNING);
  EXPECT_EQ(Stored(id), v1::Plan::CANCELLED);
}

TEST_F(PlanRunnerTest, APlanThatTheStoreKeepsFromBeginningWaitsForTheNextStart) {
  RunUntilReleased();
  const std::string id = KeptFromBeginning();
  const auto ear = Watched(id);
  queue_->Stop();
  EXPECT_EQ(ear->abandoned(), "SHUTTING_DOWN");
  EXPECT_EQ(Stored(id), v1::Plan::QUEUED);
}

TEST_F(PlanRunnerTest, AResultWaitsForAStoreThatIsLocked) {
  RunUntilReleased();
  const std::string id = Created();
  const auto ear = Watched(id);
  ear->Await(v1::Plan::RUNNING);
  store_->Write([](Connection& connection) { sqlite3_busy_timeout(connection.handle(), 1); });
  {
    Connection shell(store_->path());
    const Transaction transaction(shell);
    released_ = true;
    while (failures_ < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(ear->Await(v1::Plan::SUCCEEDED).plan().name(), PlanName(id));
  EXPECT_EQ(Stored(id), v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, AnEndThatTheStoreDidNotTakeIsStoredAsSoonAsItCanBe) {
  RunUntilReleased();
  const std::string id = Created("night");
  const auto ear = Watched(id);
  ear->Await(v1::Plan::RUNNING);
  Execute(
      "CREATE TRIGGER refuse BEFORE UPDATE ON plans WHEN NEW.state > 2 BEGIN SELECT RAISE(ABORT, 'no'); END");
  released_ = true;
  ear->Await(v1::Plan::FAILED);
  EXPECT_EQ(Stored(id), v1::Plan::RUNNING);
  EXPECT_EQ(runner_->Find(id).state(), v1::Plan::FAILED);
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Plan::FAILED);
  Watched(id)->Await(v1::Plan::FAILED);
  EXPECT_EQ(Created("night"), id);
  EXPECT_EQ(Stored(id), v1::Plan::RUNNING) << "not begun again: its end couldn't be stored either";

  Execute("DROP TRIGGER refuse");
  runner_->Settle();
  EXPECT_EQ(Stored(id), v1::Plan::FAILED);
  EXPECT_EQ(Created("night"), id);
  Watched(id)->Await(v1::Plan::SUCCEEDED);
  EXPECT_EQ(Stored(id), v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, WhateverARunThrowsFailsThePlanAndNothingElse) {
  int run = 0;
  Run([&run](const PlanJob&, const StopToken&, const match::ProgressSink&) -> PlanAnswer {
    switch (run++) {
      case 0:
        throw std::bad_alloc();
      case 1:
        throw StoreError(StoreError::Kind::kFull, "disk full");
      case 2:
        throw std::runtime_error("secret detail");
      default:
        return Success();
    }
  });
  const auto code_of = [&] { return Watched(Created())->Await(v1::Plan::FAILED).plan().error().code(); };
  EXPECT_EQ(code_of(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(code_of(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(code_of(), grpc::StatusCode::INTERNAL);
  Watched(Created())->Await(v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, TheFirstCostAndTheFirstBoundAreToldAtOnce) {
  std::atomic<bool> seen{false};
  Run([&](const PlanJob&, const StopToken&, const match::ProgressSink& progress) {
    match::Progress told;
    told.stage = "solve";
    progress(told);
    told.incumbent = 200;
    progress(told);
    told.bound = 150;
    progress(told);
    while (!seen) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return Success();
  });
  const auto ear = Watched(Created());
  const auto knows_both = [](const v1::WatchPlanResponse& state) {
    return state.incumbent_sen() == 200 && state.bound_sen() == 150 && state.gap_percent() == 25;
  };
  for (int i = 0; i < 5000 && !seen; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    seen = std::ranges::any_of(ear->states(), knows_both);
  }
  EXPECT_TRUE(seen);
  seen = true;
  ear->Await(v1::Plan::SUCCEEDED);
}

TEST_F(PlanRunnerTest, TheFractionNeverFalls) {
  Run([](const PlanJob&, const StopToken&, const match::ProgressSink& progress) {
    for (const double fraction : {0.2, 0.7, 0.4, 0.8}) {
      match::Progress told;
      told.stage = fraction < 0.5 ? "lanes" : "solve";
      told.fraction = fraction;
      progress(told);
    }
    return Success();
  });
  const auto ear = Watched(Created());
  ear->Await(v1::Plan::SUCCEEDED);
  double fraction = 0;
  for (const v1::WatchPlanResponse& state : ear->states()) {
    EXPECT_GE(state.fraction(), fraction);
    fraction = state.fraction();
  }
}

// How much there is of what was allocated with it.
template <class T>
struct Counted {
  using value_type = T;
  explicit Counted(std::shared_ptr<std::atomic<int>> blocks) : alive(std::move(blocks)) {}
  template <class Other>
  Counted(const Counted<Other>& other) : alive(other.alive) {}
  T* allocate(std::size_t n) {
    ++*alive;
    return std::allocator<T>().allocate(n);
  }
  void deallocate(T* block, std::size_t n) {
    --*alive;
    std::allocator<T>().deallocate(block, n);
  }
  bool operator==(const Counted&) const = default;
  std::shared_ptr<std::atomic<int>> alive;
};

TEST_F(PlanRunnerTest, WhoHasLeftIsForgottenThoughNothingIsToldMeanwhile) {
  RunUntilReleased();
  const std::string id = Created();
  Watched(id)->Await(v1::Plan::RUNNING);
  const auto alive = std::make_shared<std::atomic<int>>(0);
  for (int i = 0; i < 1000; ++i)
    runner_->Watch(id, std::allocate_shared<Ear<PlanKind>>(Counted<Ear<PlanKind>>(alive)));
  EXPECT_LT(*alive, 50);
  released_ = true;
}

// Takes its time over the end, as one does to whom a large record is sent.
class SlowInTheEnd final : public PlanWatcher {
 public:
  void Tell(const std::shared_ptr<const v1::WatchPlanResponse>& state) override {
    if (!state->has_plan()) return;
    end = state;
    told.set_value();
    go_on.get_future().wait();
  }
  void Abandon(const Fault&) override {}

  std::shared_ptr<const v1::WatchPlanResponse> end;
  std::promise<void> told, go_on;
};

TEST_F(PlanRunnerTest, WhoIsToldTheEndHoldsNobodyUpAndSharesItWithOthers) {
  RunUntilReleased();
  const std::string id = Created();
  const auto slow = std::make_shared<SlowInTheEnd>(), other = std::make_shared<SlowInTheEnd>();
  runner_->Watch(id, slow);
  runner_->Watch(id, other);
  released_ = true;
  slow->told.get_future().wait();
  auto another = std::async(std::launch::async, [&] { return Created(); });
  EXPECT_EQ(another.wait_for(std::chrono::seconds(20)), std::future_status::ready);
  slow->go_on.set_value();
  other->told.get_future().wait();
  EXPECT_EQ(slow->end, other->end);
  other->go_on.set_value();
}

}  // namespace
}  // namespace pasok::server
