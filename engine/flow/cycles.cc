#include "engine/flow/cycles.h"

#include <algorithm>

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
constexpr std::int64_t kStepsBetweenLooks = 1 << 18;

// A forest of arcs between their bounds. Each node knows the arc to its parent.
class Forest {
 public:
  Forest(const Problem& problem, std::span<const std::int64_t> flow)
      : problem_(problem),
        flow_(flow.begin(), flow.end()),
        parent_(problem.nodes(), kNone),
        arc_(problem.nodes(), kNone),
        seen_(problem.nodes()) {}

  std::vector<std::int64_t> Run(const StopToken& stop) {
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      if (++steps_ >= kStepsBetweenLooks) {
        if (stop.Asked()) break;
        steps_ = 0;
      }
      if (IsBetween(a)) Add(a);
    }
    return std::move(flow_);
  }

 private:
  bool IsBetween(std::int32_t a) const { return IsBetweenBounds(problem_, a, flow_[a]); }

  // An arc on a cycle, and whether the cycle goes from its tail to its head; `below`: the node whose arc it
  // is.
  struct Step {
    std::int32_t arc = kNone, below = kNone;
    bool along = true;
  };

  void Add(std::int32_t a) {
    const std::int32_t tail = problem_.tail[a], head = problem_.head[a];
    while (tail == head || FindCycle(a)) {
      if (tail == head) cycle_.assign(1, {.arc = a, .below = kNone, .along = true});
      if (!Push()) return;  // a cycle without bounds: the simplex says so
      if (!IsBetween(a)) return;
    }
    Evert(tail);
    parent_[tail] = head, arc_[tail] = a;
  }

  // From the arc's head back to its tail through the forest, if there is a way.
  bool FindCycle(std::int32_t a) {
    ++search_;
    for (std::int32_t v = problem_.tail[a]; v != kNone; v = parent_[v], ++steps_) seen_[v] = search_;
    std::int32_t meet = problem_.head[a];
    for (; meet != kNone && seen_[meet] != search_; ++steps_) meet = parent_[meet];
    if (meet == kNone) return false;
    cycle_.assign(1, {.arc = a, .below = kNone, .along = true});
    for (std::int32_t v = problem_.head[a]; v != meet; v = parent_[v])
      cycle_.push_back({.arc = arc_[v], .below = v, .along = problem_.tail[arc_[v]] == v});
    for (std::int32_t v = problem_.tail[a]; v != meet; v = parent_[v])
      cycle_.push_back({.arc = arc_[v], .below = v, .along = problem_.head[arc_[v]] == v});
    return true;
  }

  // Whether anything was pushed.
  bool Push() {
    Int128 cost = 0;
    for (const Step& step : cycle_) cost += step.along ? problem_.cost[step.arc] : -problem_.cost[step.arc];
    if (cost > 0) TurnRound();
    std::int64_t room = Room();
    if (room == kNoBound && cost == 0) {  // free either way; back to the lower bounds there is one
      TurnRound();
      room = Room();
    }
    if (room == kNoBound) return false;
    for (const Step& step : cycle_) {
      flow_[step.arc] += step.along ? room : -room;
      if (step.below != kNone && !IsBetween(step.arc)) parent_[step.below] = arc_[step.below] = kNone;
    }
    return true;
  }

  void TurnRound() {
    for (Step& step : cycle_) step.along = !step.along;
  }

  // kNoBound: nothing bounds it.
  std::int64_t Room() const {
    std::int64_t room = kNoBound;
    for (const Step& step : cycle_) {
      if (!step.along) {
        room = std::min(room, flow_[step.arc] - problem_.lower[step.arc]);
      } else if (problem_.upper[step.arc] != kNoBound) {
        room = std::min(room, problem_.upper[step.arc] - flow_[step.arc]);
      }
    }
    return room;
  }

  // Makes the node the root of its tree.
  void Evert(std::int32_t v) {
    std::int32_t above = kNone, arc = kNone;
    while (v != kNone) {
      const std::int32_t next = parent_[v], next_arc = arc_[v];
      parent_[v] = above, arc_[v] = arc;
      above = v, arc = next_arc;
      v = next;
    }
  }

  const Problem& problem_;
  std::vector<std::int64_t> flow_;
  std::vector<std::int32_t> parent_, arc_;
  std::vector<std::int64_t> seen_;  // the last search that came by from the tail up
  std::int64_t search_ = 0;
  std::int64_t steps_ = 0;  // arcs and nodes looked at since the last look at the stop token
  std::vector<Step> cycle_;
};

}  // namespace

bool IsWithinBounds(const Problem& problem, std::span<const std::int64_t> flow) {
  if (std::ssize(flow) != problem.arcs()) return false;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (flow[a] < problem.lower[a] || (problem.upper[a] != kNoBound && flow[a] > problem.upper[a]))
      return false;
  }
  return true;
}

std::vector<std::int64_t> CancelCycles(const Problem& problem, std::span<const std::int64_t> flow,
                                       const StopToken& stop) {
  return Forest(problem, flow).Run(stop);
}

}  // namespace pasok::flow
