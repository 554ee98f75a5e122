#include "engine/flow/start_tree.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

#include "engine/flow/coupling.h"
#include "engine/flow/cycles.h"

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
constexpr std::int64_t kStepsBetweenLooks = 1 << 18;
constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kFarthest = kUnknown - 1;  // all that is farther is as far

bool IsFeasible(const Problem& problem, std::span<const std::int64_t> flow) {
  if (!IsWithinBounds(problem, flow)) return false;
  std::vector<Int128> left(problem.supply.begin(), problem.supply.end());
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    left[problem.tail[a]] -= flow[a];
    left[problem.head[a]] += flow[a];
  }
  return std::ranges::all_of(left, [](Int128 each) { return each == 0; });
}

class Grower {
 public:
  Grower(const Problem& problem, std::span<const std::int64_t> flow, std::span<const std::int64_t> price,
         const StopToken& stop)
      : problem_(problem), flow_(flow), price_(price), stop_(stop), first_(problem.nodes() + 2, 0) {
    for (std::int32_t a = 0; a < problem.arcs(); ++a)
      ++first_[problem.tail[a] + 2], ++first_[problem.head[a] + 2];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    arcs_.resize(first_.back());
    for (std::int32_t a = 0; a < problem.arcs(); ++a) {
      arcs_[first_[problem.tail[a] + 1]++] = a;
      arcs_[first_[problem.head[a] + 1]++] = a;
    }
    first_.pop_back();
    steps_ = 2 * std::int64_t{problem.arcs()};
  }

  std::optional<StartTree> Grow() {
    if (IsToStop() || HasCycleBetweenBounds()) return std::nullopt;
    const std::int32_t nodes = problem_.nodes();
    tree_.arc.assign(nodes, kNone);
    hangs_.assign(nodes, false);
    distance_.assign(nodes, kUnknown);
    for (std::int32_t v = 0; v < nodes; ++v) {
      if (!hangs_[v]) HangPart(v, kNone, 0);
      while (!queue_.empty() && !stopped_) {
        const Reached next = queue_.top();
        queue_.pop();
        const std::int32_t w = LowerEnd(next.arc, next.parent);
        if (!hangs_[w]) HangPart(w, next.arc, next.distance);
      }
      if (stopped_) return std::nullopt;
    }
    return std::move(tree_);
  }

 private:
  struct Reached {
    std::int64_t distance = 0;
    std::int32_t arc = kNone, parent = kNone;
    auto operator<=>(const Reached&) const = default;
  };

  bool IsToStop() {
    if (steps_ >= kStepsBetweenLooks) {
      stopped_ = stop_.Asked();
      steps_ = 0;
    }
    return stopped_;
  }

  bool IsBetween(std::int32_t a) const { return IsBetweenBounds(problem_, a, flow_[a]); }
  std::int32_t LowerEnd(std::int32_t a, std::int32_t parent) const {
    return problem_.tail[a] == parent ? problem_.head[a] : problem_.tail[a];
  }

  bool HasCycleBetweenBounds() const {
    Coupling coupling(problem_.nodes());
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      if (!IsBetween(a)) continue;
      if (coupling.FirstOf(problem_.tail[a]) == coupling.FirstOf(problem_.head[a])) return true;
      coupling.Couple(problem_.tail[a], problem_.head[a]);
    }
    return false;
  }

  // Hangs the part of the node, which itself hangs by `arc`, and queues what could hang from it.
  void HangPart(std::int32_t node, std::int32_t arc, std::int64_t distance) {
    std::size_t next = tree_.order.size();
    Hang(node, arc);
    for (; next < tree_.order.size() && !IsToStop(); ++next) {
      const std::int32_t v = tree_.order[next];
      steps_ += 1 + first_[v + 1] - first_[v];
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
  const StopToken& stop_;
  bool stopped_ = false;
  std::int64_t steps_ = 0;                  // arcs and nodes looked at since the last look at stop_
  std::vector<std::int32_t> first_, arcs_;  // of each node, either way
  StartTree tree_;
  std::vector<bool> hangs_;
  std::vector<std::int64_t> distance_;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue_;
};

}  // namespace

std::optional<StartTree> GrowStartTree(const Problem& problem, std::span<const std::int64_t> flow,
                                       std::span<const std::int64_t> price, const StopToken& stop) {
  if (std::ssize(price) != problem.nodes()) return std::nullopt;
  if (!IsFeasible(problem, flow)) return std::nullopt;
  return Grower(problem, flow, price, stop).Grow();
}

}  // namespace pasok::flow
