#include "engine/flow/network_simplex.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/flow/cycles.h"
#include "engine/flow/missing_bounds.h"
#include "engine/flow/spanning_tree.h"
#include "engine/flow/start_tree.h"
#include "engine/flow/ways_to_consumers.h"

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
// The residual of an arc without a bound. Flows stay below 2^61, bounded residuals below 2^60: no sum reaches
// it by chance, and half of it tells the two apart.
constexpr std::int64_t kUnlimited = std::int64_t{1} << 62;

// Dearer than any path of real arcs.
std::int64_t ArtificialCost(const Problem& problem) {
  std::int64_t dearest = 0;
  for (const std::int64_t cost : problem.cost) dearest = std::max(dearest, std::abs(cost));
  return (problem.nodes() + std::int64_t{1}) * dearest + 1;
}

// An arc outside the tree carries nothing in the direction that this record gives: one that is full is stored
// turned round, cost negated. So pricing is one comparison, and a tree arc, whose reduced cost is 0, needs no
// mark.
template <typename Price>
struct ArcOutside {
  Price cost;
  std::int32_t tail, head;
};

// Price: what costs and prices fit. Arcs and prices are most of what a search reads.
template <typename Price>
class Simplex {
 public:
  // From nothing.
  Simplex(const Problem& problem, const StopToken& stop)
      : problem_(problem), stop_(stop), tree_(problem.nodes()), root_(problem.nodes()) {
    const std::vector<std::int64_t> supply = SuppliesAboveLowerBounds(problem);
    if (IsToStopAfter(problem.arcs())) return;
    LayOutArcs();
    if (IsToStopAfter(problem.arcs())) return;
    const StartTree ways = GrowWaysToConsumers(problem, supply);
    if (IsToStopAfter(problem.arcs())) return;
    Plant(ways, supply, {});
    if (!IsToStopAfter(problem.arcs())) CallFirstArcs();
  }

  // From a tree grown around a flow.
  Simplex(const Problem& problem, std::span<const std::int64_t> flow, const StartTree& start,
          const StopToken& stop)
      : problem_(problem), stop_(stop), tree_(problem.nodes()), root_(problem.nodes()) {
    LayOutArcs();
    if (IsToStopAfter(problem.arcs())) return;
    Plant(start, std::vector<std::int64_t>(root_, 0), flow);
    if (!IsToStopAfter(problem.arcs())) CallFirstArcs();
  }

  Solution Run() {
    if (stopped_) return {.status = Status::kStopped};
    Status status = Walk();
    if (status == Status::kUnbounded && ArtificialFlows()) {
      DropCosts();
      status = Walk();
      if (status == Status::kOptimal) status = ArtificialFlows() ? Status::kInfeasible : Status::kUnbounded;
    } else if (status == Status::kOptimal && ArtificialFlows()) {
      status = Status::kInfeasible;
    }
    Solution solution{.status = status, .iterations = pivots_};
    if (status == Status::kOptimal) WriteAnswer(solution);
    return solution;
  }

 private:
  using Arc = ArcOutside<Price>;

  // The best arc of the first block that has one to offer; `reduced` < 0.
  struct Entering {
    std::int32_t arc = kNone;
    std::int64_t reduced = 0;
  };

  // Looks at the stop token once in so many steps.
  bool IsToStopAfter(std::int64_t steps) {
    steps_ += steps;
    if (steps_ >= kStepsBetweenLooks) {
      stopped_ = stop_.Asked();
      steps_ = 0;
    }
    return stopped_;
  }

