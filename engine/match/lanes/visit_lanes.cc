#include <algorithm>

#include "engine/flow/parallel.h"
#include "engine/match/lanes/lane_kernel.h"

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
  return ForEachTask(std::ssize(groups), ThreadsFor(threads), stop, [&](std::int64_t i, int worker) {
    const Group& group = groups[static_cast<std::size_t>(i)];
    if (worker == 0 && fraction) fraction(static_cast<double>(i) / static_cast<double>(groups.size()));
    const RoadsTo roads = kernel.FindRoads(instance.requirements[group.front()].place);
    for (std::int32_t r : group) visit(r, roads, kernel.FindUnits(r, roads));
  });
}

}  // namespace pasok::match
