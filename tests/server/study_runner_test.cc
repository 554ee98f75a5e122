// Studies in the runner: the queue that they share with plans, and what a stopped one keeps.
#include "server/study_runner.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <memory>

#include "server/names.h"
#include "server/plan_runner.h"
#include "tests/server/ear.h"
#include "tests/server/reason_of.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {
namespace {

study::Report ReportOf(int rows, bool complete) {
  study::Report report;
  report.complete = complete;
  report.sentences.push_back({"some rows", "beberapa baris"});
  report.tables.push_back({.key = "rows",
                           .title = {"Rows", "Baris"},
                           .columns = {{"n", {"n", "n"}, study::Unit::kCount}},
                           .rows = {}});
  for (std::int64_t i = 0; i < rows; ++i) report.tables.back().rows.push_back({i});
  return report;
}

StudyAnswer Answering(int rows, bool complete) {
  StudyAnswer answer;
  answer.report = ReportOf(rows, complete);
  return answer;
}

class StudyRunnerTest : public ::testing::Test {
 protected:
  StudyRunnerTest() : log_(LogLevel::kError, [](LogLevel, const std::string&) {}) {
    store_ = std::get<std::unique_ptr<Store>>(Store::Open(scratch_.path(), 0));
    DatasetStore(*store_).Insert("d", {}, {}, {}, [] { return true; });
    studies_ = std::make_unique<StudyStore>(*store_);
    plans_ = std::make_unique<PlanStore>(*store_);
  }
  ~StudyRunnerTest() override { released_ = true; }