  // Arcs that leave one node are near-duplicates in many networks, so that a block of neighbours shows little
  // of what there is: the arcs are laid out with a stride instead.
  void LayOutArcs() {
    const std::int32_t arcs = problem_.arcs();
    const std::int32_t nodes = problem_.nodes();
    const std::int32_t stride = std::max(nodes > 0 ? arcs / nodes : 0, 10);
    order_.reserve(arcs);
    for (std::int32_t first = 0; first < std::min(stride, arcs); ++first) {
      for (std::int64_t a = first; a < arcs; a += stride) order_.push_back(static_cast<std::int32_t>(a));
    }
    arcs_.resize(arcs + nodes);
    capacity_.resize(arcs + nodes, kUnlimited);
    turned_.resize(arcs, false);
    for (std::int32_t i = 0; i < arcs; ++i) {
      const std::int32_t a = order_[i];
      arcs_[i] = {
          .cost = static_cast<Price>(problem_.cost[a]), .tail = problem_.tail[a], .head = problem_.head[a]};
      if (problem_.upper[a] != kNoBound) capacity_[i] = problem_.upper[a] - problem_.lower[a];
    }
  }

  // `supply`: what has to flow from each node beside the flow. Nodes that hang on the root do so by an
  // artificial arc, which carries it. An empty flow carries nothing above the lower bounds.
  void Plant(const StartTree& start, const std::vector<std::int64_t>& supply,
             std::span<const std::int64_t> flow) {
    const std::int32_t arcs = problem_.arcs();
    std::vector<std::int32_t> position(arcs);
    for (std::int32_t i = 0; i < arcs; ++i) position[order_[i]] = i;
    const auto carried = [&](std::int32_t a) { return flow.empty() ? 0 : flow[a] - problem_.lower[a]; };
    const auto artificial_cost = static_cast<Price>(ArtificialCost(problem_));
    for (const std::int32_t v : start.order) {
      if (const std::int32_t a = start.arc[v]; a == kNone) {
        const bool gives = supply[v] >= 0;
        const std::int64_t up = gives ? kUnlimited - supply[v] : -supply[v];
        arcs_[arcs + v] = {.cost = artificial_cost, .tail = gives ? v : root_, .head = gives ? root_ : v};
        tree_.Hang(v, {.up = up, .down = kUnlimited - up, .parent = root_, .arc = arcs + v},
                   gives ? -artificial_cost : artificial_cost);
      } else {
        const std::int32_t i = position[a];
        const Arc& arc = arcs_[i];
        const std::int64_t rest = capacity_[i] - carried(a);
        const bool up = arc.tail == v;
        const std::int32_t parent = up ? arc.head : arc.tail;
        tree_.Hang(v,
                   {.up = up ? rest : carried(a), .down = up ? carried(a) : rest, .parent = parent, .arc = i},
                   static_cast<Price>(tree_.prices()[parent] + (up ? -arc.cost : arc.cost)));
      }
    }
    tree_.AddUpSizes(start.order);
    if (flow.empty()) return;
    for (std::int32_t i = 0; i < arcs; ++i) {
      const bool in_tree = tree_[arcs_[i].tail].arc == i || tree_[arcs_[i].head].arc == i;
      if (!in_tree && carried(order_[i]) > 0) Turn(i);
    }
  }

  // Where there are many arcs a node, most are too dear for any use. So only those with the smallest reduced
  // costs at the start's prices are searched at first, the tree's among them; the others wait until the
  // search finds nothing, and those that would gain by then are called. A third of the time on 128 arcs a
  // node; with fewer than 8 first arcs a node, missing arcs cost more pivots than the search saves.
  void CallFirstArcs() {
    const std::int32_t arcs = problem_.arcs();
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    if (const std::int64_t wanted = kFirstArcsPerNode * root_; arcs > 2 * wanted) {
      std::vector<std::int64_t> sample;
      for (std::int64_t i = 0; i < arcs; i += kSampleStep)
        sample.push_back(Reduced(static_cast<std::int32_t>(i)));
      const auto last = sample.begin() + wanted / kSampleStep;
      std::nth_element(sample.begin(), last, sample.end());
      limit = std::max<std::int64_t>(*last, 0);
    }
    CallArcs(limit);
  }

