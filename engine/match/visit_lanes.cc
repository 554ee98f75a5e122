#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/match/lane_kernel.h"

namespace pasok::match {
namespace {

// The requirements of one place, as a range of the requirements sorted by place.
using Group = std::span<const std::int32_t>;

std::vector<Group> GroupByPlace(const Instance& instance, std::vector<std::int32_t>& requirements) {
  const auto place = [&](std::int32_t r) { return instance.requirements[r].place; };
  std::ranges::stable_sort(requirements, {}, place);
  std::vector<Group> groups;
  for (std::size_t first = 0, end = 0; first < requirements.size(); first = end) {
    while (end < requirements.size() && place(requirements[end]) == place(requirements[first])) ++end;
    groups.push_back(Group(requirements).subspan(first, end - first));
  }
  return groups;
}

}  // namespace

bool VisitLanes(const Instance& instance, const LaneKernel& kernel,
                std::span<const std::int32_t> requirements, int threads, const StopToken& stop,
                const std::function<void(double)>& fraction,
                const std::function<void(std::int32_t requirement, const RoadsTo& roads,
                                         std::span<const std::int64_t> units)>& visit) {
  std::vector<std::int32_t> by_place(requirements.begin(), requirements.end());
  const std::vector<Group> groups = GroupByPlace(instance, by_place);
  std::atomic<std::size_t> next{0}, done{0};
  const auto work = [&](bool tells) {
    for (std::size_t g = next++; g < groups.size() && !stop.Asked(); g = next++) {
      if (tells && fraction) fraction(static_cast<double>(g) / static_cast<double>(groups.size()));
      const RoadsTo roads = kernel.FindRoads(instance.requirements[groups[g].front()].place);
      for (std::int32_t r : groups[g]) visit(r, roads, kernel.FindUnits(r, roads));
      ++done;
    }
  };
  std::size_t workers = threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
  workers = std::min(workers, groups.size());
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < workers; ++i) helpers.emplace_back(work, false);
    work(true);
  }
  return done == groups.size();
}

}  // namespace pasok::match
