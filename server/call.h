// How a call ends: whatever its work throws becomes a status with details, in the caller's language.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <optional>
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
// server's fault.
std::optional<Fault> Attempt(Log& log, const std::function<void()>& work);

// As Attempt, as a status.
grpc::Status Guarded(grpc::CallbackServerContext& context, Log& log, const std::function<void()>& work);

// A unary call whose work runs on `executor`; refused where that is full.
template <class Work>
grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, Executor& executor, Log& log,
                                 Work work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool admitted = executor.TrySubmit([context, reactor, &log, work = std::move(work)] {
    grpc::Status status = context->IsCancelled() ? grpc::Status::CANCELLED : Guarded(*context, log, work);
    // Work may have been left off for a client that has left; the log is to say so.
    reactor->Finish(context->IsCancelled() ? grpc::Status::CANCELLED : std::move(status));
  });
  if (!admitted) reactor->Finish(StatusOf(*context, TooBusy()));
  return reactor;
}

}  // namespace pasok::server