  // Those that wait and have a reduced cost of at most `limit`. Whether there were any.
  bool CallArcs(std::int64_t limit) {
    const std::int32_t before = called_;
    for (std::int32_t i = called_; i < problem_.arcs(); ++i) {
      if (Reduced(i) > limit) continue;
      for (const std::int32_t end : {arcs_[i].tail, arcs_[i].head}) {
        if (tree_[end].arc == i) tree_.SetArc(end, called_);
      }
      std::swap(arcs_[i], arcs_[called_]);
      std::swap(capacity_[i], capacity_[called_]);
      std::swap(order_[i], order_[called_]);
      std::vector<bool>::swap(turned_[i], turned_[called_]);
      ++called_;
    }
    steps_ += problem_.arcs() - before;
    next_ = before == called_ ? 0 : before;
    block_ = std::max(static_cast<std::int32_t>(2 * std::sqrt(called_)), 10);
    return called_ > before;
  }

  std::int64_t Reduced(std::int32_t i) const {
    return std::int64_t{arcs_[i].cost} + tree_.prices()[arcs_[i].tail] - tree_.prices()[arcs_[i].head];
  }

  Status Walk() {
    while (true) {
      if (IsToStopAfter(0)) return Status::kStopped;
      const Entering entering = FindEntering();
      if (entering.arc == kNone) {
        if (CallArcs(-1)) continue;
        return Status::kOptimal;
      }
      const auto [cost, tail, head] = arcs_[entering.arc];
      const Blocking blocking = tree_.FindBlocking(tail, head, capacity_[entering.arc]);
      if (blocking.amount >= kUnlimited / 2) return Status::kUnbounded;
      tree_.Push(tail, head, blocking);
      if (blocking.node == kNone) {
        Turn(entering.arc);
      } else {
        Exchange(entering, blocking);
      }
      ++pivots_;
    }
  }

  Entering FindEntering() {
    const Arc* const arc = arcs_.data();
    const Price* const price = tree_.prices().data();
    for (std::int32_t seen = 0; seen < called_;) {
      const std::int32_t begin = next_;
      const std::int32_t end = std::min(begin + block_, called_);
      Entering best;
      for (std::int32_t i = begin; i < end; ++i) {
        __builtin_prefetch(arc + i + kArcsAhead);
        const std::int64_t reduced = std::int64_t{arc[i].cost} + price[arc[i].tail] - price[arc[i].head];
        if (reduced < best.reduced) best = {.arc = i, .reduced = reduced};
      }
      next_ = end == called_ ? 0 : end;
      seen += end - begin;
      steps_ += end - begin;
      if (best.arc != kNone) return best;
    }
    return {};
  }

  void Turn(std::int32_t a) {
    std::swap(arcs_[a].tail, arcs_[a].head);
    arcs_[a].cost = -arcs_[a].cost;
    turned_[a] = !turned_[a];
  }

  // The subtree of the blocking node lets go of its parent and hangs itself on the entering arc.
  void Exchange(const Entering& entering, const Blocking& blocking) {
    const Arc& arc = arcs_[entering.arc];
    const std::int64_t left = capacity_[entering.arc] - blocking.amount;
    const std::int32_t leaving = tree_[blocking.node].arc;
    if (blocking.on_head_side) {
      const bool full = arcs_[leaving].tail == blocking.node;
      steps_ += tree_.Move(blocking, arc.head,
                           {.up = blocking.amount, .down = left, .parent = arc.tail, .arc = entering.arc},
                           entering.reduced);
      if (full) Turn(leaving);
    } else {
      const bool full = arcs_[leaving].head == blocking.node;
      steps_ += tree_.Move(blocking, arc.tail,
                           {.up = left, .down = blocking.amount, .parent = arc.head, .arc = entering.arc},
                           -entering.reduced);
      if (full) Turn(leaving);
    }
  }

  bool IsArtificial(std::int32_t a) const { return a >= problem_.arcs(); }

  bool ArtificialFlows() const {
    for (std::int32_t v = 0; v < root_; ++v) {
      if (IsArtificial(tree_[v].arc) && std::min(tree_[v].up, tree_[v].down) > 0) return true;
    }
    return false;
  }

