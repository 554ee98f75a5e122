// WatchPlan's and WatchStudy's stream: the newest state only, one write in flight.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "server/call.h"
#include "server/runner.h"

namespace pasok::server {

// Between the runner, which tells whenever it likes, and the stream, which takes one message at a time:
// states that come while a write is in flight replace each other. Thread-safe.
template <class Kind>
class WatchOutbox final : public Runner<Kind>::Watcher {
 public:
  using Watched = typename Kind::Watched;
  using Reactor = grpc::ServerWriteReactor<Watched>;
  WatchOutbox(grpc::CallbackServerContext& context, Reactor& reactor)
      : context_(context), reactor_(reactor) {}

  void Tell(const std::shared_ptr<const Watched>& state) override {
    const std::lock_guard lock(mutex_);
    if (end_) return;
    pending_ = state;
    if (Kind::IsEnd(*state)) end_ = grpc::Status::OK;
    Pump();
  }
  void Abandon(const Fault& why) override {
    const std::lock_guard lock(mutex_);
    if (end_) return;
    end_ = StatusOf(context_, why);
    Pump();
  }
  void Written(bool ok) {
    const std::lock_guard lock(mutex_);
    in_flight_ = false;
    writing_.reset();
    if (!ok) {
      pending_.reset();
      end_ = grpc::Status::CANCELLED;
    }
    Pump();
  }
  void Leave() {  // the client has left
    const std::lock_guard lock(mutex_);
    pending_.reset();
    end_ = grpc::Status::CANCELLED;
    Pump();
  }

 private:
  void Pump() {  // the mutex is held
    if (in_flight_ || finished_) return;
    if (pending_) {
      writing_ = std::exchange(pending_, nullptr);
      in_flight_ = true;
      reactor_.StartWrite(writing_.get());
    } else if (end_) {
      finished_ = true;
      reactor_.Finish(*end_);
    }
  }

  std::mutex mutex_;
  grpc::CallbackServerContext& context_;  // it and the reactor may be gone once finished_
  Reactor& reactor_;
  std::shared_ptr<const Watched> pending_;
  std::optional<grpc::Status> end_;
  std::shared_ptr<const Watched> writing_;
  bool in_flight_ = false;
  bool finished_ = false;
};

template <class Kind>
class WatchReactor final : public WatchOutbox<Kind>::Reactor {
 public:
  using Shape = typename WatchOutbox<Kind>::Reactor;
  // Watches the plan or study of that name from `executor`.
  WatchReactor(grpc::CallbackServerContext* context, Executor& executor, Log& log, Runner<Kind>& runner,
               const std::string& name)
      : outbox_(std::make_shared<WatchOutbox<Kind>>(*context, *this)) {
    // The call may be over before this runs, so only the outbox may reach for it.
    const bool admitted = executor.TrySubmit([&log, &runner, name, outbox = outbox_] {
      const auto fault = Attempt(log, [&] { runner.Watch(Kind::IdIn(name), outbox); });
      if (fault) outbox->Abandon(*fault);
    });
    if (!admitted) outbox_->Abandon(TooBusy());
  }
  void OnWriteDone(bool ok) override { outbox_->Written(ok); }
  void OnCancel() override { outbox_->Leave(); }
  void OnDone() override { delete this; }

 private:
  const std::shared_ptr<WatchOutbox<Kind>> outbox_;
};

}  // namespace pasok::server
