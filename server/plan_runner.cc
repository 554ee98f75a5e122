#include "server/plan_runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>
#include <utility>

#include "server/call.h"
#include "server/convert.h"
#include "server/names.h"
#include "server/status.h"

namespace pasok::server {
namespace {

using Clock = std::chrono::steady_clock;

// More often than this a person sees nothing and a fast client only costs.
constexpr auto kLeastBetweenTelling = std::chrono::milliseconds(50);
constexpr int kFinalStateAttempts = 3;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(200);

// A stored error is read by anybody, so it speaks both languages.
google::rpc::Status Stored(const Fault& fault) { return ToRpcStatus(fault, Language::kIndonesian); }

Fault CancelledOnRequest() {
  return {.code = grpc::StatusCode::CANCELLED,
          .reason = "CANCELLED",
          .english = "the plan was cancelled on request",
          .indonesian = "rencana dibatalkan atas permintaan"};
}

Fault OutOfMemory() {
  return {.code = grpc::StatusCode::RESOURCE_EXHAUSTED,
          .reason = "OUT_OF_MEMORY",
          .english = "the server's memory does not suffice for this plan; plan fewer regions at once",
          .indonesian =
              "memori server tidak cukup untuk rencana ini; rencanakan lebih sedikit wilayah sekaligus"};
}

v1::WatchPlanResponse FinalState(const v1::Plan& plan, double fraction) {
  v1::WatchPlanResponse state;
  state.set_state(plan.state());
  state.set_fraction(plan.state() == v1::Plan::SUCCEEDED ? 1 : fraction);
  if (plan.has_summary()) {
    const v1::Certificate& certificate = plan.summary().certificate();
    state.set_incumbent_sen(certificate.primal_sen());
    state.set_bound_sen(certificate.dual_sen());
    state.set_gap_percent(certificate.gap_percent());
  }
  *state.mutable_plan() = plan;
  return state;
}

}  // namespace

struct PlanRunner::Job {
  std::string id;
  std::unique_ptr<StopToken> stop;  // set when the run begins
  v1::WatchPlanResponse now;
  Clock::time_point told{};
  std::vector<std::weak_ptr<PlanWatcher>> watchers;
  bool storing = false;  // the result is on its way to the store: too late to cancel
  bool ended = false;
};

PlanRunner::PlanRunner(PlanStore& plans, Make make, int workers, int queue_limit, Log& log)
    : plans_(plans), make_(std::move(make)), queue_limit_(static_cast<std::size_t>(queue_limit)), log_(log) {
  for (const std::string& id : plans_.TakeUp()) Enqueue(id);
  for (int i = 0; i < workers; ++i) workers_.emplace_back([this] { Loop(); });
}

PlanRunner::~PlanRunner() { Stop(); }

v1::Plan PlanRunner::Create(const PlanJob& job) {
  const std::lock_guard lock(mutex_);
  const auto admit = [this] {
    if (stopping_) throw ShuttingDown();
    if (waiting_.size() >= queue_limit_) throw QueueFull(static_cast<int>(queue_limit_));
  };
  PlanStore::Creation creation = plans_.Create(job, admit);
  const std::string id = PlanIdOf(creation.plan.name(), "name");
  // One that waits in the store alone is one that a failing store kept from beginning.
  const bool left_behind = creation.plan.state() == v1::Plan::QUEUED && !jobs_.contains(id);
  if (creation.queued || left_behind) {
    log_.Write(LogLevel::kInfo, creation.plan.name() + " QUEUED");
    Enqueue(id);
  }
  return std::move(creation.plan);
}

void PlanRunner::Enqueue(const std::string& id) {
  const auto job = std::make_shared<Job>();
  job->id = id;
  job->now.set_state(v1::Plan::QUEUED);
  jobs_[id] = job;
  waiting_.push_back(job);
  TellPositions();
  changed_.notify_one();
}

v1::Plan PlanRunner::Cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found != jobs_.end() && !found->second->storing) {
    const JobPtr job = found->second;  // ending it takes it out of the map
    return CancelLocked(job);
  }
  auto plan = plans_.Find(id);
  if (!plan) throw PlanNotFound(PlanName(id));
  return *std::move(plan);
}

