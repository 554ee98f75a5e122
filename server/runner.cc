#include "server/runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "server/call.h"
#include "server/convert.h"
#include "server/plan_runner.h"
#include "server/status.h"
#include "server/store/records.h"
#include "server/study_runner.h"

namespace pasok::server {
namespace {

using Clock = std::chrono::steady_clock;

// More often than this a person sees nothing and a fast client only costs.
constexpr auto kLeastBetweenTelling = std::chrono::milliseconds(50);
constexpr int kFinalStateAttempts = 3;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(200);
constexpr auto kBetweenBeginnings = std::chrono::seconds(1);
// With whoever has locked the store, a backup or a person's sqlite3 shell, while a result is at stake.
constexpr auto kPatienceWithLock = std::chrono::minutes(5);

// Whether the store may do later what it was kept from: it was full, locked, or its disk failed.
bool MayPass(const Fault& fault) {
  return fault.code == grpc::StatusCode::UNAVAILABLE || fault.code == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

template <class Kind>
typename Kind::Watched FinalState(const typename Kind::Record& record, double fraction) {
  typename Kind::Watched state;
  state.set_state(record.state());
  state.set_fraction(record.state() == Kind::Record::SUCCEEDED ? 1 : fraction);
  Kind::TellEnd(record, state);
  return state;
}

}  // namespace

template <class Kind>
struct Runner<Kind>::Job final : RunQueue::Entry, std::enable_shared_from_this<Job> {
  Job(Runner& its_runner, std::string its_id) : runner(its_runner), id(std::move(its_id)) {
    now.set_state(Record::QUEUED);
  }
  void Run() override { runner.Run(this->shared_from_this()); }
  void Stand(int position) override {
    if (now.queue_position() == position) return;
    now.set_queue_position(position);
    TellWatchers();
  }
  void ServerStops() override {
    if (stop != nullptr) return stop->Ask();
    watchers.ForEach([](Watcher& watcher) { watcher.Abandon(ShuttingDown()); });
  }
  void TellWatchers() {
    told = Clock::now();
    watchers.Tell(now);
  }