  // What remains is to send as little as possible over the artificial arcs.
  void DropCosts() {
    for (std::size_t a = 0; a < arcs_.size(); ++a)
      arcs_[a].cost = IsArtificial(static_cast<std::int32_t>(a)) ? 1 : 0;
    tree_.Reprice([&](std::int32_t v) {
      const Arc& arc = arcs_[tree_[v].arc];
      return arc.tail == v ? -arc.cost : arc.cost;
    });
  }

  void WriteAnswer(Solution& solution) const {
    const std::int32_t arcs = problem_.arcs();
    std::vector<std::int64_t> carried(arcs);  // above the lower bound, by position
    for (std::int32_t i = 0; i < arcs; ++i) carried[i] = turned_[i] ? capacity_[i] : 0;
    for (std::int32_t v = 0; v < root_; ++v) {
      const std::int32_t i = tree_[v].arc;
      if (IsArtificial(i)) continue;
      carried[i] = (arcs_[i].tail == v) != turned_[i] ? tree_[v].down : tree_[v].up;
    }
    solution.flow.resize(arcs);
    for (std::int32_t i = 0; i < arcs; ++i) {
      const std::int32_t a = order_[i];
      solution.flow[a] = problem_.lower[a] + carried[i];
      solution.cost += Int128{problem_.cost[a]} * solution.flow[a];
    }
    solution.price.assign(tree_.prices().begin(), tree_.prices().end() - 1);
  }

  static constexpr std::int64_t kStepsBetweenLooks = 1 << 18;
  static constexpr std::int64_t kFirstArcsPerNode = 16;
  static constexpr std::int64_t kSampleStep = 64;
  static constexpr std::int32_t kArcsAhead = 64;  // to be fetched into the cache

  const Problem& problem_;
  const StopToken& stop_;
  std::vector<std::int32_t> order_;     // the problem's arc at each position
  std::vector<Arc> arcs_;               // by position; then one artificial arc per node
  std::vector<std::int64_t> capacity_;  // likewise; above the lower bound
  std::vector<bool> turned_;            // by position
  SpanningTree<Price> tree_;
  const std::int32_t root_;
  std::int32_t called_ = 0;  // so many arcs are searched; the others wait, at their lower bounds
  std::int32_t block_ = 0;
  std::int32_t next_ = 0;  // where the next block begins
  std::int64_t pivots_ = 0;
  std::int64_t steps_ = 0;  // arcs and nodes looked at since the last look at stop_
  bool stopped_ = false;    // it asked
};

// No price is farther from the root's, 0, than one artificial arc and a path of real ones.
bool IsNarrow(const Problem& problem) {
  return 2 * ArtificialCost(problem) <= std::numeric_limits<std::int32_t>::max();
}

}  // namespace

Solution SolveNetworkSimplex(const Problem& problem, const StopToken& stop) {
  Int128 total = 0;
  for (const std::int64_t supply : problem.supply) total += supply;
  if (total != 0) return {.status = Status::kInfeasible};
  return IsNarrow(problem) ? Simplex<std::int32_t>(problem, stop).Run()
                           : Simplex<std::int64_t>(problem, stop).Run();
}

Solution SolveNetworkSimplexFrom(const Problem& problem, std::span<const std::int64_t> flow,
                                 std::span<const std::int64_t> price, const StopToken& stop) {
  std::optional<StartTree> start = GrowStartTree(problem, flow, price, stop);
  std::vector<std::int64_t> basic;
  if (!start && IsWithinBounds(problem, flow)) {
    basic = CancelCycles(problem, flow, stop);
    flow = basic;
    start = GrowStartTree(problem, flow, price, stop);
  }
  if (!start) return SolveNetworkSimplex(problem, stop);
  return IsNarrow(problem) ? Simplex<std::int32_t>(problem, flow, *start, stop).Run()
                           : Simplex<std::int64_t>(problem, flow, *start, stop).Run();
}

}  // namespace pasok::flow
