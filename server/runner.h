// The plans, or the studies, that wait and those that run: their states, cancelling, and whoever watches.
//
// The store knows every state before anybody is told of it, but where it fails. A run that it keeps from
// beginning waits until it can begin, since others couldn't either; one whose question can't be read is
// FAILED for those who watch, and stays QUEUED in the store for the next start, for whoever asks for it
// again, or cancels it. A result waits for a store that is locked. An end that it doesn't take is kept here,
// told to whoever asks for that run or lists runs, and stored when the next one ends or is asked for, or runs
// are listed.
// Among a cancel, a result and a shutdown that come at once the first decides; the others find the run ended.
//
// `Kind` (plan_runner.h, study_runner.h) says what differs: the messages, the store's room, what a run that
// was stopped still has to show.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/flow/stop.h"
#include "server/fault.h"
#include "server/log.h"
#include "server/run_queue.h"
#include "server/watchers.h"

namespace pasok::server {

// How a run came to its end.
struct Ending {
  bool cancelled = false;
  bool server_stops = false;
};

// Thread-safe. Throws Fault for refusals, StoreError for failures.
template <class Kind>
class Runner {
 public:
  using Record = typename Kind::Record;      // v1::Plan
  using Watched = typename Kind::Watched;    // v1::WatchPlanResponse
  using Question = typename Kind::Question;  // the record, and what it doesn't show
  using Answer = typename Kind::Answer;
  using ProgressSink = std::function<void(const typename Kind::Progress&)>;
  using Watcher = server::Watcher<Watched>;
  using Make = std::function<Answer(const Question&, const StopToken&, const ProgressSink&)>;

  // Takes up what the store has queued. The queue outlives the runner.
  Runner(typename Kind::Store& store, Make make, RunQueue& queue, Log& log);
  ~Runner();  // stops the queue: its workers may be at work for this runner
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  Record Create(Question question);
  // As the store has it, but for an end that it didn't take.
  Record Find(const std::string& id);
  // Stores what the store hasn't taken so far, if it does now; nothing where there is nothing, or while
  // another change of a run is being stored.
  void Settle();
  // Makes of records that were read from the store after Settle what Find would say.
  void Complete(std::vector<Record>& records);
  // What waits is CANCELLED at once. What runs is CANCELLED at once and its worker free again when the engine
  // has noticed; or, where the kind keeps what a stopped run has found (Kind::kKeepsPart), as soon as that is
  // stored.
  Record Cancel(const std::string& id);
  void Delete(const std::string& id, bool force);
  // Deletes whatever the state; a running one ends as CANCELLED first, with nothing to show.
  void Discard(const std::string& id);
  // Tells the watcher of the present state, and of changes for as long as it lives.
  void Watch(const std::string& id, const std::shared_ptr<Watcher>& watcher);

 private:
  struct Job;
  using JobPtr = std::shared_ptr<Job>;
  using LastWords = server::LastWords<Watched>;

  void Run(const JobPtr& job);
  bool Begin(const JobPtr& job, Question& question);
  Question StoredAsRunning(const std::string& id);
  Answer AnswerTo(const JobPtr& job, const Question& question);
  void Conclude(const JobPtr& job, Record record, const Answer& answer);
  bool StoreWithContent(Record& record, const Answer& answer);
  bool StoreState(const Record& record);
  void Progressed(const JobPtr& job, const typename Kind::Progress& progress);

  bool WatchJob(const std::string& id, const std::shared_ptr<Watcher>& watcher);
  // nullptr where it neither waits nor runs. One of the two locks is held.
  JobPtr JobOf(const std::string& id) const;

  // The queue's changes() is held.
  void SettleAll();
  void StoreAsCancelled(Record& record);
  Record EndAsCancelled(const JobPtr& job, LastWords& words);
  void Remove(const std::string& id, bool force);

  // Both locks are held.
  void Enqueue(const std::string& id);
  void SetRunning(const JobPtr& job, const Record& record);
  void EndUnread(const JobPtr& job, const Fault& fault, LastWords& words);
  void End(const JobPtr& job, const Record& record, LastWords& words);

  typename Kind::Store& store_;
  const Make make_;
  RunQueue& queue_;
  Log& log_;
  // Changed with both of the queue's locks, and so read with either.
  std::map<std::string, JobPtr> jobs_;      // waiting or running, by id
  std::map<std::string, Record> unstored_;  // ends that the store didn't take
  std::atomic<bool> any_unstored_ = false;
};

}  // namespace pasok::server