v1::Plan PlanRunner::CancelLocked(const JobPtr& job) {
  auto plan = plans_.Find(job->id);
  if (!plan) throw PlanNotFound(PlanName(job->id));
  plan->set_state(v1::Plan::CANCELLED);
  *plan->mutable_end_time() = Now();
  *plan->mutable_error() = Stored(CancelledOnRequest());
  plans_.Update(*plan);
  if (job->stop != nullptr) job->stop->Ask();
  End(job, *plan);
  return *std::move(plan);
}

void PlanRunner::Delete(const std::string& id, bool force) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found != jobs_.end()) {
    const JobPtr job = found->second;
    if (job->stop != nullptr) throw PlanStillRunning(PlanName(id));
    CancelLocked(job);
  }
  plans_.Delete(id, force);
}

void PlanRunner::Watch(const std::string& id, const std::shared_ptr<PlanWatcher>& watcher) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) {
    const auto plan = plans_.Find(id);
    if (!plan) throw PlanNotFound(PlanName(id));
    watcher->Tell(FinalState(*plan, 0));
  } else if (stopping_ && found->second->stop == nullptr) {
    watcher->Abandon(ShuttingDown());
  } else {
    found->second->watchers.push_back(watcher);
    watcher->Tell(found->second->now);
  }
}

void PlanRunner::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [id, job] : jobs_) {
      if (job->stop != nullptr) {
        job->stop->Ask();
        continue;
      }
      for (const auto& watching : job->watchers) {
        if (const auto watcher = watching.lock()) watcher->Abandon(ShuttingDown());
      }
    }
  }
  changed_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
}

void PlanRunner::Loop() {
  while (true) {
    JobPtr job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = waiting_.front();
      waiting_.pop_front();
      TellPositions();
    }
    Run(job);
  }
}

void PlanRunner::Run(const JobPtr& job) {
  PlanJob question;
  if (!Begin(job, question)) return;
  PlanAnswer answer = Answer(job, question);
  v1::Plan plan = Concluded(question, answer);
  {
    const std::lock_guard lock(mutex_);
    if (job->ended) return;
    job->storing = true;
  }
  Conclude(job, std::move(plan), answer.content);
}

bool PlanRunner::Begin(const JobPtr& job, PlanJob& question) {
  const std::lock_guard lock(mutex_);
  if (job->ended || stopping_) return false;
  const std::optional<Fault> fault = Attempt(log_, [&] {
    auto found = plans_.FindJob(job->id);
    if (!found) throw PlanNotFound(PlanName(job->id));
    question = *std::move(found);
    question.plan.set_state(v1::Plan::RUNNING);
    *question.plan.mutable_start_time() = Now();
    plans_.Update(question.plan);
  });
  if (fault) {
    // Left as it is in the store: the next start, or whoever asks for it again, takes it up.
    log_.Write(LogLevel::kError, PlanName(job->id) + " cannot be begun: " + fault->english);
    v1::Plan plan = question.plan;
    plan.set_name(PlanName(job->id));
    plan.set_state(v1::Plan::FAILED);
    *plan.mutable_error() = Stored(*fault);
    End(job, plan);
    return false;
  }
  const double limit = question.plan.time_limit_seconds();
  job->stop = limit > 0
                  ? std::make_unique<StopToken>(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                                   std::chrono::duration<double>(limit)))
                  : std::make_unique<StopToken>();
  log_.Write(LogLevel::kInfo, question.plan.name() + " RUNNING");
  job->now.Clear();
  job->now.set_state(v1::Plan::RUNNING);
  TellWatchers(*job);
  return true;
}

PlanAnswer PlanRunner::Answer(const JobPtr& job, const PlanJob& question) {
  PlanAnswer answer;
  try {
    return make_(question, *job->stop, [&](const match::Progress& progress) { Progressed(job, progress); });
  } catch (const Fault& fault) {
    answer.fault = fault;
  } catch (const StoreError& error) {
    answer.fault = StoreFault(error);
  } catch (const std::bad_alloc&) {
    answer.fault = OutOfMemory();
  } catch (const std::exception& error) {
    log_.Write(LogLevel::kError, question.plan.name() + " failed: " + error.what());
    answer.fault = InternalFault();
  }
  return answer;
}

