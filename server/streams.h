// The two shapes of streaming calls, as reactors that delete themselves when their call is over. The work
// runs on an executor, one step at a time; gRPC's threads only hand it over.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>

#include <chrono>
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

// Gives a client up that lets too much time pass between Begin and End. Used by one thread at a time.
class Patience {
 public:
  // `give_up` is called on a thread of gRPC's; of a call that isn't over before it has been. No `most`: there
  // is no end to it.
  Patience(std::optional<std::chrono::milliseconds> most, std::function<void()> give_up)
      : most_(most), waiting_(std::make_shared<Waiting>(std::move(give_up))) {}
  ~Patience() { End(); }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  void Begin() {
    if (!most_) return;
    waiting_->Begin();
    alarm_.emplace();
    alarm_->Set(std::chrono::system_clock::now() + *most_, [waiting = waiting_](bool passed) {
      if (passed) waiting->GiveUp();
    });
  }
  // False where the client has been given up, which ends the call.
  bool End() {
    const bool in_time = waiting_->End();
    alarm_.reset();
    return in_time;
  }

 private:
  // Outlives the call where the alarm goes off as that ends.
  class Waiting {
   public:
    explicit Waiting(std::function<void()> give_up) : give_up_(std::move(give_up)) {}
    void Begin() {
      const std::lock_guard lock(mutex_);
      waits_ = true;
    }
    bool End() {
      const std::lock_guard lock(mutex_);
      waits_ = false;
      return !given_up_;
    }
    void GiveUp() {
      {
        const std::lock_guard lock(mutex_);
        if (!waits_) return;
        waits_ = false;
        given_up_ = true;
      }
      give_up_();  // and the call may be over
    }

   private:
    std::mutex mutex_;
    const std::function<void()> give_up_;
    bool waits_ = false;
    bool given_up_ = false;
  };

  const std::optional<std::chrono::milliseconds> most_;
  const std::shared_ptr<Waiting> waiting_;
  std::optional<grpc::Alarm> alarm_;
};

// Sends what `next` fills in, once per message and only after the last one left: a slow client holds no
// thread. Where much is held meanwhile, one that doesn't take a message within `patience` is given up.
template <class Response>
class Download final : public grpc::ServerWriteReactor<Response> {
 public:
  using Shape = grpc::ServerWriteReactor<Response>;
  using Next = std::function<bool(Response& response)>;  // false: there is no more

  Download(grpc::CallbackServerContext* context, Executor& executor, Log& log, Next next,
           std::optional<std::chrono::milliseconds> patience = std::nullopt)
      : context_(context),
        executor_(executor),
        log_(log),
        next_(std::move(next)),
        patience_(patience, [this] { GiveUp(); }) {
    if (!executor_.TrySubmit([this] { Step(); })) this->Finish(StatusOf(*context_, TooBusy()));
  }
  void OnWriteDone(bool ok) override {
    if (!patience_.End()) return;
    if (!ok) return this->Finish(grpc::Status::CANCELLED);
    executor_.Continue([this] { Step(); });
  }
  void OnDone() override { delete this; }

 private:
  void Step() {
    if (context_->IsCancelled()) return this->Finish(grpc::Status::CANCELLED);
    bool more = false;
    response_.Clear();
    const grpc::Status status = Guarded(*context_, log_, [&] { more = next_(response_); });
    if (context_->IsCancelled()) return this->Finish(grpc::Status::CANCELLED);
    if (status.ok() && more) {
      patience_.Begin();
      this->StartWrite(&response_);
    } else {
      this->Finish(status);  // and `this` may be gone
    }
  }
  void GiveUp() {
    next_ = nullptr;  // with all that it holds: the status waits behind the message that isn't taken
    this->Finish(StatusOf(*context_, ClientTooSlow()));
  }

  grpc::CallbackServerContext* const context_;
  Executor& executor_;
  Log& log_;
  Next next_;
  Patience patience_;
  Response response_;
};

// Takes a `start` message and then file chunks; `complete` answers when the client has sent everything. The
// next message is read only when the last is kept. A client that leaves asks the stop token; one that sends
// nothing for longer than `patience` is given up, with its share of the budget.
//
// gRPC ends the reading in the same way where the client has sent everything, and where it has failed: at a
// message that it can't parse, or that is too large, or when the client leaves. Part of an upload must not be
// taken for all of it. So messages come as bytes and are parsed here. And before the work begins the call's
// head is sent to the client: gRPC takes a call down before it ends the reading of one that has failed, and
// nothing can be sent on it any more.
template <class Request, class Response>
class FileIntake final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  using Shape = grpc::ServerReadReactor<grpc::ByteBuffer>;
  using Start = typename Request::Start;
  using ExecutorFor = std::function<Executor&(const Start& start)>;
  using Complete = std::function<void(const Start& start, std::vector<RegisterFile> files,
                                      const StopToken& left, Response& response)>;

  FileIntake(grpc::CallbackServerContext* context, ExecutorFor executor_for, Log& log, UploadBudget& budget,
             std::chrono::milliseconds patience, grpc::ByteBuffer* response, Complete complete)
      : context_(context),
        executor_for_(std::move(executor_for)),
        log_(log),
        upload_(budget),
        response_(response),
        complete_(std::move(complete)),
        patience_(patience, [this] { GiveUp(); }) {
    Read();
  }
  void OnReadDone(bool ok) override {
    if (!patience_.End()) return;
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
    } else if (!executor_for_(start_).TrySubmit([this] { Conclude(); })) {
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
  void GiveUp() {  // gRPC ends the reading then
    upload_.Clear();
    this->Finish(StatusOf(*context_, ClientTooSlow()));
  }
  void Keep() {
    Request request;
    if (!grpc::SerializationTraits<Request>::Deserialize(&received_, &request).ok()) throw BadMessage();
    const bool first = !started_;
    started_ = true;
    if (request.has_start() != first) throw BadStreamOrder(first ? "start" : "chunk");
    if (first) {
      start_ = std::move(*request.mutable_start());
      upload_.Hold(start_.SpaceUsedLong());  // empty texts without number take two bytes each on the wire
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
  const ExecutorFor executor_for_;
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
