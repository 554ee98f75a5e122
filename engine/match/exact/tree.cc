#include "engine/match/exact/tree.h"

#include <algorithm>
#include <cassert>

#include "engine/match/bytes_of.h"

namespace pasok::match::exact {

Tree::Tree(std::int32_t requirements, std::int32_t groups, std::int32_t suppliers)
    : requirements_(requirements), groups_(groups) {
  const auto nodes = static_cast<std::size_t>(requirements) + static_cast<std::size_t>(groups) +
                     static_cast<std::size_t>(suppliers) + 1;
  links_.resize(nodes);
  steps_.resize(nodes);
  potentials_.resize(nodes);
  potentials_.push_back(-kUnbounded / 2);
  depth_.resize(nodes), next_.resize(nodes, kNone), previous_.resize(nodes, kNone);
  steps_.back().core = true;
}

std::int64_t Tree::bytes() const {
  return BytesOfRows(links_, steps_, potentials_, depth_, next_, previous_);
}

// The root, which several threads share, is told nothing.
void Tree::Join(std::int32_t before, std::int32_t after) {
  if (before != root()) next_[before] = after;
  if (after != root()) previous_[after] = before;
}

void Tree::Insert(Run run, std::int32_t parent) {
  Join(run.last, parent == root() ? parent : next_[parent]);
  Join(parent, run.first);
}

void Tree::Remove(Run run) { Join(previous_[run.first], next_[run.last]); }

Tree::Extent Tree::ExtentOf(std::span<const std::int32_t> nodes) const {
  Extent extent;
  for (const std::int32_t node : nodes) {
    if (IsAnchor(node)) continue;
    NodeRange& range = node < SupplierNode(0) ? extent.groups : extent.suppliers;
    range.begin = range.end == 0 ? node : std::min(range.begin, node);
    range.end = std::max(range.end, node + 1);
  }
  return extent;
}

void Tree::Rebuild(std::span<const NodeRange> ranges) {
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < range.end; ++node) steps_[node].core = false;
  }
  std::vector<std::int32_t> path;
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < std::min(range.end, requirements_); ++node) {
      for (std::int32_t at = node; !steps_[at].core; at = steps_[at].parent) path.push_back(at);
      for (; !path.empty(); path.pop_back()) MakeCore(path.back());
    }
  }
}

std::int32_t Tree::Depth(std::int32_t node) const {
  std::int32_t depth = 0;
  while (!steps_[node].core) node = steps_[node].parent, ++depth;
  return depth + depth_[node];
}

void Tree::MakeCore(std::int32_t node) {
  if (steps_[node].core) return;
  const std::int32_t parent = steps_[node].parent;
  MakeCore(parent);
  steps_[node].core = true;
  depth_[node] = depth_[parent] + 1;
  potentials_[node] = potentials_[parent] + steps_[node].rise;
  Insert({node, node}, parent);
}

void Tree::DropIfBare(std::int32_t node) {
  while (node >= requirements_ && node != root() && steps_[node].core && !HasCoreChild(node)) {
    Remove({node, node});
    steps_[node].core = false;
    node = steps_[node].parent;
  }
}

Arc Tree::Pivot(const Arc& entering, bool forward, PivotTrace trace) {
  const std::int32_t from = forward ? entering.tail : entering.head;
  const std::int32_t to = forward ? entering.head : entering.tail;

  // Walks up from both ends to the apex; `<=` and `<` choose the leaving arc as the header says.
  std::int64_t from_room = kUnbounded, to_room = kUnbounded;
  std::int32_t from_block = kNone, to_block = kNone;
  std::int32_t a = from, b = to;
  std::int32_t depth_a = Depth(a), depth_b = Depth(b);
  while (a != b) {
    if (depth_a >= depth_b) {
      const Link& link = links_[a];
      const std::int64_t room = link.up ? link.flow : link.capacity - link.flow;
      if (room <= from_room) from_room = room, from_block = a;
      a = steps_[a].parent, --depth_a;
    } else {
      const Link& link = links_[b];
      const std::int64_t room = link.up ? link.capacity - link.flow : link.flow;
      if (room < to_room) to_room = room, to_block = b;
      b = steps_[b].parent, --depth_b;
    }
  }
  const std::int64_t own_room = forward ? entering.capacity - entering.flow : entering.flow;
  const std::int64_t push = std::min({from_room, to_room, own_room});
  assert(push < kUnbounded / 2);
  if (push > 0) {
    for (std::int32_t node = from; node != a; node = links_[node].parent) {
      links_[node].flow += links_[node].up ? -push : push;
    }
    for (std::int32_t node = to; node != a; node = links_[node].parent) {
      links_[node].flow += links_[node].up ? push : -push;
    }
  }
  Arc moved = entering;
  moved.flow += forward ? push : -push;

  const bool from_leaves = from_room == push;
  if (!from_leaves && own_room == push) return moved;
  const std::int32_t top = from_leaves ? from_block : to_block;
  const std::int32_t inner = from_leaves ? from : to, outer = from_leaves ? to : from;
  const Link old = links_[top];
  const Arc leaving{.cost = old.cost,
                    .flow = old.flow,
                    .capacity = old.capacity,
                    .tail = old.up ? top : old.parent,
                    .head = old.up ? old.parent : top,
                    .index = old.index,
                    .kind = old.kind};
  Rehang(inner, outer, top,
         {.cost = moved.cost,
          .flow = moved.flow,
          .capacity = moved.capacity,
          .parent = outer,
          .index = moved.index,
          .kind = moved.kind,
          .up = moved.tail == inner},
         trace);
  return leaving;
}