v1::Plan PlanRunner::Concluded(const PlanJob& question, PlanAnswer& answer) {
  v1::Plan plan = question.plan;
  *plan.mutable_end_time() = Now();
  bool interrupted = false;
  {
    const std::lock_guard lock(mutex_);
    interrupted = stopping_ && !(answer.summary && !answer.summary->stopped_early());
  }
  if (interrupted) {
    plan.set_state(v1::Plan::INTERRUPTED);
    return plan;
  }
  plan.mutable_subtracted_plans()->Assign(answer.subtracted_plans.begin(), answer.subtracted_plans.end());
  if (answer.fault) {
    plan.set_state(v1::Plan::FAILED);
    *plan.mutable_error() = Stored(*answer.fault);
    if (answer.findings.findings_size() > 0) *plan.mutable_findings() = std::move(answer.findings);
  } else {
    plan.set_state(v1::Plan::SUCCEEDED);
    *plan.mutable_summary() = *std::move(answer.summary);
  }
  return plan;
}

void PlanRunner::Conclude(const JobPtr& job, v1::Plan plan, const PlanContent& content) {
  for (int attempt = 1; attempt <= kFinalStateAttempts; ++attempt) {
    const std::optional<Fault> fault = Attempt(log_, [&] {
      if (plan.state() == v1::Plan::SUCCEEDED) {
        plans_.Finish(plan, content);
      } else {
        plans_.Update(plan);
      }
    });
    if (!fault) break;
    log_.Write(LogLevel::kError, plan.name() + " cannot be stored: " + fault->english);
    if (plan.state() == v1::Plan::SUCCEEDED) {
      plan.set_state(v1::Plan::FAILED);
      plan.clear_summary();
      *plan.mutable_error() = Stored(*fault);
    } else {
      // The state alone is small; on a full disk it fits as soon as a little is freed. If not, the next
      // start says INTERRUPTED.
      std::this_thread::sleep_for(kBetweenAttempts);
    }
  }
  const std::lock_guard lock(mutex_);
  End(job, plan);
}

void PlanRunner::Progressed(const JobPtr& job, const match::Progress& progress) {
  const std::lock_guard lock(mutex_);
  if (job->ended) return;
  v1::WatchPlanResponse now = ToProto(progress);
  now.set_fraction(std::max(job->now.fraction(), std::isfinite(progress.fraction) ? progress.fraction : 0));
  // What is told of for the first time is never skipped: silence may follow for long.
  const bool news = now.stage() != job->now.stage() ||
                    now.has_incumbent_sen() != job->now.has_incumbent_sen() ||
                    now.has_bound_sen() != job->now.has_bound_sen();
  job->now = std::move(now);
  if (news || Clock::now() - job->told >= kLeastBetweenTelling) TellWatchers(*job);
}

void PlanRunner::End(const JobPtr& job, const v1::Plan& plan) {
  log_.Write(LogLevel::kInfo, plan.name() + " " + v1::Plan::State_Name(plan.state()));
  job->ended = true;
  job->now = FinalState(plan, job->now.fraction());
  jobs_.erase(job->id);
  if (std::erase(waiting_, job) > 0) TellPositions();
  TellWatchers(*job);
}

void PlanRunner::TellWatchers(Job& job) {
  job.told = Clock::now();
  for (const auto& watching : job.watchers) {
    if (const auto watcher = watching.lock()) watcher->Tell(job.now);
  }
  std::erase_if(job.watchers, [](const auto& watching) { return watching.expired(); });
}

void PlanRunner::TellPositions() {
  int position = 0;
  for (const JobPtr& job : waiting_) {
    if (job->now.queue_position() != position) {
      job->now.set_queue_position(position);
      TellWatchers(*job);
    }
    ++position;
  }
}

}  // namespace pasok::server
