// Handlers that fail before there is anything to answer with.
#include "server/call.h"

#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "server/unread_message.h"
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

struct Unmakeable final : grpc::ServerWriteReactor<v1::WatchPlanResponse> {
  using Shape = grpc::ServerWriteReactor<v1::WatchPlanResponse>;
  Unmakeable(grpc::CallbackServerContext*, Executor&, Log&) { throw std::bad_alloc(); }
  void OnDone() override { delete this; }
};

class Plans final : public v1::PlanService::CallbackService {
 public:
  using Write = grpc::ServerWriteReactor<v1::WatchPlanResponse>;
  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context, const v1::GetPlanRequest*,
                                    v1::Plan*) override {
    return Answer(
        context, []() -> Executor& { throw std::bad_alloc(); }, log_, [] {});
  }
  Write* WatchPlan(grpc::CallbackServerContext* context, const v1::WatchPlanRequest*) override {
    return React<Unmakeable>(context, executor_, log_);
  }
  grpc::ServerUnaryReactor* CancelPlan(grpc::CallbackServerContext*, const v1::CancelPlanRequest*,
                                       v1::Plan*) override {
    throw std::bad_alloc();
  }

 private:
  Log log_{LogLevel::kError, [](LogLevel, const std::string&) {}};
  Executor executor_{1, 1};
};

class CallTest : public ::testing::Test {
 protected:
  CallTest() {
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(std::make_unique<UnreadMessageFactory>());
    grpc::ServerBuilder builder;
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    builder.RegisterService(&plans_);
    server_ = builder.BuildAndStart();
    stub_ = v1::PlanService::NewStub(server_->InProcessChannel({}));
  }

  Plans plans_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::PlanService::Stub> stub_;
  Context context_;
};

TEST_F(CallTest, WhatCannotBeTakenIsRefused) {
  v1::Plan plan;
  EXPECT_EQ(ReasonOf(stub_->GetPlan(&context_, {}, &plan)), "RESOURCE_EXHAUSTED TOO_BUSY");
}

TEST_F(CallTest, AStreamThatCannotBeginIsRefused) {
  const auto reader = stub_->WatchPlan(&context_, {});
  v1::WatchPlanResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(ReasonOf(reader->Finish()), "RESOURCE_EXHAUSTED TOO_BUSY");
}

TEST_F(CallTest, AHandlersFaultIsNoMessages) {
  v1::Plan plan;
  EXPECT_EQ(ReasonOf(stub_->CancelPlan(&context_, {}, &plan)), "UNIMPLEMENTED");
}

}  // namespace
}  // namespace pasok::server
