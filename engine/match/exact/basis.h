// Everything that the network simplex method knows between pivots: the tree, and the flows of the arcs
// outside it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"
#include "engine/match/exact/tree.h"

namespace pasok::match::exact {

// A lane that the search has found worth holding. Outside the tree it carries nothing, or its full cap.
struct Lane {
  std::int64_t cost = 0;  // sen per quantum above the offer's price
  std::int32_t requirement = kNone;
  bool full = false;
};

// The lanes held of one commodity, by group.
struct LaneTable {
  std::vector<std::int32_t> first;  // per group of the commodity, and one more
  std::vector<Lane> lanes;
};

struct Basis {
  Basis(const Instance& instance, const Network& network);

  Tree tree;
  std::vector<std::int64_t> penalty;   // per requirement: what a quantum short costs at present
  std::vector<std::int64_t> lane_cap;  // per requirement; kUnbounded where it can't bind
  std::vector<LaneTable> lanes;        // per commodity
  std::vector<std::int32_t> used;  // per group: plain offers before this index are full, the later ones idle
  // Per capped offer: its own, or its share while commodities are apart.
  std::vector<std::int64_t> capped_capacity;
  std::vector<std::int64_t> capped_flow;    // per capped offer; stale while basic
  std::vector<std::int32_t> capped_source;  // per capped offer: the root's node, or its supplier's
  std::vector<std::int64_t> supply_flow;    // per capped supplier; stale while basic
  std::vector<std::int64_t> transfer_flow;  // per transfer, stale while basic

  std::int64_t LaneCapacity(const Network& network, const Group& group, std::int32_t requirement) const {
    if (!group.capped_lanes) return kUnbounded;
    return std::min(lane_cap[requirement], network.CapOfPair(group, requirement));
  }
  // The lanes held of a group: where they stand in its commodity's table, and themselves.
  struct LaneRange {
    std::int32_t first = 0, end = 0;
  };
  LaneRange LaneRangeOf(const Network& network, std::int32_t group) const {
    const std::int32_t commodity = network.groups[group].commodity;
    const std::int32_t in_table = group - network.first_group[commodity];
    return {lanes[commodity].first[in_table], lanes[commodity].first[in_table + 1]};
  }
  std::span<const Lane> LanesOf(const Network& network, std::int32_t group) const;
  std::span<Lane> LanesOf(const Network& network, std::int32_t group);
  std::int64_t lanes_held() const;
};

}  // namespace pasok::match::exact
