// What a piece of work takes, measured in a process of its own so that neither memory nor caches carry over.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <type_traits>

namespace pasok::benchmarks {

struct Times {
  double wall_seconds = 0;
  double cpu_seconds = 0;  // of all threads
};

class Clock {
 public:
  void Start();
  Times Stop() const;

 private:
  double wall_start_ = 0, cpu_start_ = 0;
};

struct Cost : Times {
  std::int64_t extra_bytes = 0;  // the most that was resident at any time, beyond what was at the start
};

// Gives back what memory is free at the start, so that what comes has to fetch all of its own. Linux: the
// peak of the resident memory is reset through /proc/self/clear_refs.
class Meter {
 public:
  void Start();
  Cost Stop() const;

 private:
  Clock clock_;
  std::int64_t resident_start_ = 0;
};

// Runs `work` in a forked child, which writes `size` bytes from `result`. Throws where the child fails.
void RunApart(const std::function<void()>& work, void* result, std::size_t size);

// What `work` returns, computed in a forked child. REQUIRES: no other threads are running.
template <class Result>
Result Apart(const std::function<Result()>& work) {
  static_assert(std::is_trivially_copyable_v<Result>);
  Result result{};
  RunApart([&] { result = work(); }, &result, sizeof result);
  return result;
}

}  // namespace pasok::benchmarks