  Runner& runner;
  const std::string id;
  std::unique_ptr<StopToken> stop;  // set when the run begins
  Watched now;
  Clock::time_point told{};
  Watchers<Watched> watchers;
  bool cancelled = false;  // asked to stop and to keep what it has
  bool storing = false;    // the result is on its way to the store: too late to cancel
  bool ended = false;
};

template <class Kind>
Runner<Kind>::Runner(typename Kind::Store& store, Make make, RunQueue& queue, Log& log)
    : store_(store), make_(std::move(make)), queue_(queue), log_(log) {
  const TakenUp found = store_.TakeUp();
  const std::lock_guard lock(queue_.mutex());
  for (const std::string& name : found.unreadable)
    log_.Write(LogLevel::kError, name + " FAILED: what is stored of it can't be read");
  for (const std::string& id : found.waiting) Enqueue(id);
}

template <class Kind>
Runner<Kind>::~Runner() {
  queue_.Stop();
}

template <class Kind>
typename Kind::Record Runner<Kind>::Create(Question question) {
  const std::lock_guard changes(queue_.changes());
  SettleAll();
  const auto admit = [this] {
    const std::lock_guard lock(queue_.mutex());
    queue_.Admit();
  };
  auto creation = store_.Create(std::move(question), admit);
  Record& record = Kind::RecordOf(creation);
  const std::string id = Kind::IdIn(record.name());
  if (const auto end = unstored_.find(id); end != unstored_.end()) return end->second;
  // One that waits in the store alone is one whose question couldn't be read.
  const bool left_behind = !creation.queued && record.state() == Record::QUEUED && !jobs_.contains(id);
  if (left_behind) admit();  // as the store has asked of what it queued
  if (creation.queued || left_behind) {
    log_.Write(LogLevel::kInfo, record.name() + " QUEUED");
    const std::lock_guard lock(queue_.mutex());
    Enqueue(id);
  }
  return std::move(record);
}

template <class Kind>
void Runner<Kind>::Enqueue(const std::string& id) {
  const auto job = std::make_shared<Job>(*this, id);
  jobs_[id] = job;
  queue_.Add(job);
}

template <class Kind>
typename Kind::Record Runner<Kind>::Find(const std::string& id) {
  if (any_unstored_) {
    const std::lock_guard lock(queue_.mutex());
    if (const auto end = unstored_.find(id); end != unstored_.end()) return end->second;
  }
  auto record = store_.Find(id);
  if (!record) throw Kind::NotFound(id);
  return *std::move(record);
}

template <class Kind>
void Runner<Kind>::Settle() {
  if (!any_unstored_) return;
  const std::unique_lock changes(queue_.changes(), std::try_to_lock);
  if (changes) SettleAll();
}

template <class Kind>
void Runner<Kind>::Complete(std::vector<Record>& records) {
  if (!any_unstored_) return;
  const std::lock_guard lock(queue_.mutex());
  for (Record& record : records) {
    const auto end = unstored_.find(Kind::IdIn(record.name()));
    if (end != unstored_.end()) record = end->second;
  }
}

template <class Kind>
void Runner<Kind>::SettleAll() {
  // Where the store fails it does so for all.
  while (!unstored_.empty() && !Attempt(log_, [&] { store_.Update(unstored_.begin()->second); })) {
    const std::lock_guard lock(queue_.mutex());
    unstored_.erase(unstored_.begin());
  }
  any_unstored_ = !unstored_.empty();
}

template <class Kind>
typename Runner<Kind>::JobPtr Runner<Kind>::JobOf(const std::string& id) const {
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? nullptr : found->second;
}

template <class Kind>
typename Kind::Record Runner<Kind>::Cancel(const std::string& id) {
  LastWords words;
  const std::lock_guard changes(queue_.changes());
  const JobPtr job = JobOf(id);
  if (job == nullptr) {
    Record record = Find(id);
    // One whose question couldn't be read; nobody watches it any more.
    if (record.state() == Record::QUEUED) StoreAsCancelled(record);
    return record;
  }
  if (job->storing) return Find(id);
  if (!Kind::kKeepsPart || job->stop == nullptr) return EndAsCancelled(job, words);
  {
    const std::lock_guard lock(queue_.mutex());
    job->cancelled = true;
    job->stop->Ask();
    job->now.set_stage("stopping");
    job->TellWatchers();
  }
  return Find(id);
}

template <class Kind>
void Runner<Kind>::StoreAsCancelled(Record& record) {
  record.set_state(Record::CANCELLED);
  *record.mutable_end_time() = Now();
  *record.mutable_error() = ToStoredStatus(Kind::Cancelled());
  store_.Update(record);
}

template <class Kind>
typename Kind::Record Runner<Kind>::EndAsCancelled(const JobPtr& job, LastWords& words) {
  Record record = Find(job->id);
  StoreAsCancelled(record);
  const std::lock_guard lock(queue_.mutex());
  if (job->stop != nullptr) job->stop->Ask();
  End(job, record, words);
  return record;
}

template <class Kind>
void Runner<Kind>::Delete(const std::string& id, bool force) {
  LastWords words;
  const std::lock_guard changes(queue_.changes());
  if (const JobPtr job = JobOf(id)) {
    if (job->stop != nullptr) throw Kind::StillRunning(id);
    EndAsCancelled(job, words);
  }
  SettleAll();
  Remove(id, force);
}

template <class Kind>
void Runner<Kind>::Discard(const std::string& id) {
  LastWords words;
  const std::lock_guard changes(queue_.changes());
  if (const JobPtr job = JobOf(id)) {
    if (job->storing) throw Kind::StillRunning(id);
    EndAsCancelled(job, words);
  }
  Remove(id, true);
}

template <class Kind>
void Runner<Kind>::Remove(const std::string& id, bool force) {
  store_.Delete(id, force);
  const std::lock_guard lock(queue_.mutex());
  unstored_.erase(id);
}

template <class Kind>
void Runner<Kind>::Watch(const std::string& id, const std::shared_ptr<Watcher>& watcher) {
  if (WatchJob(id, watcher)) return;
  Record record = Find(id);
  if (!IsEnd(record)) {
    // On its way from the store to the queue, or left in the store alone.
    const std::lock_guard changes(queue_.changes());
    if (WatchJob(id, watcher)) return;
    record = Find(id);
  }
  watcher->Tell(std::make_shared<const Watched>(FinalState<Kind>(record, 0)));
}

// False where it neither waits nor runs.
template <class Kind>
bool Runner<Kind>::WatchJob(const std::string& id, const std::shared_ptr<Watcher>& watcher) {
  const std::lock_guard lock(queue_.mutex());
  const JobPtr job = JobOf(id);
  if (job == nullptr) return false;
  if (queue_.stopping() && job->stop == nullptr) {
    watcher->Abandon(ShuttingDown());
  } else {
    job->watchers.Add(watcher);
    watcher->Tell(std::make_shared<const Watched>(job->now));
  }
  return true;
}

template <class Kind>
void Runner<Kind>::Run(const JobPtr& job) {
  Question question;
  if (!Begin(job, question)) return;
  Answer answer = AnswerTo(job, question);
  Record record = Kind::RecordOf(question);
  *record.mutable_end_time() = Now();
  {
    const std::scoped_lock both(queue_.changes(), queue_.mutex());
    if (job->ended) return;
    job->storing = true;
    Kind::Conclude(answer, {.cancelled = job->cancelled, .server_stops = queue_.stopping()}, record);
  }
  Conclude(job, std::move(record), answer);
}

// False where it is not to run (any more).
template <class Kind>
bool Runner<Kind>::Begin(const JobPtr& job, Question& question) {
  while (true) {
    {
      LastWords words;
      const std::lock_guard changes(queue_.changes());
      if (job->ended) return false;
      const std::optional<Fault> fault = Attempt(log_, [&] { question = StoredAsRunning(job->id); });
      const std::lock_guard lock(queue_.mutex());
      if (!fault) {
        SetRunning(job, Kind::RecordOf(question));
        if (queue_.stopping()) job->stop->Ask();  // it told who ran before this did
        return true;
      }
      log_.Write(LogLevel::kError, Kind::NameOf(job->id) + " cannot be begun: " + fault->english);
      if (!MayPass(*fault)) {
        EndUnread(job, *fault, words);
        return false;
      }
    }
    std::unique_lock lock(queue_.mutex());
    if (!queue_.Pause(lock, kBetweenBeginnings)) return false;
  }
}

template <class Kind>
typename Kind::Question Runner<Kind>::StoredAsRunning(const std::string& id) {
  std::optional<Question> question = store_.FindJob(id);
  if (!question) throw Kind::NotFound(id);
  Record& record = Kind::RecordOf(*question);
  record.set_state(Record::RUNNING);
  *record.mutable_start_time() = Now();
  store_.Update(record);
  return *std::move(question);
}

template <class Kind>
void Runner<Kind>::SetRunning(const JobPtr& job, const Record& record) {
  const double limit = record.time_limit_seconds();
  job->stop = limit > 0
                  ? std::make_unique<StopToken>(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                                   std::chrono::duration<double>(limit)))
                  : std::make_unique<StopToken>();
  log_.Write(LogLevel::kInfo, record.name() + " RUNNING");
  job->now.Clear();
  job->now.set_state(Record::RUNNING);
  job->TellWatchers();
}

// Left as it is in the store: the next start, or whoever asks for it again, takes it up.
template <class Kind>
void Runner<Kind>::EndUnread(const JobPtr& job, const Fault& fault, LastWords& words) {
  Record failed;
  failed.set_name(Kind::NameOf(job->id));
  failed.set_state(Record::FAILED);
  *failed.mutable_error() = ToStoredStatus(fault);
  End(job, failed, words);
}

template <class Kind>
typename Kind::Answer Runner<Kind>::AnswerTo(const JobPtr& job, const Question& question) {
  Answer answer;
  try {
    return make_(question, *job->stop,
                 [&](const typename Kind::Progress& progress) { Progressed(job, progress); });
  } catch (const Fault& fault) {
    answer.fault = fault;
  } catch (const StoreError& error) {
    answer.fault = StoreFault(error);
  } catch (const std::bad_alloc&) {
    answer.fault = Kind::OutOfMemory();
  } catch (const std::exception& error) {
    log_.Write(LogLevel::kError, Kind::NameOf(job->id) + " failed: " + error.what());
    answer.fault = InternalFault();
  }
  return answer;
}

template <class Kind>
void Runner<Kind>::Conclude(const JobPtr& job, Record record, const Answer& answer) {
  const bool stored =
      (Kind::HasContent(record, answer) && StoreWithContent(record, answer)) || StoreState(record);
  LastWords words;
  const std::lock_guard changes(queue_.changes());
  if (stored) SettleAll();
  const std::lock_guard lock(queue_.mutex());
  if (!stored) unstored_.insert_or_assign(job->id, record), any_unstored_ = true;
  End(job, record, words);
}

// Where it can't, the record says so and has nothing to show.
template <class Kind>
bool Runner<Kind>::StoreWithContent(Record& record, const Answer& answer) {
  const Clock::time_point end = Clock::now() + kPatienceWithLock;
  std::optional<Fault> fault;
  bool again = true;
  while (again) {
    fault = Attempt(log_, [&] { Kind::Finish(store_, record, answer); });
    if (!fault) return true;
    log_.Write(LogLevel::kError, record.name() + " cannot be stored: " + fault->english);
    std::unique_lock lock(queue_.mutex());
    again = fault->retry_after && Clock::now() < end && queue_.Pause(lock, kBetweenAttempts);
  }
  Kind::Forget(record);
  if (record.state() == Record::SUCCEEDED) {
    record.set_state(Record::FAILED);
    *record.mutable_error() = ToStoredStatus(*fault);
  }
  return false;
}

// The state alone is small; on a full disk it fits as soon as a little is freed. If that is after a restart,
// that says INTERRUPTED.
template <class Kind>
bool Runner<Kind>::StoreState(const Record& record) {
  for (int attempt = 1; attempt <= kFinalStateAttempts; ++attempt) {
    const std::optional<Fault> fault = Attempt(log_, [&] { store_.Update(record); });
    if (!fault) return true;
    log_.Write(LogLevel::kError, record.name() + " cannot be stored: " + fault->english);
    std::this_thread::sleep_for(kBetweenAttempts);
  }
  return false;
}

template <class Kind>
void Runner<Kind>::Progressed(const JobPtr& job, const typename Kind::Progress& progress) {
  const std::lock_guard lock(queue_.mutex());
  if (job->ended || job->cancelled) return;
  Watched now = Kind::Telling(progress);
  now.set_fraction(std::max(job->now.fraction(), std::isfinite(now.fraction()) ? now.fraction() : 0));
  // What is told of for the first time is never skipped: silence may follow for long.
  const bool news = Kind::IsNews(job->now, now);
  job->now = std::move(now);
  if (news || Clock::now() - job->told >= kLeastBetweenTelling) job->TellWatchers();
}

template <class Kind>
void Runner<Kind>::End(const JobPtr& job, const Record& record, LastWords& words) {
  log_.Write(LogLevel::kInfo, record.name() + " " + Record::State_Name(record.state()));
  job->ended = true;
  words.Set(FinalState<Kind>(record, job->now.fraction()), std::exchange(job->watchers, {}));
  jobs_.erase(job->id);
  queue_.Remove(job);
}

template class Runner<PlanKind>;
template class Runner<StudyKind>;

}  // namespace pasok::server
