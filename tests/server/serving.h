// A server on a scratch directory with the toy dataset of configs/toy, which is solved by hand in its
// README.md: the best plan costs 3,863,000 rupiah and leaves 6 kg of telur short at D1. D1 lies in
// desa 61.01.01.2001, D2 in 61.01.01.2002.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "engine/register/read.h"
#include "pasok/v1/dataset.grpc.pb.h"
#include "pasok/v1/plan.grpc.pb.h"
#include "pasok/v1/study.grpc.pb.h"
#include "server/server.h"
#include "tests/server/hold.h"
#include "tests/server/scratch_dir.h"

namespace pasok::server {

inline constexpr std::int64_t kToyObjectiveSen = 386'300'000;
inline constexpr char kHulu[] = "61.01.01.2001";   // D1's desa
inline constexpr char kHilir[] = "61.01.01.2002";  // D2's desa

std::vector<RegisterFile> ToyFiles();
std::vector<RegisterFile> SampleFiles();  // the small synthetic dataset

// A call's context that gives up rather than hang a test.
struct Context : grpc::ClientContext {
  Context() { set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120)); }
};

// What a client can say, as one-liners.
class Client {
 public:
  explicit Client(const std::shared_ptr<grpc::Channel>& channel)
      : datasets(v1::DatasetService::NewStub(channel)),
        plans(v1::PlanService::NewStub(channel)),
        studies(v1::StudyService::NewStub(channel)) {}

  grpc::Status Import(const std::vector<RegisterFile>& files, v1::ImportDatasetResponse& response,
                      const v1::ImportDatasetRequest::Start& start = {});
  std::string ImportToy();  // the dataset's name
  std::string ImportSample();

  grpc::Status Create(const v1::CreatePlanRequest& request, v1::Plan& plan);
  v1::Plan Get(const std::string& name);
  v1::Plan Await(const std::string& name);  // watches until the plan has ended
  // Creates and awaits; the test fails where the plan isn't accepted.
  v1::Plan Planned(const v1::CreatePlanRequest& request);
  grpc::Status Publish(const std::string& name, v1::Plan& plan);
  grpc::Status DeletePlan(const std::string& name, bool force);
  grpc::Status DeleteDataset(const std::string& name, bool force);
  v1::ListAllocationsResponse Allocations(const v1::ListAllocationsRequest& request);
  grpc::Status Download(const std::string& plan, std::vector<RegisterFile>& files);
  grpc::Status Verify(const v1::VerifyPlanRequest::Start& start, const std::vector<RegisterFile>& files,
                      v1::VerifyPlanResponse& response);

  grpc::Status CreateStudy(const v1::CreateStudyRequest::Start& start, const std::vector<RegisterFile>& files,
                           v1::Study& study);
  v1::Study AwaitStudy(const std::string& name);
  // Creates and awaits; the test fails where the study isn't accepted.
  v1::Study Studied(const v1::CreateStudyRequest::Start& start, const std::vector<RegisterFile>& files = {});
  grpc::Status Report(const std::string& study, std::vector<v1::DownloadReportResponse>& parts);

  std::unique_ptr<v1::DatasetService::Stub> datasets;
  std::unique_ptr<v1::PlanService::Stub> plans;
  std::unique_ptr<v1::StudyService::Stub> studies;
};

class Serving : public ::testing::Test {
 protected:
  Serving() {
    options.data_dir = scratch.path() + "/data";
    options.threads_per_plan = 1;
  }
  void Start();  // REQUIRES that it can
  void Stop() { server.reset(); }
  void Restart() {
    Stop();
    Start();
  }
  // The first plan of the next start waits where it has its optimum.
  void KeepTheFirstOptimum(Hold& hold);
  // The sentence with which a server refuses to start; empty where it started.
  static std::string RefusalOf(const Options& options);

  ScratchDir scratch;
  Options options;
  std::unique_ptr<Server> server;
  std::unique_ptr<Client> client;
};

v1::CreatePlanRequest Question(const std::string& dataset, std::vector<std::string> regions = {},
                               const std::string& request_id = {});

// Field by field: the bytes of equal messages with maps may differ.
bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b);

// The reason in the status's ErrorInfo, as "CODE REASON"; "CODE" where there is none.
std::string ReasonOf(const grpc::Status& status);

}  // namespace pasok::server
