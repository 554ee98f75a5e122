#include "engine/flow/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

// Sanitizers bring an allocator of their own, which isn't to be mixed with another.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PASOK_MEMORY_MAY_RUN_OUT
#endif

#ifdef PASOK_MEMORY_MAY_RUN_OUT
namespace {

// This thread gets memory so many times more, and then none; below 0: always.
thread_local int allocations_left = -1;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (void* const memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

namespace pasok {
namespace {

TEST(ForEachTask, CallsEachOnce) {
  for (const int threads : {1, 2, 7}) {
    for (const int count : {0, 1, 5, 1000}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      ForEachTask(count, threads, [&](int i) { ++calls[static_cast<std::size_t>(i)]; });
      for (const std::atomic<int>& times : calls) EXPECT_EQ(times, 1);
    }
  }
}

TEST(ForEachBatch, HandsOutEachNumberOnce) {
  for (const int threads : {1, 2, 7}) {
    for (const std::int32_t count : {0, 1, kBatch - 1, kBatch, kBatch + 1, 5 * kBatch}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      ForEachBatch(count, threads, [&](std::int32_t first, std::int32_t end) {
        EXPECT_LE(end - first, kBatch);
        for (std::int32_t i = first; i < end; ++i) ++calls[static_cast<std::size_t>(i)];
      });
      for (const std::atomic<int>& times : calls) EXPECT_EQ(times, 1);
    }
  }
}

TEST(AtOnce, CallsEachOnce) {
  for (const int threads : {1, 2, 7}) {
    std::atomic<int> calls{0};
    AtOnce(
        threads, [&] { calls += 1; }, [&] { calls += 10; }, [&] { calls += 100; });
    EXPECT_EQ(calls, 111);
  }
}

TEST(ForEachTask, NumbersItsWorkersFromTheCallersThreadOn) {
  const std::thread::id caller = std::this_thread::get_id();
  const StopToken stop;
  std::atomic<int> strangers{0};
  EXPECT_TRUE(ForEachTask(1000, 3, stop, [&](std::int64_t, int worker) {
    if (worker < 0 || worker >= 3 || (worker == 0) != (std::this_thread::get_id() == caller)) ++strangers;
  }));
  EXPECT_EQ(strangers, 0);
}

TEST(ForEachTask, StopsWhereItIsAsked) {
  StopToken stop;
  std::atomic<int> calls{0};
  EXPECT_FALSE(ForEachTask(1'000'000, 2, stop, [&](std::int64_t, int) {
    if (++calls == 10) stop.Ask();
  }));
  EXPECT_LT(calls, 1000);
}

// Memory that runs out on one thread must end the work, not the process.
TEST(ForEachTask, ThrowsAgainWhatATaskThrewOnAnyThread) {
  for (const int threads : {1, 2, 7}) {
    std::atomic<int> running{0};
    const auto work = [&] {
      ForEachTask(1000, threads, [&](int i) {
        ++running;
        if (i == 3) throw std::bad_alloc();
        --running;
      });
    };
    EXPECT_THROW(work(), std::bad_alloc);
    EXPECT_EQ(running, 1) << "all other tasks have ended";
  }
  const auto all_throw = [] { ForEachTask(8, 4, [](int) { throw std::runtime_error("each"); }); };
  EXPECT_THROW(all_throw(), std::runtime_error);
}

#ifdef PASOK_MEMORY_MAY_RUN_OUT
// Wherever it happens in the making of the threads, those that there are already leave out what isn't begun.
TEST(ForEachTask, EndsSoonWhereThereIsNoMemoryForAThread) {
  int failed = 0;
  for (int enough = 0; enough < 8; ++enough) {
    std::atomic<int> calls{0};
    const std::function<void(std::int64_t, int)> task = [&](std::int64_t, int) {
      ++calls;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    const StopToken stop;
    bool has_failed = false;
    allocations_left = enough;
    try {
      ForEachTask(300, 3, stop, task);
    } catch (const std::bad_alloc&) {
      has_failed = true;
    }
    allocations_left = -1;
    failed += has_failed;
    if (has_failed) {
      EXPECT_LT(calls, 100) << enough;
    } else {
      EXPECT_EQ(calls, 300) << enough;
    }
  }
  EXPECT_GE(failed, 4);
}
#endif

TEST(ThreadsFor, TakesWhatIsAskedOrTheCores) {
  EXPECT_EQ(ThreadsFor(3), 3);
  EXPECT_GE(ThreadsFor(0), 1);
}

}  // namespace
}  // namespace pasok
