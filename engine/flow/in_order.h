// Several costs in order of rank: the least total of the first; of the flows that have it, the least total of
// the second; and so on. Exactly, without weights that would have to outgrow everything below them.
//
// After a rank is solved, its prices pi split the arcs (complementary slackness): an arc with a reduced cost
// other than zero stays at its bound in every flow that is optimal for that rank, and any flow that leaves
// those at their bounds is optimal for it. So they are fixed, and the next rank is solved over what is left
// (Ahuja, Magnanti and Orlin, Network Flows, 1993, theorem 9.4).
//
// Together the prices of all ranks are a proof that anyone can check: of every arc, the first reduced cost
// that isn't zero is above zero where the arc carries its least, below zero where it carries its most; an arc
// strictly between has none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/flow/problem.h"
#include "engine/flow/stop.h"

namespace pasok::flow {

// Of one rank. Where the ranks before have fixed all arcs between two parts of the network, the prices of one
// say nothing of the other's: that of each part's first node is then as the start has it, else 0.
struct RankedTotal {
  std::vector<std::int64_t> price;  // per node: pi
  Int128 cost = 0;
};

struct RankedSolution {
  Status status = Status::kStopped;
  std::vector<std::int64_t> flow = {};  // per arc; empty unless optimal
  std::vector<RankedTotal> ranks = {};  // beside the costs; empty unless optimal
  std::int64_t iterations = 0;
};

// `costs[i]`, one number per arc, ranks before `costs[i + 1]`; the problem's own costs count for nothing.
// kUnbounded: so is the first rank that has no least total. REQUIRES: CheckRange holds with each of the
// costs, and half of kMostQuantity is enough for it: what one rank fixes stands in the supplies of the next,
// at both ends. Deterministic. As long as a solve for each rank (solve.h), over ever fewer arcs.
RankedSolution SolveInOrder(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                            const StopToken& stop);

// The same, begun from a flow that is about the best, as SolveNetworkSimplexFrom does; `prices`, where given,
// per rank and node.
struct RankedStart {
  std::vector<std::int64_t> flow;
  std::vector<std::vector<std::int64_t>> prices = {};
};
RankedSolution SolveInOrderFrom(const Problem& problem, std::span<const std::vector<std::int64_t>> costs,
                                const RankedStart& start, const StopToken& stop);

// What is wrong with a solution that says kOptimal, or nullopt; in ranks that aren't one number per node, or
// costs that aren't one per arc, too. The other statuses carry no flow and no ranks; that they do is a fault.
// Shares no code with the solvers. O(ranks * (nodes + arcs)).
std::optional<std::string> FindFaultInOrder(const Problem& problem,
                                            std::span<const std::vector<std::int64_t>> costs,
                                            const RankedSolution& solution);

}  // namespace pasok::flow
