// The basis of the network simplex method (network_simplex.h): a spanning tree of the nodes and an artificial
// root, with what its arcs can still carry and the prices at which they cost nothing.
//
// The nodes are threaded in preorder, so that a subtree is a run of the thread that begins with its top: when
// it moves, the run is cut out, turned where the path turns, and its prices are shifted as it goes by.
//
// Price: what costs and prices fit. A search reads prices more than anything else.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace pasok::flow {

// A node with the tree arc to its parent. up + down is the arc's capacity. 32 bytes: paths to the root are
// walked here.
struct TreeNode {
  std::int64_t up = 0, down = 0;       // what can still be sent to the parent, and from it
  std::int32_t parent = -1, arc = -1;  // -1: none
  std::int32_t size = 1;               // of the subtree
};

// Where the cycle of an entering arc gets stuck.
struct Blocking {
  std::int64_t amount = 0;
  std::int32_t node = -1;  // its parent arc leaves; -1: the entering arc itself
  bool on_head_side = false;
  std::int32_t apex = -1;
};

template <typename Price>
class SpanningTree {
 public:
  // The root alone, behind so many nodes that are still to be hung.
  explicit SpanningTree(std::int32_t nodes)
      : root_(nodes),
        nodes_(nodes + 1),
        price_(nodes + 1, 0),
        thread_(nodes + 1, nodes),
        back_(nodes + 1, nodes) {}

  std::int32_t root() const { return root_; }
  const TreeNode& operator[](std::int32_t v) const { return nodes_[v]; }
  const std::vector<Price>& prices() const { return price_; }
  void SetArc(std::int32_t v, std::int32_t arc) { nodes_[v].arc = arc; }  // the same arc, by another number

  // Hangs a node below its parent, which hangs already. Sizes are stale until all do and AddUpSizes.
  void Hang(std::int32_t v, const TreeNode& node, Price price) {
    nodes_[v] = node;
    price_[v] = price;
    const std::int32_t next = thread_[node.parent];
    Join(node.parent, v);
    Join(v, next);
  }
  void AddUpSizes(const std::vector<std::int32_t>& parents_first) {
    for (auto v = parents_first.rbegin(); v != parents_first.rend(); ++v)
      nodes_[nodes_[*v].parent].size += nodes_[*v].size;
  }

  // Works all prices out anew: `rise(v)` is what a node's is above its parent's. O(nodes).
  template <class Rise>
  void Reprice(const Rise& rise) {
    price_[root_] = 0;
    for (std::int32_t v = thread_[root_]; v != root_; v = thread_[v])
      price_[v] = static_cast<Price>(price_[nodes_[v].parent] + rise(v));
  }

  // The cycle runs down from the apex to the tail, along the entering arc, and up from the head. Of several
  // arcs that block equally the last one in this order is chosen: <= on the head's side, < on the tail's.
  Blocking FindBlocking(std::int32_t tail, std::int32_t head, std::int64_t capacity) const {
    Blocking blocking{.amount = capacity};
    while (tail != head) {
      if (nodes_[tail].size < nodes_[head].size) {
        if (nodes_[tail].down < blocking.amount)
          blocking = {.amount = nodes_[tail].down, .node = tail, .on_head_side = false};
        tail = nodes_[tail].parent;
      } else {
        if (nodes_[head].up <= blocking.amount)
          blocking = {.amount = nodes_[head].up, .node = head, .on_head_side = true};
        head = nodes_[head].parent;
      }
    }
    blocking.apex = tail;
    return blocking;
  }

  // Sends the amount around that cycle.
  void Push(std::int32_t tail, std::int32_t head, const Blocking& blocking) {
    if (blocking.amount == 0) return;
    for (std::int32_t v = tail; v != blocking.apex; v = nodes_[v].parent) {
      nodes_[v].down -= blocking.amount;
      nodes_[v].up += blocking.amount;
    }
    for (std::int32_t v = head; v != blocking.apex; v = nodes_[v].parent) {
      nodes_[v].up -= blocking.amount;
      nodes_[v].down += blocking.amount;
    }
  }

  // The subtree of the blocking node lets go of its parent and hangs by its node `first` as `hanging` says;
  // its prices shift by so much. Returns its size.
  std::int32_t Move(const Blocking& blocking, std::int32_t first, const TreeNode& hanging,
                    std::int64_t shift) {
    const std::int32_t moved = nodes_[blocking.node].size;
    for (std::int32_t v = nodes_[blocking.node].parent; v != blocking.apex; v = nodes_[v].parent)
      nodes_[v].size -= moved;
    for (std::int32_t v = hanging.parent; v != blocking.apex; v = nodes_[v].parent) nodes_[v].size += moved;
    Rehang(first, blocking.node, hanging, shift);
    return moved;
  }

 private:
  // Reverses the path from `first` up to `last`, hangs `first` by `hanging`, and adds `shift` to the prices
  // below. The new run of `first` on the thread is its old one, then what its parent had before and after
  // that, then what the grandparent had before and after that, and so on.
  void Rehang(std::int32_t first, std::int32_t last, TreeNode hanging, std::int64_t shift) {
    const std::int32_t top = hanging.parent;
    const std::int32_t moved = nodes_[last].size;
    hanging.size = moved;
    std::int32_t before = back_[first];
    std::int32_t end = Shift(first, nodes_[first].size, shift);
    std::int32_t after = thread_[end];
    for (std::int32_t v = first;;) {
      const TreeNode old = std::exchange(nodes_[v], hanging);
      if (v == last) break;
      const std::int32_t parent = old.parent;
      const std::int32_t before_parent = back_[parent];
      Join(end, parent);
      const std::int32_t ahead = ShiftUntil(parent, before, shift);
      end = before;
      const std::int32_t behind = nodes_[parent].size - old.size - ahead;
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

  const std::int32_t root_;
  std::vector<TreeNode> nodes_;  // the last is the root
  std::vector<Price> price_;
  std::vector<std::int32_t> thread_, back_;  // the nodes in preorder, in a ring, and its reverse
};

}  // namespace pasok::flow
