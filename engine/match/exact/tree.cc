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
  cores_.resize(nodes);
  steps_.back().core = true;
}

std::int64_t Tree::bytes() const { return BytesOfRows(links_, steps_, potentials_, cores_); }

void Tree::AddChild(std::int32_t parent, std::int32_t child) {
  Core& core = cores_[child];
  core.parent = parent;
  if (parent == root()) return;
  core.previous = kNone;
  core.next = cores_[parent].first_child;
  if (core.next != kNone) cores_[core.next].previous = child;
  cores_[parent].first_child = child;
}

void Tree::RemoveChild(std::int32_t parent, std::int32_t child) {
  if (parent == root()) return;
  const Core& core = cores_[child];
  (core.previous == kNone ? cores_[parent].first_child : cores_[core.previous].next) = core.next;
  if (core.next != kNone) cores_[core.next].previous = core.previous;
}

void Tree::Rebuild(std::span<const NodeRange> ranges) {
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < range.end; ++node)
      cores_[node] = {}, steps_[node].core = node < requirements_;
  }
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < std::min(range.end, requirements_); ++node) {
      for (std::int32_t up = links_[node].parent; up != kNone && !steps_[up].core; up = links_[up].parent) {
        steps_[up].core = true;
      }
    }
  }
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < range.end; ++node) {
      if (steps_[node].core) AddChild(links_[node].parent, node);
    }
  }
  for (const NodeRange range : ranges) {
    for (std::int32_t node = range.begin; node < range.end; ++node) {
      if (steps_[node].core && links_[node].parent == root()) Account(node);
    }
  }
}

std::int32_t Tree::Depth(std::int32_t node) const {
  std::int32_t depth = 0;
  while (!steps_[node].core) node = steps_[node].parent, ++depth;
  return depth + cores_[node].depth;
}

void Tree::Settle(std::int32_t node) {
  if (steps_[node].core) return;
  Settle(steps_[node].parent);
  potentials_[node] = potentials_[steps_[node].parent] + steps_[node].rise;
}

void Tree::AccountNode(std::int32_t node) {
  const std::int32_t parent = steps_[node].parent;
  cores_[node].depth = cores_[parent].depth + 1;
  potentials_[node] = potentials_[parent] + steps_[node].rise;
}

void Tree::Account(std::int32_t top) {
  for (std::int32_t at = top;;) {
    AccountNode(at);
    if (cores_[at].first_child != kNone) {
      at = cores_[at].first_child;
      continue;
    }
    while (at != top && cores_[at].next == kNone) at = cores_[at].parent;
    if (at == top) return;
    at = cores_[at].next;
  }
}

void Tree::Move(std::int32_t top, std::int64_t rise, PivotTrace trace) {
  std::int32_t depth = cores_[cores_[top].parent].depth + 1;
  for (std::int32_t at = top;;) {
    Core& core = cores_[at];
    core.depth = depth;
    potentials_[at] += rise;
    if (trace.moved) trace.moved->push_back(at);
    if (core.first_child != kNone) {
      at = core.first_child, ++depth;
      continue;
    }
    while (at != top && cores_[at].next == kNone) at = cores_[at].parent, --depth;
    if (at == top) return;
    at = cores_[at].next;
  }
}

void Tree::MakeCore(std::int32_t node) {
  if (steps_[node].core) return;
  const std::int32_t parent = links_[node].parent;
  MakeCore(parent);
  steps_[node].core = true;
  AccountNode(node);
  AddChild(parent, node);
}

void Tree::DropIfBare(std::int32_t node) {
  while (node != root() && steps_[node].core && !StaysCore(node)) {
    const std::int32_t parent = links_[node].parent;
    RemoveChild(parent, node);
    steps_[node].core = false;
    node = parent;
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
      a = link.parent, --depth_a;
    } else {
      const Link& link = links_[b];
      const std::int64_t room = link.up ? link.capacity - link.flow : link.flow;
      if (room < to_room) to_room = room, to_block = b;
      b = link.parent, --depth_b;
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

// Turns the path from `inner` up to `top` around, so that `top`'s subtree hangs from `outer` by the entering
// link.
void Tree::Rehang(std::int32_t inner, std::int32_t outer, std::int32_t top, const Link& entering,
                  PivotTrace trace) {
  const std::int32_t old_parent = links_[top].parent;
  Settle(inner);
  const std::int64_t rise =
      Potential(outer) + (entering.up ? -entering.cost : entering.cost) - potentials_[inner];
  // Upwards: each node takes the link of the one that was below it, reversed.
  Link link = entering;
  for (std::int32_t node = inner;;) {
    const Link old = links_[node];
    if (steps_[node].core) RemoveChild(old.parent, node);
    Hang(node, link);
    if (trace.rehung) trace.rehung->push_back(node);
    if (node == top) break;
    link = old;
    link.parent = node;
    link.up = !old.up;
    node = old.parent;
  }
  // Back down along the new parents: a node with a core child is core, and is listed with its parent.
  for (std::int32_t node = top; node != inner; node = links_[node].parent) {
    steps_[node].core = StaysCore(node);
    if (steps_[node].core) AddChild(links_[node].parent, node);
  }
  steps_[inner].core = StaysCore(inner);
  DropIfBare(old_parent);
  if (!steps_[inner].core) return;
  MakeCore(outer);
  AddChild(outer, inner);
  Move(inner, rise, trace);
}

}  // namespace pasok::match::exact
