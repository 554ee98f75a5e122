// A request to stop early, shared between the one who asks and the one who works.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace pasok {

// Thread-safe: anybody may Ask, the worker looks at Asked every few milliseconds of work. Reading costs one
// relaxed load, and a clock look only where there is a deadline.
class StopToken {
 public:
  using Clock = std::chrono::steady_clock;

  StopToken() = default;
  explicit StopToken(Clock::time_point deadline) : deadline_(deadline) {}
  StopToken(const StopToken&) = delete;
  StopToken& operator=(const StopToken&) = delete;

  void Ask() { asked_.store(true, std::memory_order_relaxed); }
  bool Asked() const {
    return asked_.load(std::memory_order_relaxed) || (deadline_ && Clock::now() >= *deadline_);
  }
  bool DeadlinePassed() const { return deadline_ && Clock::now() >= *deadline_; }

 private:
  std::atomic<bool> asked_{false};
  std::optional<Clock::time_point> deadline_;
};

}  // namespace pasok
