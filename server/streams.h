// The three shapes of streaming calls, as reactors that delete themselves when their call is over. The work
// runs on an executor, one step at a time; gRPC's threads only hand it over.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
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

// Sends what `work` emits, holding its thread while the client is slow: for producers that can't pause. A
// client that doesn't take a message within kMostPatience counts as gone.
template <class Response>
class Push final : public grpc::ServerWriteReactor<Response> {
 public:
  static constexpr auto kMostPatience = std::chrono::seconds(60);
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
  // false: the client has left. One that has only stopped reading is sent away, so that its last message
  // leaves nobody waiting.
  bool AwaitWritten(std::unique_lock<std::mutex>& lock) {
    const auto written = [this] { return !writing_; };
    if (!changed_.wait_for(lock, kMostPatience, written)) {
      context_->TryCancel();
      changed_.wait(lock, written);
      left_ = true;
    }
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

// Sends a client away that lets too much time pass between Begin and End. Not thread-safe.
class Patience {
 public:
  // Of a call that is over only after this.
  Patience(grpc::CallbackServerContext& context, std::chrono::milliseconds most)
      : most_(most), waiting_(std::make_shared<Waiting>(context)) {}
  ~Patience() { End(); }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  void Begin() {
    waiting_->Set(true);
    alarm_.emplace();
    alarm_->Set(std::chrono::system_clock::now() + most_, [waiting = waiting_](bool passed) {
      if (passed) waiting->GiveUp();
    });
  }
  void End() {
    waiting_->Set(false);
    alarm_.reset();
  }

 private:
  // Outlives the call where the alarm goes off as that ends.
  class Waiting {
   public:
    explicit Waiting(grpc::CallbackServerContext& context) : context_(context) {}
    void Set(bool waits) {
      const std::lock_guard lock(mutex_);
      waits_ = waits;
    }
    void GiveUp() {
      const std::lock_guard lock(mutex_);
      if (waits_) context_.TryCancel();
    }

   private:
    std::mutex mutex_;
    grpc::CallbackServerContext& context_;  // while it waits
    bool waits_ = false;
  };

  const std::chrono::milliseconds most_;
  const std::shared_ptr<Waiting> waiting_;
  std::optional<grpc::Alarm> alarm_;
};

// Takes a `start` message and then file chunks; `complete` answers when the client has sent everything. The
// next message is read only when the last is kept. A client that leaves asks the stop token; one that sends
// nothing for longer than `patience` is sent away, with its share of the budget.
//
// gRPC ends the reading in the same way where the client has sent everything, and where it has failed: at a
// message that it can't parse, or that is too large, or when the client leaves. Part of an upload must not be
// taken for all of it. So messages come as bytes and are parsed here. And before the work begins the call's
// head is sent to the client: gRPC takes a call down before it ends the reading of one that has failed, and
// nothing can be sent on it any more.
template <class Request, class Response>
class FileIntake final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  using Start = typename Request::Start;
  using Complete = std::function<void(const Start& start, std::vector<RegisterFile> files,
                                      const StopToken& left, Response& response)>;

  FileIntake(grpc::CallbackServerContext* context, Executor& executor, Log& log, UploadBudget& budget,
             std::chrono::milliseconds patience, grpc::ByteBuffer* response, Complete complete)
      : context_(context),
        executor_(executor),
        log_(log),
        upload_(budget),
        response_(response),
        complete_(std::move(complete)),
        patience_(*context, patience) {
    Read();
  }
  void OnReadDone(bool ok) override {
    patience_.End();
    if (ok) {
      const grpc::Status status = Guarded(*context_, log_, [this] { Keep(); });
      if (status.ok()) return Read();
      upload_.Clear();
      this->Finish(status);
    } else {
      this->StartSendInitialMetadata();
    }
  }
  void OnSendInitialMetadataDone(bool ok) override {
    if (!ok || context_->IsCancelled()) {
      upload_.Clear();
      this->Finish(grpc::Status::CANCELLED);
    } else if (!executor_.TrySubmit([this] { Conclude(); })) {
      upload_.Clear();
      this->Finish(StatusOf(*context_, TooBusy()));
    }
  }
  void OnCancel() override { left_.Ask(); }
  void OnDone() override { delete this; }

 private:
  void Read() {
    patience_.Begin();
    this->StartRead(&received_);
  }
  void Keep() {
    Request request;
    if (!grpc::SerializationTraits<Request>::Deserialize(&received_, &request).ok()) throw BadMessage();
    const bool first = !started_;
    started_ = true;
    if (request.has_start() != first) throw BadStreamOrder(first ? "start" : "chunk");
    if (first) {
      start_ = std::move(*request.mutable_start());
      upload_.Hold(start_.ByteSizeLong());
    } else if (request.has_chunk()) {
      upload_.Add(*request.mutable_chunk());
    } else {
      throw BadStreamOrder("chunk");
    }
  }
  void Conclude() {
    const grpc::Status status = Guarded(*context_, log_, [this] {
      if (!started_) throw BadStreamOrder("start");
      if (left_.Asked()) return;  // while this waited for its turn
      Response answer;
      complete_(start_, upload_.Join(), left_, answer);
      bool is_own = false;  // the bytes are the buffer's
      if (!grpc::SerializationTraits<Response>::Serialize(answer, response_, &is_own).ok())
        throw std::runtime_error("an answer can't be written");
    });
    upload_.Clear();
    this->Finish(left_.Asked() ? grpc::Status::CANCELLED : status);  // and `this` may be gone
  }

  grpc::CallbackServerContext* const context_;
  Executor& executor_;
  Log& log_;
  Upload upload_;
  grpc::ByteBuffer* const response_;
  const Complete complete_;
  Patience patience_;
  StopToken left_;
  grpc::ByteBuffer received_;
  Start start_;
  bool started_ = false;
};

}  // namespace pasok::server
