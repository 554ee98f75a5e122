#include "client/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

#include "client/exit_code.h"

namespace pasok::client {

Interrupt::Guard::Guard(Interrupt& interrupt, Reaction reaction) : interrupt_(interrupt) {
  const std::lock_guard lock(interrupt_.mutex_);
  place_ = interrupt_.reactions_.insert(interrupt_.reactions_.end(), std::move(reaction));
  if (interrupt_.raised_) (*place_)();
}

Interrupt::Guard::~Guard() {
  const std::lock_guard lock(interrupt_.mutex_);
  interrupt_.reactions_.erase(place_);
}

Interrupt::Interrupt() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &mask_before_);
  waiter_ = std::thread([this] {
    int signal = 0;
    while (sigwait(&signals_, &signal) == 0) {
      {
        const std::lock_guard lock(mutex_);
        if (ending_) return;
      }
      if (raised()) _exit(static_cast<int>(ExitCode::kStopped));
      Raise();
    }
  });
}

Interrupt::~Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  // Wakes the waiter alone: the signal is blocked there, so sigwait takes it.
  pthread_kill(waiter_.native_handle(), SIGTERM);
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

bool Interrupt::raised() const {
  const std::lock_guard lock(mutex_);
  return raised_;
}

void Interrupt::Raise() {
  const std::lock_guard lock(mutex_);
  raised_ = true;
  for (const Reaction& reaction : reactions_) reaction();
}

}  // namespace pasok::client
