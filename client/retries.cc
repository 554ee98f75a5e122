#include "client/retries.h"

#include <algorithm>
#include <future>
#include <random>

#include "client/exit_code.h"

namespace pasok::client {

std::optional<Retries::Milliseconds> Retries::PauseAfterRefusal(Milliseconds elapsed, double chance) {
  constexpr double kShortest = 100;
  const auto longest = static_cast<double>(longest_pause_.count());
  ++refusals_;
  if (refusals_ >= kLeastAttempts && elapsed >= kPatience) return std::nullopt;
  double pause = kShortest;
  for (int i = 1; i < refusals_ && pause < longest; ++i) pause *= 2;
  return Milliseconds(static_cast<Milliseconds::rep>(std::min(pause, longest) * (0.5 + chance)));
}

std::optional<Retries::Milliseconds> Retries::PauseAfterRefusal() {
  const auto now = std::chrono::steady_clock::now();
  if (refusals_ == 0) first_refusal_ = now;
  std::random_device random;
  const double chance = std::uniform_real_distribution<double>()(random);
  return PauseAfterRefusal(std::chrono::duration_cast<Milliseconds>(now - first_refusal_), chance);
}

void WaitOrStop(Interrupt& interrupt, std::chrono::milliseconds pause) {
  std::promise<void> raised;
  const Interrupt::Guard guard(interrupt, [&] { raised.set_value(); });
  if (raised.get_future().wait_for(pause) == std::future_status::ready) {
    throw Failure(ExitCode::kStopped, "stopped");
  }
}

}  // namespace pasok::client
