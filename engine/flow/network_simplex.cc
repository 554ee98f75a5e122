#include "engine/flow/network_simplex.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pasok::flow {
namespace {

constexpr std::int32_t kNone = -1;
// The residual of an arc without a bound. Flows stay below 2^61, bounded residuals below 2^60: no sum reaches
// it by chance, and half of it tells the two apart.
constexpr std::int64_t kUnlimited = std::int64_t{1} << 62;

// An arc outside the tree carries nothing in the direction that this record gives: one that is full is stored
// turned round, cost negated. So pricing is one comparison, and a tree arc, whose reduced cost is 0, needs no
// mark.
struct Arc {
  std::int64_t cost;
  std::int32_t tail, head;
};

// A node with the tree arc to its parent. up + down is the arc's capacity.
struct TreeNode {
  std::int64_t up = 0, down = 0;  // what can still be sent to the parent, and from it
  std::int32_t parent = kNone, arc = kNone;
  std::int32_t child = kNone, next = kNone, previous = kNone;  // first child; siblings
  std::int32_t depth = 0;
};

class Simplex {
 public:
  Simplex(const Problem& problem, const StopToken& stop) : problem_(problem), stop_(stop) {
    LayOutArcs();
    HangStar();
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
      arcs_[i] = {.cost = problem_.cost[a], .tail = problem_.tail[a], .head = problem_.head[a]};
      if (problem_.upper[a] != kNoBound) capacity_[i] = problem_.upper[a] - problem_.lower[a];
    }
    block_ = std::max(static_cast<std::int32_t>(std::sqrt(arcs)), 10);
  }

  void HangStar() {
    const std::int32_t nodes = problem_.nodes();
    std::vector<std::int64_t> supply = problem_.supply;
    std::int64_t dearest = 0;
    for (std::int32_t a = 0; a < problem_.arcs(); ++a) {
      supply[problem_.tail[a]] -= problem_.lower[a];
      supply[problem_.head[a]] += problem_.lower[a];
      dearest = std::max(dearest, std::abs(problem_.cost[a]));
    }
    const std::int64_t artificial_cost = (nodes + std::int64_t{1}) * dearest + 1;

    root_ = nodes;
    tree_.resize(nodes + 1);
    price_.resize(nodes + 1, 0);
    for (std::int32_t v = 0; v < nodes; ++v) {
      const std::int32_t a = problem_.arcs() + v;
      const bool gives = supply[v] >= 0;
      arcs_[a] = {.cost = artificial_cost, .tail = gives ? v : root_, .head = gives ? root_ : v};
      price_[v] = gives ? -artificial_cost : artificial_cost;
      tree_[v].up = gives ? kUnlimited - supply[v] : -supply[v];
      tree_[v].down = kUnlimited - tree_[v].up;
      tree_[v].arc = a;
      tree_[v].depth = 1;
      Link(v, root_);
    }
  }

