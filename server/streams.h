// The three shapes of streaming calls, as reactors that delete themselves when their call is over. The work
// runs on an executor, one step at a time; gRPC's threads only hand it over.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

#include "engine/flow/stop.h"
#include "server/call.h"
#include "server/upload.h"

namespace pasok::server {

// Sends what `next` fills in, once per message and only after the last one left: a slow client holds no
// thread.
template <class Response>
class Download final : public grpc::ServerWriteReactor<Response> {
 public:
  using Next = std::function<bool(Response& response)>;  // false: there is no more

  Download(grpc::CallbackServerContext* context, Executor& executor, Log& log, Next next)
      : context_(context), executor_(executor), log_(log), next_(std::move(next)) {
    if (!executor_.TrySubmit([this] { Step(); })) this->Finish(StatusOf(*context_, TooBusy()));
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::CANCELLED);
    executor_.Continue([this] { Step(); });
  }
  void OnDone() override { delete this; }

 private:
  void Step() {
    bool more = false;
    response_.Clear();
    const grpc::Status status = Guarded(*context_, log_, [&] { more = next_(response_); });
    if (status.ok() && more) {
      this->StartWrite(&response_);
    } else {
      this->Finish(status);  // and `this` may be gone
    }
  }

  grpc::CallbackServerContext* const context_;
  Executor& executor_;
  Log& log_;
  const Next next_;
  Response response_;
};

// Sends what `work` emits, holding its thread while the client is slow: for producers that can't pause.
template <class Response>
class Push final : public grpc::ServerWriteReactor<Response> {
 public:
  using Emit = std::function<bool(Response response)>;  // false: the client has left
  using Work = std::function<void(const Emit& emit)>;

  Push(grpc::CallbackServerContext* context, Executor& executor, Log& log, Work work)
      : context_(context), log_(log), work_(std::move(work)) {
    if (!executor.TrySubmit([this] { Produce(); })) this->Finish(StatusOf(*context_, TooBusy()));
  }
  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    left_ = left_ || !ok;
    changed_.notify_one();
  }
  void OnDone() override { delete this; }

 private:
  void Produce() {
    const grpc::Status status = Guarded(*context_, log_, [this] {
      work_([this](Response response) {
        std::unique_lock lock(mutex_);
        if (!AwaitWritten(lock)) return false;
        writing_ = true;
        response_ = std::move(response);
        this->StartWrite(&response_);
        return true;
      });
    });
    std::unique_lock lock(mutex_);
    const bool arrived = AwaitWritten(lock);
    lock.unlock();
    this->Finish(arrived ? status : grpc::Status::CANCELLED);  // and `this` may be gone
  }
  bool AwaitWritten(std::unique_lock<std::mutex>& lock) {
    changed_.wait(lock, [this] { return !writing_; });
    return !left_;
  }

  grpc::CallbackServerContext* const context_;
  Log& log_;
  const Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool writing_ = false;
  bool left_ = false;
  Response response_;
};

// Takes a `start` message and then file chunks; `complete` answers when the client has sent everything. The
// next message is read only when the last is kept. A client that leaves asks the stop token.
template <class Request, class Response>
class FileIntake final : public grpc::ServerReadReactor<Request> {
 public:
  using Start = typename Request::Start;
  using Complete = std::function<void(const Start& start, std::vector<RegisterFile> files,
                                      const StopToken& left, Response& response)>;

  FileIntake(grpc::CallbackServerContext* context, Executor& executor, Log& log, UploadBudget& budget,
             Response* response, Complete complete)
      : context_(context),
        executor_(executor),
        log_(log),
        upload_(budget),
        response_(response),
        complete_(std::move(complete)) {
    this->StartRead(&request_);
  }
  void OnReadDone(bool ok) override {
    if (ok) {
      const grpc::Status status = Guarded(*context_, log_, [this] { Keep(); });
      if (status.ok()) return this->StartRead(&request_);
      upload_.Clear();
      this->Finish(status);
    } else if (context_->IsCancelled()) {
      this->Finish(grpc::Status::CANCELLED);
    } else if (!executor_.TrySubmit([this] { Conclude(); })) {
      this->Finish(StatusOf(*context_, TooBusy()));
    }
  }
  void OnCancel() override { left_.Ask(); }
  void OnDone() override { delete this; }

 private:
  void Keep() {
    const bool first = !started_;
    started_ = true;
    if (request_.has_start() != first) throw BadStreamOrder(first ? "start" : "chunk");
    if (first) {
      start_ = std::move(*request_.mutable_start());
      upload_.Hold(start_.ByteSizeLong());
    } else if (request_.has_chunk()) {
      upload_.Add(*request_.mutable_chunk());
    } else {
      throw BadStreamOrder("chunk");
    }
  }
  void Conclude() {
    const grpc::Status status = Guarded(*context_, log_, [this] {
      if (!started_) throw BadStreamOrder("start");
      complete_(start_, upload_.Join(), left_, *response_);
    });
    upload_.Clear();
    this->Finish(left_.Asked() ? grpc::Status::CANCELLED : status);  // and `this` may be gone
  }

  grpc::CallbackServerContext* const context_;
  Executor& executor_;
  Log& log_;
  Upload upload_;
  Response* const response_;
  const Complete complete_;
  StopToken left_;
  Request request_;
  Start start_;
  bool started_ = false;
};

}  // namespace pasok::server
