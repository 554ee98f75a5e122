#include "engine/flow/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

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

TEST(ThreadsFor, TakesWhatIsAskedOrTheCores) {
  EXPECT_EQ(ThreadsFor(3), 3);
  EXPECT_GE(ThreadsFor(0), 1);
}

}  // namespace
}  // namespace pasok