  Status Walk() {
    while (true) {
      if (steps_ >= kStepsBetweenLooks) {
        if (stop_.Asked()) return Status::kStopped;
        steps_ = 0;
      }
      const Entering entering = FindEntering();
      if (entering.arc == kNone) return Status::kOptimal;
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
    const std::int32_t arcs = problem_.arcs();
    Entering best;
    std::int32_t left_in_block = block_;
    for (std::int32_t seen = 0; seen < arcs; ++seen) {
      const Arc& arc = arcs_[next_];
      const std::int64_t reduced = arc.cost + price_[arc.tail] - price_[arc.head];
      if (reduced < best.reduced) best = {.arc = next_, .reduced = reduced};
      if (++next_ == arcs) next_ = 0;
      if (--left_in_block == 0) {
        steps_ += block_;
        if (best.arc != kNone) return best;
        left_in_block = block_;
      }
    }
    return best;
  }

  // The cycle runs down from the apex to the tail, along the entering arc, and up from the head. Of several
  // arcs that block equally the last one in this order is chosen: <= on the head's side, < on the tail's.
  Blocking FindBlocking(std::int32_t entering) const {
    Blocking blocking{.amount = capacity_[entering]};
    std::int32_t below = arcs_[entering].tail;
    std::int32_t above = arcs_[entering].head;
    while (below != above) {
      if (tree_[below].depth > tree_[above].depth) {
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
      Rehang(arc.head, blocking.node, arc.tail, entering.arc, {.up = blocking.amount, .down = left});
      if (full) Turn(leaving);
      ShiftPrices(arc.head, entering.reduced);
    } else {
      const bool full = arcs_[leaving].head == blocking.node;
      Rehang(arc.tail, blocking.node, arc.head, entering.arc, {.up = left, .down = blocking.amount});
      if (full) Turn(leaving);
      ShiftPrices(arc.tail, -entering.reduced);
    }
  }

  struct Residual {
    std::int64_t up, down;
  };

  // Reverses the path from `first` up to `last`, and makes `first` a child of `parent` by `arc`.
  void Rehang(std::int32_t first, std::int32_t last, std::int32_t parent, std::int32_t arc,
              Residual residual) {
    for (std::int32_t v = first;;) {
      TreeNode& node = tree_[v];
      const std::int32_t old_parent = node.parent;
      const std::int32_t old_arc = node.arc;
      const Residual turned = {.up = node.down, .down = node.up};
      Unlink(v);
      Link(v, parent);
      node.arc = arc;
      node.up = residual.up;
      node.down = residual.down;
      if (v == last) return;
      parent = v;
      arc = old_arc;
      residual = turned;
      v = old_parent;
    }
  }

  void Unlink(std::int32_t v) {
    const TreeNode& node = tree_[v];
    if (node.previous == kNone) {
      tree_[node.parent].child = node.next;
    } else {
      tree_[node.previous].next = node.next;
    }
    if (node.next != kNone) tree_[node.next].previous = node.previous;
  }

  void Link(std::int32_t v, std::int32_t parent) {
    TreeNode& node = tree_[v];
    node.parent = parent;
    node.previous = kNone;
    node.next = tree_[parent].child;
    if (node.next != kNone) tree_[node.next].previous = v;
    tree_[parent].child = v;
  }

  // Over the subtree of `top`; depths are set on the way.
  void ShiftPrices(std::int32_t top, std::int64_t by) {
    VisitSubtree(top, [&](std::int32_t v) {
      price_[v] += by;
      tree_[v].depth = tree_[tree_[v].parent].depth + 1;
      ++steps_;
    });
  }

  // Parents before children.
  template <typename Visit>
  void VisitSubtree(std::int32_t top, const Visit& visit) {
    for (std::int32_t v = top;;) {
      visit(v);
      if (tree_[v].child != kNone) {
        v = tree_[v].child;
        continue;
      }
      while (v != top && tree_[v].next == kNone) v = tree_[v].parent;
      if (v == top) return;
      v = tree_[v].next;
    }
  }

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
    for (std::int32_t top = tree_[root_].child; top != kNone; top = tree_[top].next) {
      VisitSubtree(top, [&](std::int32_t v) {
        const Arc& arc = arcs_[tree_[v].arc];
        price_[v] = price_[tree_[v].parent] + (arc.tail == v ? -arc.cost : arc.cost);
      });
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

  const Problem& problem_;
  const StopToken& stop_;
  std::vector<std::int32_t> order_;     // the problem's arc at each position
  std::vector<Arc> arcs_;               // by position; then one artificial arc per node
  std::vector<std::int64_t> capacity_;  // likewise; above the lower bound
  std::vector<bool> turned_;            // by position
  std::vector<TreeNode> tree_;          // the last is the root
  std::vector<std::int64_t> price_;
  std::int32_t root_ = 0;
  std::int32_t block_ = 0;
  std::int32_t next_ = 0;  // where the next block begins
  std::int64_t pivots_ = 0;
  std::int64_t steps_ = 0;  // arcs and nodes looked at since the last look at stop_
};

}  // namespace

Solution SolveNetworkSimplex(const Problem& problem, const StopToken& stop) {
  Int128 total = 0;
  for (const std::int64_t supply : problem.supply) total += supply;
  if (total != 0) return {.status = Status::kInfeasible};
  return Simplex(problem, stop).Run();
}

}  // namespace pasok::flow
