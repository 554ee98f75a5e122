#include "engine/flow/start_tree.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kFarthest = kUnknown - 1;  // all that is farther is as far

bool IsFeasible(const Problem& problem, std::span<const std::int64_t> flow) {
  std::vector<Int128> left(problem.supply.begin(), problem.supply.end());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (flow[a] < problem.lower[a] || (problem.upper[a] != kNoBound && flow[a] > problem.upper[a]))
      return false;
    left[problem.tail[a]] -= flow[a];
    left[problem.head[a]] += flow[a];
  }
  return std::ranges::all_of(left, [](Int128 each) { return each == 0; });
}

class Grower {
 public:
  Grower(const Problem& problem, std::span<const std::int64_t> flow, std::span<const std::int64_t> price)
      : problem_(problem), flow_(flow), price_(price), first_(problem.nodes() + 2, 0) {
    for (std::int32_t a = 0; a < problem.arcs(); ++a)
      ++first_[problem.tail[a] + 2], ++first_[problem.head[a] + 2];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    arcs_.resize(first_.back());
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      arcs_[first_[problem.tail[a] + 1]++] = a;
      arcs_[first_[problem.head[a] + 1]++] = a;
    }
    first_.pop_back();
  }

  std::optional<StartTree> Grow() {
    if (HasCycleBetweenBounds()) return std::nullopt;
    const std::int32_t nodes = problem_.nodes();
    tree_.arc.assign(nodes, kNone);
    hangs_.assign(nodes, false);
    distance_.assign(nodes, kUnknown);
    for (std::int32_t v = 0; v < nodes; ++v) {
      if (!hangs_[v]) HangPart(v, kNone, 0);
      while (!queue_.empty()) {
        const Reached next = queue_.top();
        queue_.pop();
        const std::int32_t w = LowerEnd(next.arc, next.parent);
        if (!hangs_[w]) HangPart(w, next.arc, next.distance);
      }
    }
    return std::move(tree_);
  }

 private:
  struct Reached {
    std::int64_t distance = 0;
    std::int32_t arc = kNone, parent = kNone;
    auto operator<=>(const Reached&) const = default;
  };

  bool IsBetween(std::int32_t a) const {
    return flow_[a] > problem_.lower[a] && (problem_.upper[a] == kNoBound || flow_[a] < problem_.upper[a]);
  }
  std::int32_t LowerEnd(std::int32_t a, std::int32_t parent) const {
    return problem_.tail[a] == parent ? problem_.head[a] : problem_.tail[a];
  }

  bool HasCycleBetweenBounds() const {
    std::vector<std::int32_t> leader(problem_.nodes());
    std::iota(leader.begin(), leader.end(), 0);
    const auto find = [&](std::int32_t v) {
      while (leader[v] != v) v = leader[v] = leader[leader[v]];
      return v;
    };
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      if (!IsBetween(a)) continue;
      const std::int32_t tail = find(problem_.tail[a]), head = find(problem_.head[a]);
      if (tail == head) return true;
      leader[tail] = head;
    }
    return false;
  }

  // Hangs the part of the node, which itself hangs by `arc`, and queues what could hang from it.
  void HangPart(std::int32_t node, std::int32_t arc, std::int64_t distance) {
    std::size_t next = tree_.order.size();
    Hang(node, arc);
    for (; next < tree_.order.size(); ++next) {
      const std::int32_t v = tree_.order[next];
      for (std::int32_t i = first_[v]; i < first_[v + 1]; ++i) {
        const std::int32_t a = arcs_[i], w = LowerEnd(a, v);
        if (hangs_[w]) continue;
        if (IsBetween(a)) {
          Hang(w, a);
        } else {
          Queue(a, v, w, distance);
        }
      }
    }
  }

  void Hang(std::int32_t node, std::int32_t arc) {
    hangs_[node] = true;
    tree_.arc[node] = arc;
    tree_.order.push_back(node);
  }

  // Where w can send to v along the arc.
  void Queue(std::int32_t a, std::int32_t v, std::int32_t w, std::int64_t distance) {
    const Int128 reduced = Int128{problem_.cost[a]} + price_[problem_.tail[a]] - price_[problem_.head[a]];
    const bool along = problem_.tail[a] == w;
    const bool has_room =
        along ? problem_.upper[a] == kNoBound || flow_[a] < problem_.upper[a] : flow_[a] > problem_.lower[a];
    if (!has_room) return;
    const auto through = static_cast<std::int64_t>(
        std::min<Int128>(distance + std::max<Int128>(along ? reduced : -reduced, 0), kFarthest));
    if (through >= distance_[w]) return;
    distance_[w] = through;
    queue_.push({.distance = through, .arc = a, .parent = v});
  }

  const Problem& problem_;
  const std::span<const std::int64_t> flow_, price_;
  std::vector<std::int32_t> first_, arcs_;  // of each node, either way
  StartTree tree_;
  std::vector<bool> hangs_;
  std::vector<std::int64_t> distance_;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue_;
};

}  // namespace

std::optional<StartTree> GrowStartTree(const Problem& problem, std::span<const std::int64_t> flow,
                                       std::span<const std::int64_t> price) {
  if (std::ssize(flow) != problem.arcs() || std::ssize(price) != problem.nodes()) return std::nullopt;
  if (!IsFeasible(problem, flow)) return std::nullopt;
  return Grower(problem, flow, price).Grow();
}

}  // namespace pasok::flow
