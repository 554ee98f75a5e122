// Requests that no honest client sends, and some that one might: refused in words.
#include <google/protobuf/wrappers.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/server/plan_service.h"
#include "tests/server/study_serving.h"

namespace pasok::server {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

using OddRequestsTest = PlanServiceTest;

// Field 1 of GetPlanRequest and of WatchPlanRequest is the name, as of BytesValue the value.
TEST_F(OddRequestsTest, ANameThatIsNotUtf8IsRefusedInWords) {
  std::mutex mutex;
  std::vector<std::string> logged;
  options.log_level = LogLevel::kInfo;
  options.log = [&](LogLevel, const std::string& line) {
    const std::lock_guard lock(mutex);
    logged.push_back(line.substr(0, line.find(' ', line.find(' ') + 1)));
  };
  Restart();
  grpc::TemplatedGenericStub<google::protobuf::BytesValue, google::protobuf::BytesValue> stub(
      server->InProcessChannel());
  google::protobuf::BytesValue request, response;
  request.set_value("plans/\xff");
  for (const char* method : {"/pasok.v1.PlanService/GetPlan", "/pasok.v1.PlanService/WatchPlan"}) {
    Context context;
    context.AddMetadata("accept-language", "id");
    std::promise<grpc::Status> answered;
    stub.UnaryCall(&context, method, {}, &request, &response,
                   [&](grpc::Status status) { answered.set_value(std::move(status)); });
    const grpc::Status status = answered.get_future().get();
    EXPECT_EQ(ReasonOf(status), "INVALID_ARGUMENT INVALID_MESSAGE") << method;
    EXPECT_THAT(status.error_message(), HasSubstr("UTF-8"));
    EXPECT_THAT(status.error_details(), HasSubstr("bukan UTF-8"));
  }
  Stop();
  EXPECT_THAT(logged, IsSupersetOf({"/pasok.v1.PlanService/GetPlan INVALID_ARGUMENT",
                                    "/pasok.v1.PlanService/WatchPlan INVALID_ARGUMENT"}));
}

// A newer client's, say.
TEST_F(OddRequestsTest, AMethodThatThereIsNotIsNoDamagedMessage) {
  grpc::TemplatedGenericStub<google::protobuf::BytesValue, google::protobuf::BytesValue> stub(
      server->InProcessChannel());
  google::protobuf::BytesValue request, response;
  Context context;
  std::promise<grpc::Status> answered;
  stub.UnaryCall(&context, "/pasok.v1.PlanService/Dream", {}, &request, &response,
                 [&](grpc::Status status) { answered.set_value(std::move(status)); });
  EXPECT_EQ(answered.get_future().get().error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(OddRequestsTest, ATimeLimitThatNothingCouldKeepIsRefused) {
  v1::CreatePlanRequest request = Question(toy);
  request.set_time_limit_seconds(5e-324);
  v1::Plan plan;
  const grpc::Status status = client->Create(request, plan);
  EXPECT_EQ(ReasonOf(status), "INVALID_ARGUMENT INVALID_FIELD");
  EXPECT_THAT(status.error_message(),
              HasSubstr("time_limit_seconds: must be 0, for no limit, or between 0.001"));
}

class SmallUploadBudget : public StudyServing {
 protected:
  SmallUploadBudget() { options.most_upload_bytes = 1 << 20; }
};

TEST_F(SmallUploadBudget, EmptyTextsCountAsTheMemoryThatTheyTake) {
  v1::CreateStudyRequest::Start start = EvaluationOf(dataset);
  for (int i = 0; i < 100'000; ++i) start.add_regions();
  ASSERT_LT(start.ByteSizeLong(), std::size_t{1} << 19);
  EXPECT_EQ(RefusalOf(start, files), "OUT_OF_RANGE UPLOAD_TOO_LARGE");
}

using LargeEvaluation = StudyServing;

TEST_F(LargeEvaluation, AllocationsThatNobodyMadeByHandAreRefusedUnread) {
  const std::vector<RegisterFile> chunks(257, {"mine.csv", std::string(1 << 20, 'x')});
  v1::Study study;
  const grpc::Status refused = client->CreateStudy(EvaluationOf(dataset), chunks, study);
  EXPECT_EQ(ReasonOf(refused), "INVALID_ARGUMENT INVALID_FIELD");
  EXPECT_EQ(refused.error_message(),
            "chunk: the allocations are larger than the 256 MiB that can be evaluated");
  EXPECT_TRUE(Listed({}).empty());
}

std::ptrdiff_t CountThreads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

TEST_F(OddRequestsTest, WhoAsksWhatThereIsToAskTakesFewThreads) {
  options.listen = "127.0.0.1:0";
  Restart();
  grpc::GenericStub reflection(
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials()));
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Context>> contexts;
  std::vector<std::unique_ptr<grpc::GenericClientAsyncReaderWriter>> calls;
  const std::ptrdiff_t before = CountThreads();
  for (int i = 0; i < 100; ++i) {
    contexts.push_back(std::make_unique<Context>());
    calls.push_back(reflection.PrepareCall(
        contexts.back().get(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue));
    calls.back()->StartCall(nullptr);
  }
  std::ptrdiff_t most = 0;
  for (int i = 0; i < 20; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    most = std::max(most, CountThreads() - before);
  }
  EXPECT_LT(most, 40);
  v1::ListPlansResponse listed;
  Context context;
  EXPECT_TRUE(client->plans->ListPlans(&context, {}, &listed).ok());
  for (const auto& each : contexts) each->TryCancel();
  queue.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) continue;
}

}  // namespace
}  // namespace pasok::server
