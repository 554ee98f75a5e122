// How a call ends: whatever its work throws becomes a status with details, in the caller's language.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "server/executor.h"
#include "server/fault.h"
#include "server/log.h"
#include "server/status.h"

namespace pasok::server {

// The fault as the status of this call, with the trailer grpc-retry-pushback-ms where a retry makes sense.
// Before Finish.
grpc::Status StatusOf(grpc::CallbackServerContext& context, const Fault& fault);

// Of the call's client.
Language LanguageFor(const grpc::ServerContextBase& context);

// Runs the work of a call and returns what it was refused for; nothing where it went well. Logs what is the
// server's fault. The making of a function may throw, but of a std::cref.
std::optional<Fault> Attempt(Log& log, const std::function<void()>& work);

// As Attempt, as a status.
grpc::Status Guarded(grpc::CallbackServerContext& context, Log& log, const std::function<void()>& work);

// Of a streaming call that is refused before it has begun.
template <class Shape>
class Refusal final : public Shape {
 public:
  explicit Refusal(const grpc::Status& status) { this->Finish(status); }
  void OnDone() override { delete this; }
};

// The reactor of a streaming call, made of these and `more`. Where that throws the call is refused: of a
// handler that throws gRPC would answer in no words that there is no such method.
template <class Reactor, class With, class... More>
typename Reactor::Shape* React(grpc::CallbackServerContext* context, With&& with, Log& log, More&&... more) {
  using Shape = typename Reactor::Shape;
  Shape* reactor = nullptr;
  const auto make = [&] {
    reactor = new Reactor(context, std::forward<With>(with), log, std::forward<More>(more)...);
  };
  const grpc::Status status = Guarded(*context, log, std::cref(make));
  return reactor != nullptr ? reactor : new Refusal<Shape>(status);
}

// A unary call whose work runs on the Executor that `executor_for` names; refused where that is full, and
// where it can't be taken there, as with React.
template <class ExecutorFor, class Work>
requires std::is_invocable_r_v<Executor&, ExecutorFor> grpc::ServerUnaryReactor* Answer(
    grpc::CallbackServerContext* context, ExecutorFor executor_for, Log& log, Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto submit = [&] {
    const bool admitted = executor_for().TrySubmit([context, reactor, &log, work = std::move(work)] {
      grpc::Status status =
          context->IsCancelled() ? grpc::Status::CANCELLED : Guarded(*context, log, std::cref(work));
      // Work may have been left off for a client that has left; the log is to say so.
      reactor->Finish(context->IsCancelled() ? grpc::Status::CANCELLED : std::move(status));
    });
    if (!admitted) throw TooBusy();
  };
  const grpc::Status status = Guarded(*context, log, std::cref(submit));
  if (!status.ok()) reactor->Finish(status);
  return reactor;
}
template <class Work>
grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, Executor& executor, Log& log,
                                 Work work) {
  return Answer(
      context, [&]() -> Executor& { return executor; }, log, std::move(work));
}

}  // namespace pasok::server
