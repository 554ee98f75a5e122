#include "server/run_queue.h"

#include <utility>

#include "engine/heap/heap.h"
#include "server/fault.h"

namespace pasok::server {

RunQueue::RunQueue(int workers, int limit, std::chrono::milliseconds idle)
    : worker_count_(workers), limit_(static_cast<std::size_t>(limit)), idle_(idle) {}

RunQueue::~RunQueue() { Stop(); }

void RunQueue::Start() {
  for (int i = 0; i < worker_count_; ++i) workers_.emplace_back([this] { Loop(); });
}

void RunQueue::OweMemory() {
  if (memory_to_give_back_) return;
  {
    const std::lock_guard lock(mutex_);
    memory_to_give_back_ = true;
  }
  changed_.notify_one();
}

void RunQueue::Admit() const {
  if (stopping_) throw ShuttingDown();
  if (waiting_.size() >= limit_) throw QueueFull(static_cast<int>(limit_));
}

void RunQueue::Add(EntryPtr entry) {
  waiting_.push_back(std::move(entry));
  TellPositions();
  changed_.notify_one();
}

void RunQueue::Remove(const EntryPtr& entry) {
  if (std::erase(waiting_, entry) > 0) TellPositions();
}

bool RunQueue::Pause(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds length) {
  return !stopped_.wait_for(lock, length, [this] { return stopping_; });
}

void RunQueue::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const EntryPtr& entry : waiting_) entry->ServerStops();
    for (const EntryPtr& entry : running_) entry->ServerStops();
  }
  changed_.notify_all();
  stopped_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  const std::lock_guard lock(mutex_);  // calls may still add and remove
  waiting_.clear();
}

void RunQueue::Loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    WaitForWork(lock);
    if (stopping_) return;
    const EntryPtr entry = waiting_.front();
    waiting_.pop_front();
    running_.insert(entry);
    TellPositions();
    lock.unlock();
    entry->Run();
    lock.lock();
    running_.erase(entry);
    memory_to_give_back_ = true;
  }
}

void RunQueue::WaitForWork(std::unique_lock<std::mutex>& lock) {
  const auto has_work = [this] { return stopping_ || !waiting_.empty(); };
  while (!has_work()) {
    if (!memory_to_give_back_) {
      changed_.wait(lock);
    } else if (!changed_.wait_for(lock, idle_, has_work) && running_.empty()) {
      memory_to_give_back_ = false;
      lock.unlock();
      GiveBackFreeMemory();
      lock.lock();
    }
  }
}

void RunQueue::TellPositions() {
  int position = 0;
  for (const EntryPtr& entry : waiting_) entry->Stand(position++);
}

}  // namespace pasok::server