  void Run(StudyRunner::Make make, int queue_limit = 10) {
    runner_.reset();
    plan_runner_.reset();
    queue_ = std::make_unique<RunQueue>(1, queue_limit);
    runner_ = std::make_unique<StudyRunner>(*studies_, std::move(make), *queue_, log_);
    plan_runner_ = std::make_unique<PlanRunner>(
        *plans_,
        [this](const PlanJob&, const StopToken& stop, const match::ProgressSink&) {
          AwaitReleaseOr(stop);
          PlanAnswer answer;
          answer.summary = v1::PlanSummary();
          return answer;
        },
        *queue_, log_);
    queue_->Start();
  }
  // Each study runs until it is stopped or released; it has worked out two of its three rows by then.
  void RunUntilReleased(int queue_limit = 10) {
    Run(
        [this](const StudyJob&, const StopToken& stop, const StudyMaker::Sink& progress) {
          progress({.stage = "rows", .fraction = 0.5});
          AwaitReleaseOr(stop);
          return stop.Asked() ? Answering(2, false) : Answering(3, true);
        },
        queue_limit);
  }
  void AwaitReleaseOr(const StopToken& stop) {
    while (!stop.Asked() && !released_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  StudyJob Job(const std::string& request_id = {}, const std::string& digest = "same") {
    StudyJob job;
    job.study.set_dataset("datasets/d");
    job.study.set_request_id(request_id);
    job.digest = digest;
    return job;
  }
  std::string Created(const StudyJob& job) { return StudyIdOf(runner_->Create(job).name(), "name"); }
  std::string CreatedPlan() {
    PlanJob job;
    job.plan.set_dataset("datasets/d");
    return PlanIdOf(plan_runner_->Create(job).name(), "name");
  }
  std::shared_ptr<Ear<StudyKind>> Watched(const std::string& id) {
    auto ear = std::make_shared<Ear<StudyKind>>();
    runner_->Watch(id, ear);
    return ear;
  }
  int StoredRows(const std::string& id) {
    int rows = 0;
    for (std::int64_t block = 0; const auto bytes = studies_->FindReportPart(id, block)->block; ++block) {
      v1::DownloadReportResponse part;
      EXPECT_TRUE(part.ParseFromString(*bytes));
      rows += part.rows_size();
    }
    return rows;
  }

  ScratchDir scratch_;
  Log log_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<StudyStore> studies_;
  std::unique_ptr<PlanStore> plans_;
  std::atomic<bool> released_{false};
  std::unique_ptr<RunQueue> queue_;
  std::unique_ptr<StudyRunner> runner_;
  std::unique_ptr<PlanRunner> plan_runner_;
};

TEST_F(StudyRunnerTest, AStudyIsQueuedRunsAndSucceedsWithItsReport) {
  RunUntilReleased();
  const std::string id = Created(Job());
  const auto ear = Watched(id);
  EXPECT_EQ(ear->Await(v1::Study::RUNNING).state(), v1::Study::RUNNING);
  released_ = true;
  const v1::Study study = ear->Await(v1::Study::SUCCEEDED).study();
  EXPECT_TRUE(study.has_report());
  EXPECT_TRUE(study.complete());
  ASSERT_EQ(study.sentences_size(), 1);
  EXPECT_EQ(study.sentences(0).indonesian(), "beberapa baris");
  ASSERT_EQ(study.tables_size(), 1);
  EXPECT_EQ(study.tables(0).row_count(), 3);
  EXPECT_EQ(StoredRows(id), 3);
}

TEST_F(StudyRunnerTest, ACancelledStudyKeepsWhatItHad) {
  RunUntilReleased();
  const std::string id = Created(Job());
  const auto ear = Watched(id);
  ear->Await(v1::Study::RUNNING);
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Study::RUNNING);
  const v1::Study study = ear->Await(v1::Study::CANCELLED).study();
  EXPECT_TRUE(study.has_report());
  EXPECT_FALSE(study.complete());
  EXPECT_EQ(study.error().code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(StoredRows(id), 2);
  EXPECT_EQ(runner_->Cancel(id).state(), v1::Study::CANCELLED);
}

TEST_F(StudyRunnerTest, ACancelledStudyWithNothingToShowHasNoReport) {
  Run([this](const StudyJob&, const StopToken& stop, const StudyMaker::Sink&) {
    AwaitReleaseOr(stop);
    StudyAnswer answer;
    answer.fault = Fault{.code = grpc::StatusCode::DEADLINE_EXCEEDED, .reason = "TIME_LIMIT"};
    return answer;
  });
  const std::string id = Created(Job());
  const auto ear = Watched(id);
  ear->Await(v1::Study::RUNNING);
  runner_->Cancel(id);
  const v1::Study study = ear->Await(v1::Study::CANCELLED).study();
  EXPECT_FALSE(study.has_report());
  EXPECT_EQ(study.error().code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StudyRunnerTest, AResultThatIsWholeOutrunsACancel) {
  std::atomic<bool> running{false};
  Run([&](const StudyJob&, const StopToken& stop, const StudyMaker::Sink&) {
    running = true;
    AwaitReleaseOr(stop);
    return Answering(3, true);
  });
  const std::string id = Created(Job());
  while (!running) std::this_thread::yield();
  runner_->Cancel(id);
  EXPECT_TRUE(Watched(id)->Await(v1::Study::SUCCEEDED).study().complete());
}

TEST_F(StudyRunnerTest, AWaitingStudyIsCancelledAtOnce) {
  RunUntilReleased();
  Watched(Created(Job()))->Await(v1::Study::RUNNING);
  const std::string waiting = Created(Job());
  EXPECT_EQ(runner_->Cancel(waiting).state(), v1::Study::CANCELLED);
}

TEST_F(StudyRunnerTest, ATimeLimitIsASuccessThatIsNotComplete) {
  RunUntilReleased();
  StudyJob job = Job();
  job.study.set_time_limit_seconds(0.05);
  const std::string id = Created(job);
  const v1::Study study = Watched(id)->Await(v1::Study::SUCCEEDED).study();
  EXPECT_TRUE(study.has_report());
  EXPECT_FALSE(study.complete());
}

TEST_F(StudyRunnerTest, AnEndingServerInterruptsAndKeepsWhatTheStudyHad) {
  RunUntilReleased();
  const std::string running = Created(Job());
  Watched(running)->Await(v1::Study::RUNNING);
  const std::string waiting = Created(Job());
  const auto ear = Watched(waiting);
  queue_->Stop();
  EXPECT_EQ(studies_->Find(running)->state(), v1::Study::INTERRUPTED);
  EXPECT_EQ(StoredRows(running), 2);
  EXPECT_EQ(ear->abandoned(), "SHUTTING_DOWN");
  EXPECT_EQ(studies_->Find(waiting)->state(), v1::Study::QUEUED);

  released_ = true;
  RunUntilReleased();
  Watched(waiting)->Await(v1::Study::SUCCEEDED);
}

TEST_F(StudyRunnerTest, PlansAndStudiesWaitInOneQueue) {
  RunUntilReleased(2);
  Watched(Created(Job()))->Await(v1::Study::RUNNING);
  const std::string plan = CreatedPlan();
  const std::string study = Created(Job());
  const auto ear = Watched(study);
  EXPECT_EQ(ear->Await(v1::Study::QUEUED).queue_position(), 1);
  EXPECT_EQ(ReasonOf([&] { Created(Job()); }), "QUEUE_FULL");
  EXPECT_EQ(ReasonOf([&] { CreatedPlan(); }), "QUEUE_FULL");
  plan_runner_->Cancel(plan);
  EXPECT_EQ(ear->Await(v1::Study::QUEUED).queue_position(), 0);
}

TEST_F(StudyRunnerTest, TheSameRequestIsTheSameStudyAndAnotherQuestionIsRefused) {
  RunUntilReleased();
  const std::string id = Created(Job("r"));
  EXPECT_EQ(Created(Job("r")), id);
  EXPECT_EQ(ReasonOf([&] { Created(Job("r", "another")); }), "REQUEST_ID_REUSED");
}

TEST_F(StudyRunnerTest, ACancelledRequestStartsAfreshUnderItsName) {
  RunUntilReleased();
  const std::string id = Created(Job("r"));
  Watched(id)->Await(v1::Study::RUNNING);
  runner_->Cancel(id);
  Watched(id)->Await(v1::Study::CANCELLED);
  released_ = true;
  EXPECT_EQ(Created(Job("r")), id);
  Watched(id)->Await(v1::Study::SUCCEEDED);
  EXPECT_EQ(StoredRows(id), 3);
}

TEST_F(StudyRunnerTest, ARunningStudyIsNotDeletedButCanBeDiscarded) {
  RunUntilReleased();
  const std::string id = Created(Job());
  const auto ear = Watched(id);
  ear->Await(v1::Study::RUNNING);
  EXPECT_EQ(ReasonOf([&] { runner_->Delete(id, true); }), "STUDY_RUNNING");
  runner_->Discard(id);
  EXPECT_FALSE(ear->Await(v1::Study::CANCELLED).study().has_report());
  EXPECT_EQ(ReasonOf([&] { Watched(id); }), "STUDY_NOT_FOUND");
}

TEST_F(StudyRunnerTest, WhatWasAskedComesBackFromTheStore) {
  RunUntilReleased();
  Watched(Created(Job()))->Await(v1::Study::RUNNING);
  StudyJob job = Job();
  job.policy_yaml = "version: 1\n";
  job.scenario_yaml = "version: 1\nname: x\n";
  job.files = {{"b.yaml", "b"}, {"a.yaml", std::string(std::size_t{3} << 20, 'a')}};
  const auto found = studies_->FindJob(Created(job));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->policy_yaml, job.policy_yaml);
  EXPECT_EQ(found->scenario_yaml, job.scenario_yaml);
  ASSERT_EQ(found->files.size(), 2u);
  EXPECT_EQ(found->files[0].name, "b.yaml");
  EXPECT_EQ(found->files[1].content, job.files[1].content);
}

TEST_F(StudyRunnerTest, AReportThatTheStoreRefusesFailsTheStudy) {
  RunUntilReleased();
  store_->Write([](Connection& connection) {
    connection.Execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON study_reports BEGIN SELECT RAISE(ABORT, 'no'); END");
  });
  const std::string id = Created(Job());
  released_ = true;
  const v1::Study study = Watched(id)->Await(v1::Study::FAILED).study();
  EXPECT_FALSE(study.has_report());
  EXPECT_EQ(study.tables_size(), 0);
  EXPECT_EQ(study.error().code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace pasok::server
