// The basis of the network simplex method as a tree that keeps accounts of kitchens only.
//
// Nodes: requirements, groups, suppliers, and the root, which is the source; requirements may hang from each
// other by transfers. A basis is a spanning tree; each node but the root hangs from its parent by a basic
// arc. Nearly all groups and suppliers are leaves, so a node is *core* where it is a requirement or the root,
// or has a core child: only core nodes keep their potential, their depth and their place on a *thread*, which
// lists each of the root's subtrees in preorder, so that every subtree is a run of it. The potential of any
// other node is a walk of a few arcs up to a core one: one to three, and five where suppliers sell through an
// aggregator. A pivot then touches dozens of nodes, not thousands, and goes from one to the next along the
// thread.
//
// Prices: potential(head) = potential(tail) + cost on each basic arc, 0 at the root; the reduced cost of an
// arc is cost + potential(tail) - potential(head) (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter
// 11, also for threads; notation theirs with the sign of pi reversed). Arcs that aren't basic live with the
// caller.
//
// Why it ends: the tree is kept *strongly feasible*, here: every basic arc can carry more flow in the
// direction away from the root. The leaving arc is, of those that block, the one nearest the apex on the side
// of the entering arc's start; then the entering arc itself; then the one farthest from the apex on the side
// of its end. By Cunningham (1976) the tree stays strongly feasible, and no sequence of pivots of zero flow
// repeats a tree, in whatever order arcs enter.
//
// Threads: pivots in parts of the tree that share no node but the root may run at the same time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"

namespace pasok::match::exact {

enum class ArcKind : std::uint8_t {
  kShortage,  // root -> requirement, index: the requirement
  kPlain,     // root -> group, index: into Network::plain
  kCapped,    // root or supplier -> group, index: into Network::capped
  kSupply,    // root -> supplier, index: the supplier
  kLane,      // group -> requirement, index: the requirement
  kTransfer,  // root or requirement -> requirement, index: into Network::transfers
};

// An arc outside the tree, with its flow.
struct Arc {
  std::int64_t cost = 0, flow = 0, capacity = 0;
  std::int32_t tail = kNone, head = kNone;
  std::int32_t index = kNone;
  ArcKind kind = ArcKind::kLane;
};

// The basic arc by which a node hangs from its parent.
struct Link {
  std::int64_t cost = 0, flow = 0, capacity = 0;
  std::int32_t parent = kNone;  // kNone: the node is not in the tree
  std::int32_t index = kNone;
  ArcKind kind = ArcKind::kLane;
  bool up = false;  // flow runs from the node to its parent
};

// Told by a pivot beside the flows, as far as somebody asks.
struct PivotTrace {
  std::vector<std::int32_t>* rehung = nullptr;  // nodes that hang by another link now
  std::vector<std::int32_t>* moved = nullptr;   // core nodes whose potentials are others now
};

class Tree {
 public:
  Tree(std::int32_t requirements, std::int32_t groups, std::int32_t suppliers);

  std::int32_t RequirementNode(std::int32_t requirement) const { return requirement; }
  std::int32_t GroupNode(std::int32_t group) const { return requirements_ + group; }
  std::int32_t SupplierNode(std::int32_t supplier) const { return requirements_ + groups_ + supplier; }
  std::int32_t root() const { return static_cast<std::int32_t>(links_.size()) - 1; }

  // Hangs a node anew. The accounts are stale until Rebuild. REQUIRES the links to form a tree again by then.
  void Hang(std::int32_t node, const Link& link) {
    links_[node] = link;
    steps_[node].rise = link.up ? -link.cost : link.cost;
    steps_[node].parent = link.parent;
  }
  const Link& LinkOf(std::int32_t node) const { return links_[node]; }
  std::int64_t bytes() const;  // that it takes
  bool Contains(std::int32_t node) const { return links_[node].parent != kNone; }
  // LinkOf(node).parent, side by side with what Potential reads.
  std::int32_t ParentOf(std::int32_t node) const { return steps_[node].parent; }
  std::int64_t RiseOf(std::int32_t node) const { return steps_[node].rise; }  // above its parent's potential
  // Whether it is a requirement or the root: these are core nodes always.
  bool IsAnchor(std::int32_t node) const { return node < requirements_ || node == root(); }

  struct NodeRange {
    std::int32_t begin = 0, end = 0;
  };
  // Of some nodes, from the first to the last group, and supplier.
  struct Extent {
    NodeRange groups, suppliers;
  };
  Extent ExtentOf(std::span<const std::int32_t> nodes) const;
  // Works out the accounts of the nodes in the ranges from their links. REQUIRES that the ranges hold whole
  // subtrees of the root. O(nodes in them).
  void Rebuild(std::span<const NodeRange> ranges);

  std::int64_t Potential(std::int32_t node) const {
    if (node < requirements_) return potentials_[node];
    std::int64_t sum = 0;
    while (!steps_[node].core) {
      sum += steps_[node].rise;
      node = steps_[node].parent;
    }
    return sum + potentials_[node];
  }
  std::int64_t RequirementPotential(std::int32_t requirement) const { return potentials_[requirement]; }
  // Of all requirements, side by side; by their nodes also of the root, 0, and of Nowhere.
  const std::int64_t* RequirementPotentials() const { return potentials_.data(); }
  // No node: nothing is worth delivering there.
  std::int32_t Nowhere() const { return static_cast<std::int32_t>(links_.size()); }

  // Starts fetching what Potential reads first.
  void Prefetch(std::int32_t node) const { __builtin_prefetch(&steps_[node]); }

  // Pushes as much flow as fits along the entering arc, from tail to head (forward) or back, and the tree
  // path that closes its cycle; returns the arc that is outside the tree afterwards: the leaving one, or the
  // entering one itself where it blocks. O(cycle + core nodes moved). REQUIRES a reduced cost that favours
  // the direction, and a cycle that some capacity bounds. Appends to the trace.
  Arc Pivot(const Arc& entering, bool forward, PivotTrace trace = {});

 private:
  // What a walk up reads of a link: four to a cache line.
  struct Step {
    std::int64_t rise = 0;  // the node's potential less its parent's
    std::int32_t parent = kNone;
    bool core = false;
  };
  // Core nodes one after another on a thread.
  struct Run {
    std::int32_t first = kNone, last = kNone;
  };
  class Rerooting;

  std::int32_t Depth(std::int32_t node) const;
  // REQUIRES a core node.
  bool HasCoreChild(std::int32_t node) const { return depth_[next_[node]] > depth_[node]; }
  void MakeCore(std::int32_t node);           // and what it hangs from
  void DropIfBare(std::int32_t node);         // likewise
  void Insert(Run run, std::int32_t parent);  // as its first child, with all below it
  void Remove(Run run);
  void Join(std::int32_t before, std::int32_t after);  // side by side on the thread
  void Rehang(std::int32_t inner, std::int32_t outer, std::int32_t top, const Link& entering,
              PivotTrace trace);

  std::int32_t requirements_, groups_;
  std::vector<Link> links_;
  std::vector<Step> steps_;  // beside links_
  // Of core nodes. Apart, since going along the thread is most of a pivot, and waits for `next_` only; the
  // root stands before its first and after its last.
  std::vector<std::int64_t> potentials_;  // and of Nowhere
  std::vector<std::int32_t> depth_, next_, previous_;
};

}  // namespace pasok::match::exact
