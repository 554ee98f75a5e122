#include "engine/match/exact/bound_at.h"

#include <algorithm>

#include "engine/flow/parallel.h"
#include "engine/match/exact/ideas.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/question/contracts.h"

namespace pasok::match::exact {

std::optional<DualBound> BoundAt(const Instance& instance, const LaneRule& lanes,
                                 std::span<const std::int64_t> requirement_price, int threads,
                                 const StopToken& stop) {
  threads = ThreadsFor(threads);
  const Ideas ideas;
  const Instance rest = WithoutReserved(instance);
  Network network = Gather(rest, ideas.gathering, threads);
  const LaneCosts costs(rest, lanes);
  network.cover = CoverGroups(network, costs, ideas.cover, threads);
  const Work work{.instance = rest, .costs = costs, .stop = stop, .threads = threads, .ideas = ideas};
  std::optional<DualBound> dual = BoundOverLanes(work, network, requirement_price);
  if (dual) dual->bound += static_cast<std::int64_t>(ReservedCost(instance, lanes));
  return dual;
}

}  // namespace pasok::match::exact
