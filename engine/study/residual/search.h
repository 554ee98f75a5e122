// Cheapest paths of residual arcs: Dijkstra's method by reduced costs, from a node or towards one, looking no
// farther than its goals.
//
// Of a node with many lanes (into a requirement, out of an offer) only those are looked at whose lower bound,
// from the row's base prices and how far prices have moved since (state.h), comes up: a cursor waits in the
// queue among the nodes. Arcs out of the source, when going forward, and into it, going backward, are never
// followed: it is where searches end.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/study/residual/lane_rows.h"
#include "engine/study/residual/state.h"

namespace pasok::study {

inline constexpr std::int64_t kUnreached = INT64_MAX;

enum class Direction : std::uint8_t { kForward, kBackward };

struct SearchTerms {
  Node start;  // from here, or, backward, to here
  // Forward only: what is looked for, itself or by way of the source, which is that far from it; the start:
  // the source is all that is looked for.
  Node goal;
  std::int64_t goal_from_source = kUnreached;
  // An arc, by its two ends, that no path may use either way; equal ends: none.
  Node without_from = {}, without_to = {};
  bool shortages = true;  // whether shortage arcs count; stocks do in any case
};

// Not thread-safe; kept between searches for its memory.
class Search {
 public:
  Search(const State& state, LaneRows& rows, Direction direction);

  // Finds the distances, by reduced costs, to the source, or to the goal where that is nearer than by way of
  // the source. O(what is nearer x log); rows are lengthened as needed.
  void Run(const SearchTerms& terms);

  // From here on runs look at the token, which outlives the search. Asked to stop they leave off, and what
  // was found till then means nothing.
  void Heed(const StopToken& stop) { stop_ = &stop; }
  bool stopped() const { return stopped_; }  // the last run was

  // kUnreached: not within what was looked at. REQUIRES a run since the node was added.
  std::int64_t Distance(Node node) const { return LabelOf(node).distance; }
  // The path between the start and a node that was reached, in the direction of the arcs.
  std::vector<Node> PathTo(Node node) const;
  // The nodes reached in the last run.
  const std::vector<Node>& reached() const { return reached_; }
  // Listed lanes that were looked at in all runs: what most of the work is.
  std::int64_t lanes_taken() const { return lanes_taken_; }

 private:
  struct Label {
    std::int64_t distance = kUnreached;
    Node next;  // towards the start
    bool settled = false;
  };
  struct Item {
    std::int64_t key = 0;
    Node node;
    std::int32_t cursor = kNone;  // >= 0: the node's lanes from here on are still to be looked at
  };

  Label& LabelOf(Node node) { return labels_[static_cast<std::size_t>(node.kind)][node.index]; }
  const Label& LabelOf(Node node) const { return labels_[static_cast<std::size_t>(node.kind)][node.index]; }
  void Relax(Node node, Node next, std::int64_t distance);
  void Push(const Item& item);
  Item Pop();
  bool Queued() const { return !now_.empty() || !later_.empty(); }
  void SetBound();
  bool Without(Node a, Node b) const;
  void Expand(Node node);
  void ExpandRequirement(std::int32_t requirement, std::int64_t distance);
  void RelaxTransfers(std::int32_t requirement, std::int64_t distance);
  void ExpandOffer(std::int32_t offer, std::int64_t distance);
  void ExpandSeller(Node seller, std::int64_t distance);  // a supplier or an aggregator
  void RelaxAbove(Node node, std::int64_t distance);
  void RelaxAdded(std::int32_t requirement, std::int64_t distance);
  void FollowLanes(const Item& cursor);
  void TakeLane(Node node, const ListedLane& lane, std::int64_t distance);

  const State& state_;
  LaneRows& rows_;
  const bool forward_;
  const StopToken* stop_ = nullptr;
  bool stopped_ = false;
  std::int64_t lanes_taken_ = 0;
  SearchTerms terms_;
  std::array<std::vector<Label>, kNodeKinds> labels_;  // by kind
  std::vector<Node> reached_;
  std::int64_t bound_ = kUnreached;  // what is as far or farther needs no look
  std::int64_t key_ = 0;             // of what was popped last
  std::vector<Item> now_, later_;    // of that key: a stack; above it: a heap
};

}  // namespace pasok::study
