#include "engine/match/lanes/visit_gains.h"

#include <algorithm>

#include "engine/flow/parallel.h"

namespace pasok::match {
namespace {

constexpr std::int64_t kAtATime = 96;  // requirements: those of some eight kitchens

}  // namespace

bool VisitGains(const Instance& instance, const LaneRule& rule, const Matching& prices,
                std::span<const std::int32_t> requirements, int threads, const StopToken& stop,
                const GainerSink& visit, const LaneFilter& wanted) {
  threads = ThreadsFor(threads);
  std::vector<std::int32_t> by_place(requirements.begin(), requirements.end());
  std::ranges::stable_sort(by_place, {}, [&](std::int32_t r) { return instance.requirements[r].place; });
  const LaneSweep sweep(instance, rule, prices, threads);
  std::vector<LaneGains> gains(instance.requirements.size());
  return ForEachTask((std::ssize(by_place) + kAtATime - 1) / kAtATime, threads, stop,
                     [&](std::int64_t i, int) {
                       const std::size_t first = static_cast<std::size_t>(i) * kAtATime;
                       const std::size_t end = std::min(by_place.size(), first + kAtATime);
                       sweep.Take(std::span(by_place).subspan(first, end - first), gains, &visit,
                                  wanted ? &wanted : nullptr);
                     });
}

}  // namespace pasok::match
