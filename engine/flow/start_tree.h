// A spanning tree to start the network simplex from, grown around a flow that is known already.
//
// Every arc strictly between its bounds is in the tree. The parts that they make hang together by arcs at a
// bound along which the lower end can still send to its parent, those of the least reduced costs first
// (Dijkstra's rule, over costs reduced by the prices given): so every node can send one more unit towards the
// root, the tree is strongly feasible (network_simplex.h), and where flow and prices prove each other
// optimal, so do they and the tree's prices, but for what ties. Nodes without such a way hang on the root
// itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

struct StartTree {
  std::vector<std::int32_t> arc;    // per node, the arc to its parent; -1: it hangs on the root
  std::vector<std::int32_t> order;  // all nodes, parents first
};

// nullopt where the flow breaks a bound or a balance, or where arcs strictly between their bounds close a
// cycle (a basic flow has none). `price` per node, of any size. O((nodes + arcs) log nodes). Looks
// at `stop` every few hundred thousand steps, and passes over all arcs; nullopt where it asks.
std::optional<StartTree> GrowStartTree(const Problem& problem, std::span<const std::int64_t> flow,
                                       std::span<const std::int64_t> price, const StopToken& stop);

}  // namespace pasok::flow
