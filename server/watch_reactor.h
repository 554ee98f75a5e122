// WatchPlan's stream: the newest state only, one write in flight.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <optional>

#include "server/call.h"
#include "server/plan_runner.h"

namespace pasok::server {

// Between the runner, which tells whenever it likes, and the stream, which takes one message at a time:
// states that come while a write is in flight replace each other. Thread-safe.
class WatchOutbox final : public PlanWatcher {
 public:
  using Reactor = grpc::ServerWriteReactor<v1::WatchPlanResponse>;
  WatchOutbox(grpc::CallbackServerContext& context, Reactor& reactor)
      : context_(context), reactor_(reactor) {}

  void Tell(const v1::WatchPlanResponse& state) override;
  void Abandon(const Fault& why) override;
  void Written(bool ok);
  void Leave();  // the client has left

 private:
  void Pump();  // the mutex is held

  std::mutex mutex_;
  grpc::CallbackServerContext& context_;  // it and the reactor may be gone once finished_
  Reactor& reactor_;
  std::optional<v1::WatchPlanResponse> pending_;
  std::optional<grpc::Status> end_;
  v1::WatchPlanResponse writing_;
  bool in_flight_ = false;
  bool finished_ = false;
};

class WatchReactor final : public WatchOutbox::Reactor {
 public:
  // Watches from `executor`.
  WatchReactor(grpc::CallbackServerContext* context, Executor& executor, Log& log, PlanRunner& runner,
               const std::string& plan_name);
  void OnWriteDone(bool ok) override { outbox_->Written(ok); }
  void OnCancel() override { outbox_->Leave(); }
  void OnDone() override { delete this; }

 private:
  const std::shared_ptr<WatchOutbox> outbox_;
};

}  // namespace pasok::server
