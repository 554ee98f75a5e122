#include "engine/flow/network_simplex.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

#include "engine/flow/cycles.h"
#include "engine/flow/missing_bounds.h"
#include "engine/flow/start_tree.h"

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

// A node with the tree arc to its parent. up + down is the arc's capacity. 32 bytes: paths to the root are
// walked here.
struct TreeNode {
  std::int64_t up = 0, down = 0;  // what can still be sent to the parent, and from it
  std::int32_t parent = kNone, arc = kNone;
  std::int32_t size = 1;  // of the subtree
};

// Price: what costs and prices fit. Arcs and prices are most of what a search reads.
template <typename Price>
class Simplex {
 public:
  Simplex(const Problem& problem, const StopToken& stop) : problem_(problem), stop_(stop) {
    LayOutArcs();
    HangStart();
    CallFirstArcs();
  }

  // From a tree grown around a flow.
  Simplex(const Problem& problem, std::span<const std::int64_t> flow, const StartTree& start,
          const StopToken& stop)
      : problem_(problem), stop_(stop) {
    LayOutArcs();
    HangStart(flow, start);
    CallFirstArcs();
  }

  Solution Run() {
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
  // Where the cycle of an entering arc gets stuck. node: its parent arc leaves; kNone: the entering arc
  // itself.
  struct Blocking {
    std::int64_t amount = 0;
    std::int32_t node = kNone;
    bool on_head_side = false;
    std::int32_t apex = kNone;
  };

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

  // The first tree: every node hangs on its cheapest way to a consumer, which as yet carries nothing;
  // suppliers, whose supply has to flow somewhere, consumers, and nodes that reach none hang on the root by
  // an artificial arc.
  void HangStart() {
    const std::vector<std::int64_t> supply = SuppliesAboveLowerBounds(problem_);
    const auto artificial_cost = static_cast<Price>(ArtificialCost(problem_));
    PlantRoot();
    const Ways ways = FindWays(supply);
    for (const std::int32_t v : ways.order) {
      if (const std::int32_t way = ways.first_arc[v]; way != kNone) {
        const Arc& arc = arcs_[way];
        price_[v] = price_[arc.head] - arc.cost;
        tree_[v] = {.up = capacity_[way], .down = 0, .parent = arc.head, .arc = way};
      } else {
        const std::int32_t a = problem_.arcs() + v;
        const bool gives = supply[v] >= 0;
        const std::int64_t up = gives ? kUnlimited - supply[v] : -supply[v];
        arcs_[a] = {.cost = artificial_cost, .tail = gives ? v : root_, .head = gives ? root_ : v};
        price_[v] = gives ? -artificial_cost : artificial_cost;
        tree_[v] = {.up = up, .down = kUnlimited - up, .parent = root_, .arc = a};
      }
      ThreadBehindParent(v);
    }
    AddUpSizes(ways.order);
  }

  void HangStart(std::span<const std::int64_t> flow, const StartTree& start) {
    PlantRoot();
    const std::int32_t arcs = problem_.arcs();
    std::vector<std::int32_t> position(arcs);
    for (std::int32_t i = 0; i < arcs; ++i) position[order_[i]] = i;
    const auto artificial_cost = static_cast<Price>(ArtificialCost(problem_));
    for (const std::int32_t v : start.order) {
      if (start.arc[v] == kNone) {
        arcs_[arcs + v] = {.cost = artificial_cost, .tail = v, .head = root_};
        price_[v] = -artificial_cost;
        tree_[v] = {.up = kUnlimited, .down = 0, .parent = root_, .arc = arcs + v};
      } else {
        const std::int32_t i = position[start.arc[v]];
        const Arc& arc = arcs_[i];
        const std::int64_t carried = flow[order_[i]] - problem_.lower[order_[i]];
        const bool up = arc.tail == v;
        const std::int32_t parent = up ? arc.head : arc.tail;
        price_[v] = price_[parent] + (up ? -arc.cost : arc.cost);
        tree_[v] = {.up = up ? capacity_[i] - carried : carried,
                    .down = up ? carried : capacity_[i] - carried,
                    .parent = parent,
                    .arc = i};
      }
      ThreadBehindParent(v);
    }
    AddUpSizes(start.order);
    for (std::int32_t i = 0; i < arcs; ++i) {
      const bool in_tree = tree_[arcs_[i].tail].arc == i || tree_[arcs_[i].head].arc == i;
      if (!in_tree && flow[order_[i]] > problem_.lower[order_[i]]) Turn(i);
    }
  }

  void PlantRoot() {
    root_ = problem_.nodes();
    tree_.resize(root_ + 1);
    price_.resize(root_ + 1, 0);
    thread_.resize(root_ + 1, root_);
    back_.resize(root_ + 1, root_);
  }

  void ThreadBehindParent(std::int32_t v) {
    const std::int32_t next = thread_[tree_[v].parent];
    Join(tree_[v].parent, v);
    Join(v, next);
  }

  void AddUpSizes(const std::vector<std::int32_t>& parents_first) {
    for (auto v = parents_first.rbegin(); v != parents_first.rend(); ++v)
      tree_[tree_[*v].parent].size += tree_[*v].size;
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
        if (tree_[end].arc == i) tree_[end].arc = called_;
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
    return std::int64_t{arcs_[i].cost} + price_[arcs_[i].tail] - price_[arcs_[i].head];
  }

  // The cheapest ways to the nearest consumer, through no supplier; costs below 0 count as 0 here.
  struct Ways {
    std::vector<std::int32_t> first_arc;  // per node; kNone: no way, or none wanted
    std::vector<std::int32_t> order;      // all nodes, each after the one that its first arc leads to
  };

  Ways FindWays(const std::vector<std::int64_t>& supply) const {
    // Arcs with room, by head, copied: looking each up among arcs_ would miss the cache every time.
    struct Into {
      std::int64_t cost;
      std::int32_t tail, arc;
    };
    const std::int32_t nodes = problem_.nodes();
    const std::int32_t arcs = problem_.arcs();
    std::vector<std::int32_t> begin(nodes + 1, 0);  // of each node's arcs in `into`
    for (std::int32_t i = 0; i < arcs; ++i) begin[arcs_[i].head] += capacity_[i] > 0;
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<Into> into(begin[nodes]);
    for (std::int32_t i = arcs; i-- > 0;) {
      const Arc& arc = arcs_[i];
      if (capacity_[i] > 0) into[--begin[arc.head]] = {.cost = arc.cost, .tail = arc.tail, .arc = i};
    }

    using Reached = std::pair<std::int64_t, std::int32_t>;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> queue;
    std::vector<std::int64_t> distance(nodes, std::numeric_limits<std::int64_t>::max());
    std::vector<bool> settled(nodes, false);
    Ways ways{.first_arc = std::vector<std::int32_t>(nodes, kNone), .order = {}};
    ways.order.reserve(nodes);
    const auto settle = [&](std::int32_t v) {
      settled[v] = true;
      ways.order.push_back(v);
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
      for (std::int32_t k = begin[v]; k < begin[v + 1]; ++k) {
        const auto [cost, u, arc] = into[k];
        const std::int64_t through = reached + std::max<std::int64_t>(cost, 0);
        if (settled[u] || through >= distance[u]) continue;
        distance[u] = through;
        ways.first_arc[u] = arc;
        queue.emplace(through, u);
      }
    }
    for (std::int32_t v = 0; v < nodes; ++v) {
      if (!settled[v]) settle(v);
    }
    return ways;
  }

  Status Walk() {
    while (true) {
      if (steps_ >= kStepsBetweenLooks) {
        if (stop_.Asked()) return Status::kStopped;
        steps_ = 0;
      }
      const Entering entering = FindEntering();
      if (entering.arc == kNone) {
        if (CallArcs(-1)) continue;
        return Status::kOptimal;
      }
      const Blocking blocking = FindBlocking(entering.arc);
      if (blocking.amount >= kUnlimited / 2) return Status::kUnbounded;
      Push(entering.arc, blocking);
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
    const Price* const price = price_.data();
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

  // The cycle runs down from the apex to the tail, along the entering arc, and up from the head. Of several
  // arcs that block equally the last one in this order is chosen: <= on the head's side, < on the tail's.
  Blocking FindBlocking(std::int32_t entering) const {
    Blocking blocking{.amount = capacity_[entering]};
    std::int32_t below = arcs_[entering].tail;
    std::int32_t above = arcs_[entering].head;
    while (below != above) {
      if (tree_[below].size < tree_[above].size) {
        if (tree_[below].down < blocking.amount) {
          blocking = {.amount = tree_[below].down, .node = below, .on_head_side = false};
        }
        below = tree_[below].parent;
      } else {
        if (tree_[above].up <= blocking.amount) {
          blocking = {.amount = tree_[above].up, .node = above, .on_head_side = true};
        }
        above = tree_[above].parent;
      }
    }
    blocking.apex = below;
    return blocking;
  }

  void Push(std::int32_t entering, const Blocking& blocking) {
    if (blocking.amount == 0) return;
    for (std::int32_t v = arcs_[entering].tail; v != blocking.apex; v = tree_[v].parent) {
      tree_[v].down -= blocking.amount;
      tree_[v].up += blocking.amount;
    }
    for (std::int32_t v = arcs_[entering].head; v != blocking.apex; v = tree_[v].parent) {
      tree_[v].up -= blocking.amount;
      tree_[v].down += blocking.amount;
    }
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
      Resize(blocking, arc.tail);
      Rehang(arc.head, blocking.node,
             {.up = blocking.amount, .down = left, .parent = arc.tail, .arc = entering.arc},
             entering.reduced);
      if (full) Turn(leaving);
    } else {
      const bool full = arcs_[leaving].head == blocking.node;
      Resize(blocking, arc.head);
      Rehang(arc.tail, blocking.node,
             {.up = left, .down = blocking.amount, .parent = arc.head, .arc = entering.arc},
             -entering.reduced);
      if (full) Turn(leaving);
    }
  }

  // The subtree of blocking.node goes from its parent to `parent`.
  void Resize(const Blocking& blocking, std::int32_t parent) {
    const std::int32_t moved = tree_[blocking.node].size;
    for (std::int32_t v = tree_[blocking.node].parent; v != blocking.apex; v = tree_[v].parent) {
      tree_[v].size -= moved;
    }
    for (std::int32_t v = parent; v != blocking.apex; v = tree_[v].parent) tree_[v].size += moved;
  }

  // Reverses the path from `first` up to `last`, hangs `first` by `hanging`, and adds `shift` to the prices
  // below. On the thread, a node's subtree is the run that begins with it; the new run of `first` is its old
  // one, then what its parent had before and after that, then what the grandparent had before and after that,
  // and so on.
  void Rehang(std::int32_t first, std::int32_t last, TreeNode hanging, std::int64_t shift) {
    const std::int32_t top = hanging.parent;
    const std::int32_t moved = tree_[last].size;
    hanging.size = moved;
    std::int32_t before = back_[first];
    std::int32_t end = Shift(first, tree_[first].size, shift);
    std::int32_t after = thread_[end];
    for (std::int32_t v = first;;) {
      const TreeNode old = std::exchange(tree_[v], hanging);
      if (v == last) break;
      const std::int32_t parent = old.parent;
      const std::int32_t before_parent = back_[parent];
      Join(end, parent);
      const std::int32_t ahead = ShiftUntil(parent, before, shift);
      end = before;
      const std::int32_t behind = tree_[parent].size - old.size - ahead;
      if (behind > 0) {
        Join(before, after);
        end = Shift(after, behind, shift);
        after = thread_[end];
      }
      hanging = {.up = old.down, .down = old.up, .parent = v, .arc = old.arc, .size = moved - old.size};
      before = before_parent;
      v = parent;
    }
    Join(before, after);
    const std::int32_t follows = thread_[top];
    Join(top, first);
    Join(end, follows);
    steps_ += moved;
  }

  void Join(std::int32_t v, std::int32_t w) {
    thread_[v] = w;
    back_[w] = v;
  }

  // Along the thread; returns the last of the `count` nodes.
  std::int32_t Shift(std::int32_t v, std::int32_t count, std::int64_t by) {
    Add(v, by);
    while (--count > 0) {
      v = thread_[v];
      Add(v, by);
    }
    return v;
  }

  // Along the thread; returns how many nodes they are.
  std::int32_t ShiftUntil(std::int32_t v, std::int32_t last, std::int64_t by) {
    std::int32_t count = 1;
    Add(v, by);
    while (v != last) {
      v = thread_[v];
      Add(v, by);
      ++count;
    }
    return count;
  }

  void Add(std::int32_t v, std::int64_t by) { price_[v] = static_cast<Price>(price_[v] + by); }

  bool IsArtificial(std::int32_t a) const { return a >= problem_.arcs(); }

  bool ArtificialFlows() const {
    return std::any_of(tree_.begin(), tree_.begin() + root_, [&](const TreeNode& node) {
      return IsArtificial(node.arc) && std::min(node.up, node.down) > 0;
    });
  }

  // What remains is to send as little as possible over the artificial arcs.
  void DropCosts() {
    for (std::size_t a = 0; a < arcs_.size(); ++a) {
      arcs_[a].cost = IsArtificial(static_cast<std::int32_t>(a)) ? 1 : 0;
    }
    price_[root_] = 0;
    for (std::int32_t v = thread_[root_]; v != root_; v = thread_[v]) {
      const Arc& arc = arcs_[tree_[v].arc];
      price_[v] = price_[tree_[v].parent] + (arc.tail == v ? -arc.cost : arc.cost);
    }
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
    solution.price.assign(price_.begin(), price_.begin() + root_);
  }

  static constexpr std::int64_t kStepsBetweenLooks = 1 << 18;
  static constexpr std::int64_t kFirstArcsPerNode = 16;
  static constexpr std::int64_t kSampleStep = 64;
  static constexpr std::int32_t kArcsAhead = 64;  // to be fetched into the cache

  const Problem& problem_;
  const StopToken& stop_;
  std::vector<std::int32_t> order_;          // the problem's arc at each position
  std::vector<Arc> arcs_;                    // by position; then one artificial arc per node
  std::vector<std::int64_t> capacity_;       // likewise; above the lower bound
  std::vector<bool> turned_;                 // by position
  std::vector<TreeNode> tree_;               // the last is the root
  std::vector<std::int32_t> thread_, back_;  // the nodes in preorder, in a ring, and its reverse
  std::vector<Price> price_;
  std::int32_t root_ = 0;
  std::int32_t called_ = 0;  // so many arcs are searched; the others wait, at their lower bounds
  std::int32_t block_ = 0;
  std::int32_t next_ = 0;  // where the next block begins
  std::int64_t pivots_ = 0;
  std::int64_t steps_ = 0;  // arcs and nodes looked at since the last look at stop_
};

// No price is farther from the root's, 0, than one artificial arc and a path of real ones.
bool IsNarrow(const Problem& problem) {
  return 2 * ArtificialCost(problem) <= std::numeric_limits<std::int32_t>::max();
}

bool IsWithinBounds(const Problem& problem, std::span<const std::int64_t> flow) {
  if (std::ssize(flow) != problem.arcs()) return false;
  for (std::int32_t a = 0; a < problem.arcs(); ++a) {
    if (flow[a] < problem.lower[a] || (problem.upper[a] != kNoBound && flow[a] > problem.upper[a]))
      return false;
  }
  return true;
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
  std::optional<StartTree> start = GrowStartTree(problem, flow, price);
  std::vector<std::int64_t> basic;
  if (!start && IsWithinBounds(problem, flow)) {
    basic = CancelCycles(problem, flow);
    flow = basic;
    start = GrowStartTree(problem, flow, price);
  }
  if (!start) return SolveNetworkSimplex(problem, stop);
  return IsNarrow(problem) ? Simplex<std::int32_t>(problem, flow, *start, stop).Run()
                           : Simplex<std::int64_t>(problem, flow, *start, stop).Run();
}

}  // namespace pasok::flow
