// Ctrl-C and SIGTERM as events that end calls, instead of ending the process in the middle of them.
#pragma once

#include <signal.h>

#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace pasok::client {

// Lives as long as a command. From its construction the signals are blocked in this thread and in those
// started later, and a thread of its own waits for them: so construct it before anything that starts threads.
// The first signal raises it; the second ends the process at once with exit code 4. Functions may be called
// from any thread.
class Interrupt {
 public:
  using Reaction = std::function<void()>;

  // While a guard lives, its reaction is called on the first signal, from another thread; at once where that
  // has come.
  class Guard {
   public:
    Guard(Interrupt& interrupt, Reaction reaction);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    Interrupt& interrupt_;
    std::list<Reaction>::iterator place_;
  };

  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool raised() const;

 private:
  void Raise();

  sigset_t signals_;
  sigset_t mask_before_;
  mutable std::mutex mutex_;
  bool raised_ = false;
  bool ending_ = false;
  std::list<Reaction> reactions_;
  std::thread waiter_;
};

}  // namespace pasok::client
