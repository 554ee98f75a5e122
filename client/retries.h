// How long to go on with what others are in the way of only for now.
#pragma once

#include <chrono>
#include <optional>

#include "client/interrupt.h"

namespace pasok::client {

// Those who were refused together must not come back together, nor all the time: so each pause is twice as
// long as the one before, from a tenth of a second to `longest_pause`, and drawn from half to one and a half
// of that. Used from one thread.
class Retries {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit Retries(Milliseconds longest_pause = std::chrono::seconds(10)) : longest_pause_(longest_pause) {}

  // Attempts begin until so long after the first refusal. At least so many are made, though each may take
  // longer than that.
  static constexpr Milliseconds kPatience = std::chrono::minutes(2);
  static constexpr int kLeastAttempts = 3;

  // To be asked once after each refusal, `elapsed` after the first: the pause before the next attempt; none
  // where it is time to give up. `chance`: from 0 to 1.
  std::optional<Milliseconds> PauseAfterRefusal(Milliseconds elapsed, double chance);
  // By the clock and by lot.
  std::optional<Milliseconds> PauseAfterRefusal();

 private:
  Milliseconds longest_pause_;
  int refusals_ = 0;
  std::chrono::steady_clock::time_point first_refusal_;
};

// Failure (kStopped) at an interrupt.
void WaitOrStop(Interrupt& interrupt, std::chrono::milliseconds pause);

}  // namespace pasok::client
