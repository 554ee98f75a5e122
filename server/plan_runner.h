// The plans that wait and those that run: a bounded queue, a few workers, cancelling, and whoever watches.
//
// The store knows every state before anybody is told of it. Among a cancel, a result and a shutdown that come
// at once the first decides; the others find the plan ended.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/matching.h"
#include "pasok/v1/plan.pb.h"
#include "server/log.h"
#include "server/plan_maker.h"
#include "server/store/plan_store.h"

namespace pasok::server {

// Who wants to know how a plan is doing. Called with the runner's lock held: must be quick and not call back.
class PlanWatcher {
 public:
  virtual ~PlanWatcher() = default;
  // The present state, replacing whatever was told before. The last one has `plan` set.
  virtual void Tell(const v1::WatchPlanResponse& state) = 0;
  // The server ends while the plan waits; nothing more will be told.
  virtual void Abandon(const Fault& why) = 0;
};

// Thread-safe. Throws Fault for refusals, StoreError for failures.
class PlanRunner {
 public:
  using Make = std::function<PlanAnswer(const PlanJob&, const StopToken&, const match::ProgressSink&)>;

  // Takes up the store's queued plans and starts the workers.
  PlanRunner(PlanStore& plans, Make make, int workers, int queue_limit, Log& log);
  ~PlanRunner();  // as Stop

  v1::Plan Create(const PlanJob& job);
  // A running plan is CANCELLED at once; its worker is free again when the engine has noticed.
  v1::Plan Cancel(const std::string& id);
  void Delete(const std::string& id, bool force);
  // Tells the watcher of the present state, and of changes for as long as it lives.
  void Watch(const std::string& id, const std::shared_ptr<PlanWatcher>& watcher);
  // Stops running plans (INTERRUPTED) and waits for the workers. What waits stays queued in the store.
  void Stop();

 private:
  struct Job;
  using JobPtr = std::shared_ptr<Job>;

  void Loop();
  void Run(const JobPtr& job);
  bool Begin(const JobPtr& job, PlanJob& question);
  PlanAnswer Answer(const JobPtr& job, const PlanJob& question);
  v1::Plan Concluded(const PlanJob& question, PlanAnswer& answer);
  void Conclude(const JobPtr& job, v1::Plan plan, const PlanContent& content);
  void Progressed(const JobPtr& job, const match::Progress& progress);

  // The mutex is held.
  void Enqueue(const std::string& id);
  v1::Plan CancelLocked(const JobPtr& job);
  void End(const JobPtr& job, const v1::Plan& plan);
  void TellWatchers(Job& job);
  void TellPositions();

  PlanStore& plans_;
  const Make make_;
  const std::size_t queue_limit_;
  Log& log_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::map<std::string, JobPtr> jobs_;  // waiting or running, by plan id
  std::deque<JobPtr> waiting_;
  std::vector<std::thread> workers_;
};

}  // namespace pasok::server
