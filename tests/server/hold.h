// Keeps a thread of the server where a test wants it.
#pragma once

#include <atomic>
#include <latch>

namespace pasok::server {

class Hold {
 public:
  // The first thread that comes here stays until it is let go; those after it pass.
  void Here() {
    if (taken_.exchange(true)) return;
    reached_.count_down();
    released_.wait();
  }
  void Await() { reached_.wait(); }
  void Release() { released_.count_down(); }  // REQUIRES that it wasn't called yet

 private:
  std::atomic<bool> taken_{false};
  std::latch reached_{1}, released_{1};
};

}  // namespace pasok::server
