#include "engine/match/visit_gains.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace pasok::match {
namespace {

constexpr std::size_t kAtATime = 96;  // requirements: those of some eight kitchens

}  // namespace

bool VisitGains(const Instance& instance, const LaneRule& rule, const Matching& prices,
                std::span<const std::int32_t> requirements, int threads, const StopToken& stop,
                const GainerSink& visit) {
  if (threads <= 0) threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  std::vector<std::int32_t> by_place(requirements.begin(), requirements.end());
  std::ranges::stable_sort(by_place, {}, [&](std::int32_t r) { return instance.requirements[r].place; });
  const std::size_t shares = (by_place.size() + kAtATime - 1) / kAtATime;
  const LaneSweep sweep(instance, rule, prices, threads);
  std::vector<LaneGains> gains(instance.requirements.size());
  std::atomic<std::size_t> next{0}, done{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < shares && !stop.Asked(); i = next++) {
      const std::size_t first = i * kAtATime, end = std::min(by_place.size(), first + kAtATime);
      sweep.Take(std::span(by_place).subspan(first, end - first), gains, &visit);
      ++done;
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min<std::size_t>(threads, shares); ++i) others.emplace_back(work);
    work();
  }
  return done == shares;
}

}  // namespace pasok::match