// Puts the core nodes of a subtree in preorder from another of its nodes, told the path from that one up to
// the old top, one by one, before their links are turned; and moves their accounts.
//
// Beside what is below the node before it on the path, the old thread has what is below a node in a run
// before that and a run behind it, the first beginning with the node. The new thread has these two of each
// node of the path in turn.
class Tree::Rerooting {
 public:
  // Potentials rise by so much, and the path begins so deep.
  Rerooting(Tree& tree, std::int64_t rise, std::int32_t depth, PivotTrace trace)
      : tree_(tree), rise_(rise), depth_(depth), trace_(trace) {}

  void Add(std::int32_t node) {
    const std::int32_t old_depth = tree_.depth_[node], sinks = depth_ - old_depth;
    const auto is_below = [depth = tree_.depth_.data(), old_depth](std::int32_t at) {
      return depth[at] > old_depth;
    };
    if (!tree_.steps_[node].core) {
      AddLeaf(node);
    } else if (behind_ == kNone) {  // the first core one: nothing of what is below it has gone before
      behind_ = MoveWhile(node, sinks, [&](std::int32_t at) { return at == node || is_below(at); });
    } else {
      MoveWhile(node, sinks, [&](std::int32_t at) { return at != below_; });
      behind_ = MoveWhile(behind_, sinks, is_below);
    }
    below_ = node, ++depth_;
  }

  Run run() const { return run_; }                 // the new thread
  std::int32_t behind() const { return behind_; }  // what comes behind the old one

 private:
  // It becomes core, since a node above it is.
  void AddLeaf(std::int32_t node) {
    tree_.potentials_[node] = tree_.Potential(node) + rise_;
    tree_.depth_[node] = depth_;
    tree_.steps_[node].core = true;
    Append({node, node});
  }

  // Moves the accounts of a run, and appends it to the new thread; what comes behind it on the old one.
  template <class IsOfRun>
  std::int32_t MoveWhile(std::int32_t at, std::int32_t sinks, const IsOfRun& is_of_run) {
    Run run{.first = at};
    const std::int32_t* const next = tree_.next_.data();
    std::int32_t* const depth = tree_.depth_.data();
    std::int64_t* const potential = tree_.potentials_.data();
    for (; is_of_run(at); at = next[at]) {
      depth[at] += sinks;
      potential[at] += rise_;
      if (trace_.moved) trace_.moved->push_back(at);
      run.last = at;
    }
    if (run.last != kNone) Append(run);
    return at;
  }

  void Append(Run run) {
    if (run_.first == kNone) {
      run_ = run;
    } else {
      tree_.Join(run_.last, run.first);
      run_.last = run.last;
    }
  }

  Tree& tree_;
  const std::int64_t rise_;
  std::int32_t depth_;
  const PivotTrace trace_;
  std::int32_t below_ = kNone;   // the node before, on the path
  std::int32_t behind_ = kNone;  // on the old thread, what comes behind all that is below it
  Run run_;
};

// Turns the path from `inner` up to `top` around, so that `top`'s subtree hangs from `outer` by the entering
// link.
void Tree::Rehang(std::int32_t inner, std::int32_t outer, std::int32_t top, const Link& entering,
                  PivotTrace trace) {
  const std::int32_t old_parent = links_[top].parent;
  const bool has_core = steps_[top].core;
  if (has_core) MakeCore(outer);
  const std::int32_t before = previous_[top];
  Rerooting rerooting(*this,
                      Potential(outer) + (entering.up ? -entering.cost : entering.cost) - Potential(inner),
                      depth_[outer] + 1, trace);
  // Upwards: each node takes the link of the one that was below it, reversed.
  Link link = entering;
  for (std::int32_t node = inner;;) {
    const Link old = links_[node];
    if (has_core) rerooting.Add(node);
    Hang(node, link);
    if (trace.rehung) trace.rehung->push_back(node);
    if (node == top) break;
    link = old;
    link.parent = node;
    link.up = !old.up;
    node = old.parent;
  }
  if (!has_core) return;
  Join(before, rerooting.behind());
  Insert(rerooting.run(), outer);
  DropIfBare(top);
  DropIfBare(old_parent);
}

}  // namespace pasok::match::exact
