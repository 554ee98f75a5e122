#include "engine/flow/ways_to_consumers.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;

// Arcs with room by head, copied: looking each up in the problem would miss the cache every time.
struct ArcsInto {
  struct Into {
    std::int64_t cost = 0;
    std::int32_t tail = kNone, arc = kNone;
  };

  explicit ArcsInto(const Problem& problem) : begin(problem.nodes() + 1, 0) {
    const auto has_room = [&](std::int32_t a) { return problem.upper[a] != problem.lower[a]; };
    for (std::int32_t a = 0; a < problem.arcs(); ++a) begin[problem.head[a]] += has_room(a);
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    arcs.resize(begin.back());
    for (std::int32_t a = problem.arcs(); a-- > 0;) {
      if (has_room(a))
        arcs[--begin[problem.head[a]]] = {.cost = problem.cost[a], .tail = problem.tail[a], .arc = a};
    }
  }
  std::span<const Into> Of(std::int32_t node) const {
    return std::span(arcs).subspan(begin[node], begin[node + 1] - begin[node]);
  }

  std::vector<std::int32_t> begin;  // per node, and one more
  std::vector<Into> arcs;
};

}  // namespace

StartTree GrowWaysToConsumers(const Problem& problem, std::span<const std::int64_t> supply) {
  const std::int32_t nodes = problem.nodes();
  const ArcsInto into(problem);
  using Reached = std::pair<std::int64_t, std::int32_t>;  // (distance, node)
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue;
  std::vector<std::int64_t> distance(nodes, std::numeric_limits<std::int64_t>::max());
  std::vector<bool> settled(nodes, false);
  StartTree tree{.arc = std::vector<std::int32_t>(nodes, kNone), .order = {}};
  tree.order.reserve(nodes);
  const auto settle = [&](std::int32_t v) {
    settled[v] = true;
    tree.order.push_back(v);
  };
  for (std::int32_t v = 0; v < nodes; ++v) {
    if (supply[v] > 0) settle(v);
    if (supply[v] < 0) queue.emplace(distance[v] = 0, v);
  }
  while (!queue.empty()) {
    const auto [reached, v] = queue.top();
    queue.pop();
    if (settled[v]) continue;
    settle(v);
    for (const auto [cost, tail, arc] : into.Of(v)) {
      const std::int64_t through = reached + std::max<std::int64_t>(cost, 0);
      if (settled[tail] || through >= distance[tail]) continue;
      distance[tail] = through;
      tree.arc[tail] = arc;
      queue.emplace(through, tail);
    }
  }
  for (std::int32_t v = 0; v < nodes; ++v) {
    if (settled[v]) continue;
    settle(v);
  }
  return tree;
}

}  // namespace pasok::flow
