#include "server/watch_reactor.h"

#include <utility>

#include "server/names.h"

namespace pasok::server {

void WatchOutbox::Tell(const v1::WatchPlanResponse& state) {
  const std::lock_guard lock(mutex_);
  if (end_) return;
  pending_ = state;
  if (state.has_plan()) end_ = grpc::Status::OK;
  Pump();
}

void WatchOutbox::Abandon(const Fault& why) {
  const std::lock_guard lock(mutex_);
  if (end_) return;
  end_ = StatusOf(context_, why);
  Pump();
}

void WatchOutbox::Written(bool ok) {
  const std::lock_guard lock(mutex_);
  in_flight_ = false;
  if (!ok) {
    pending_.reset();
    end_ = grpc::Status::CANCELLED;
  }
  Pump();
}

void WatchOutbox::Leave() {
  const std::lock_guard lock(mutex_);
  pending_.reset();
  end_ = grpc::Status::CANCELLED;
  Pump();
}

void WatchOutbox::Pump() {
  if (in_flight_ || finished_) return;
  if (pending_) {
    writing_ = *std::move(pending_);
    pending_.reset();
    in_flight_ = true;
    reactor_.StartWrite(&writing_);
  } else if (end_) {
    finished_ = true;
    reactor_.Finish(*end_);
  }
}

WatchReactor::WatchReactor(grpc::CallbackServerContext* context, Executor& executor, Log& log,
                           PlanRunner& runner, const std::string& plan_name)
    : outbox_(std::make_shared<WatchOutbox>(*context, *this)) {
  // The call may be over before this runs, so only the outbox may reach for it.
  const bool admitted = executor.TrySubmit([&log, &runner, plan_name, outbox = outbox_] {
    const auto fault = Attempt(log, [&] { runner.Watch(PlanIdOf(plan_name, "name"), outbox); });
    if (fault) outbox->Abandon(*fault);
  });
  if (!admitted) outbox_->Abandon(TooBusy());
}

}  // namespace pasok::server
