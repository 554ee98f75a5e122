// What waits to be run and the threads that run it: one bounded queue for plans and studies alike.
//
// There is one lock for the queue and for everything in it, so that a position in the queue and what watchers
// are told change together. It is held for moments only, never while the store is written: that may wait for
// the disk, or for another program. Whoever changes a run in the store and then here holds `changes()` over
// both, so that such changes come one after another; it is taken before the lock. Functions that REQUIRE the
// lock say so.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace pasok::server {

class RunQueue {
 public:
  class Entry {
   public:
    virtual ~Entry() = default;
    // On a worker, without the lock. Must not throw.
    virtual void Run() = 0;
    // How many stand before it, told whenever that may have changed. With the lock.
    virtual void Stand(int position) = 0;
    // The server ends: what runs is to stop, what waits won't begin. With the lock.
    virtual void ServerStops() = 0;
  };
  using EntryPtr = std::shared_ptr<Entry>;

  // Runs nothing before Start. `limit`: how many may wait. `idle`: after so long without a run memory is
  // given back. By default, who compares and tries out asks again sooner, and is answered sooner from memory
  // at hand.
  RunQueue(int workers, int limit, std::chrono::milliseconds idle = std::chrono::seconds(10));
  ~RunQueue();  // as Stop
  RunQueue(const RunQueue&) = delete;
  RunQueue& operator=(const RunQueue&) = delete;

  // Once at most, and not after Stop.
  void Start();

  std::mutex& changes() { return changes_; }
  std::mutex& mutex() { return mutex_; }
  // Something else has used memory, perhaps much: to be given back as a run's. Without the lock, and at next
  // to no cost where some is owed already: every call says so.
  void OweMemory();
  // The next four REQUIRE the lock. A Fault where nothing more may wait.
  void Admit() const;
  void Add(EntryPtr entry);
  // Nothing where it doesn't wait (any more).
  void Remove(const EntryPtr& entry);
  bool stopping() const { return stopping_; }
  // For a worker that can't go on now: lets the lock go meanwhile. False as soon as the queue stops. REQUIRES
  // the lock, too.
  bool Pause(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds length);

  // Tells everything in it that the server stops, and waits for the workers. Not from a worker.
  void Stop();

 private:
  void Loop();
  // Until there is some, or the queue stops; meanwhile gives back the memory that runs and others have left.
  void WaitForWork(std::unique_lock<std::mutex>& lock);
  void TellPositions();

  const int worker_count_;
  const std::size_t limit_;
  const std::chrono::milliseconds idle_;
  std::mutex changes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable stopped_;  // apart from changed_, which wakes one for each piece of work
  bool stopping_ = false;
  std::atomic<bool> memory_to_give_back_ =
      false;  // set with the lock: some was used since it was last given back
  std::deque<EntryPtr> waiting_;
  std::set<EntryPtr> running_;
  std::vector<std::thread> workers_;
};

}  // namespace pasok::server
