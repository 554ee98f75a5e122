#include "server/run_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/heap/used_memory.h"

namespace pasok::server {
namespace {

using namespace std::chrono_literals;

class UsesMemory : public RunQueue::Entry {
 public:
  void Run() override {
    resident_ = UseAndFree(256 * kMegabyte);
    ran_ = true;
  }
  void Stand(int) override {}
  void ServerStops() override {}
  std::int64_t resident_ = 0;  // meanwhile; once it has run
  std::atomic<bool> ran_ = false;
};

void Add(RunQueue& queue, const RunQueue::EntryPtr& entry) {
  const std::lock_guard lock(queue.mutex());
  queue.Add(entry);
}

// Whether `holds` comes to hold.
template <class Condition>
bool Within(std::chrono::seconds most, const Condition& holds) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (!holds() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(5ms);
  return holds();
}

TEST(RunQueue, GivesMemoryBackOnceItIsIdleEachTime) {
  RunQueue queue(/*workers=*/2, /*limit=*/4, /*idle=*/50ms);
  queue.Start();
  for (int round = 0; round < 2; ++round) {
    const auto entry = std::make_shared<UsesMemory>();
    Add(queue, entry);
    ASSERT_TRUE(Within(60s, [&] { return entry->ran_.load(); }));
    ASSERT_GE(entry->resident_, 256 * kMegabyte);
    EXPECT_TRUE(Within(60s, [] { return ResidentBytes() < 128 * kMegabyte; })) << "round " << round;
  }
}

TEST(RunQueue, GivesBackWhatOthersHaveUsedToo) {
  RunQueue queue(/*workers=*/1, /*limit=*/4, /*idle=*/50ms);
  queue.Start();
  ASSERT_GE(UseAndFree(256 * kMegabyte), 256 * kMegabyte);
  queue.OweMemory();
  EXPECT_TRUE(Within(60s, [] { return ResidentBytes() < 128 * kMegabyte; }));
}

// Every call owes some: whoever gives back must neither be kept waiting nor wait itself.
TEST(RunQueue, GivesBackHoweverOftenItIsOwed) {
  RunQueue queue(/*workers=*/1, /*limit=*/4, /*idle=*/50ms);
  queue.Start();
  for (int round = 0; round < 2; ++round) {
    ASSERT_GE(UseAndFree(256 * kMegabyte), 256 * kMegabyte);
    EXPECT_TRUE(Within(60s,
                       [&] {
                         queue.OweMemory();
                         return ResidentBytes() < 128 * kMegabyte;
                       }))
        << "round " << round;
  }
}

TEST(RunQueue, KeepsMemoryUntilThen) {
  RunQueue queue(/*workers=*/1, /*limit=*/4, /*idle=*/1h);
  queue.Start();
  const auto entry = std::make_shared<UsesMemory>();
  Add(queue, entry);
  ASSERT_TRUE(Within(60s, [&] { return entry->ran_.load(); }));
  std::this_thread::sleep_for(100ms);
  EXPECT_GE(ResidentBytes(), 256 * kMegabyte);
}

// Says whether the queue's lock was held when the queue let go of it.
class SeesTheLock : public RunQueue::Entry {
 public:
  SeesTheLock(RunQueue& queue, bool& held) : queue_(queue), held_(held) {}
  ~SeesTheLock() override {
    std::thread([this] {  // by another thread than the one that may hold it
      held_ = !queue_.mutex().try_lock();
      if (!held_) queue_.mutex().unlock();
    })
        .join();
  }
  void Run() override {}
  void Stand(int) override {}
  void ServerStops() override {}

 private:
  RunQueue& queue_;
  bool& held_;
};

// Calls that are still being answered add and remove meanwhile.
TEST(RunQueue, LetsGoOfWhatWaitsUnderItsLock) {
  bool held = false;
  RunQueue queue(/*workers=*/1, /*limit=*/4);
  Add(queue, std::make_shared<SeesTheLock>(queue, held));
  queue.Stop();
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace pasok::server
