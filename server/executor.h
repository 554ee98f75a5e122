// A few threads of our own behind a bounded queue: gRPC's callback threads hand every piece of work to one of
// these.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace pasok::server {

// Thread-safe. Work must not throw. Pieces start in the order in which they came.
class Executor {
 public:
  using Work = std::function<void()>;

  // `after` is called after each piece of work, on its thread.
  Executor(int threads, std::size_t queue_limit, Work after = nullptr);
  ~Executor();  // as Stop
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // False where `queue_limit` pieces wait already: say so to the caller.
  [[nodiscard]] bool TrySubmit(Work work);
  // The next step of a call that was admitted before; never refused, since each call has one such step at
  // most.
  void Continue(Work work);
  // Does what waits and ends the threads. No work may be submitted any more.
  void Stop();

 private:
  void Loop();

  const std::size_t queue_limit_;
  const Work after_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace pasok::server
