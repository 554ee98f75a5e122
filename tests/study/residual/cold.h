// What answers of the residual network are measured against: cold solves, and plain loops over all arcs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/match/plan.h"
#include "engine/study/residual/residual.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::study {

// The optimum of an instance, whose dataset outlives it.
std::unique_ptr<match::Solved> SolveCold(match::Instance instance);

// A random case under a policy whose share gives its lane caps, as an instance that was read would have them.
match::Instance WithLaneCaps(const match::exact::Case& made, std::int64_t share_percent);
// Some steps of fair spread over the offers; some offers have given before.
void SpreadFairly(std::uint64_t seed, match::Instance& instance);
// max_share x the most that can come in, floored, at least 1.
std::int64_t LaneCapOf(const match::Instance& instance, std::int64_t most_in);

// One arc of the residual network, by plain numbers of nodes: 0 the source, then suppliers, offers,
// requirements, aggregators.
struct PlainArc {
  std::int32_t from = 0, to = 0;
  std::int64_t cost = 0, room = 0;
  bool is_shortage = false;
};
// All of them, from what stands; the instance's rows only.
std::vector<PlainArc> PlainArcs(const match::Instance& instance, const Residual& residual);
std::int32_t PlainNode(const match::Instance& instance, Node node);
std::size_t PlainNodes(const match::Instance& instance);

// A random case at its optimum: with lane caps or without, aggregators, transfers, fair spread.
struct Start {
  match::exact::Case made;
  std::unique_ptr<match::Solved> solved;
  const match::Instance& instance() const { return solved->instance; }
};
Start StartAt(match::exact::Flavour flavour, std::uint64_t seed);

// What the suppliers that the instance has sell through one of its aggregators.
std::int64_t SoldThrough(const match::Instance& instance, const Residual& residual, std::int32_t aggregator);

// Fails where a reduced cost is below 0, a balance is off, a bound is broken, or what has some left isn't
// told.
void ExpectOptimal(const match::Instance& instance, const Residual& residual);

// The cheapest cost from one node to another over arcs, by Bellman and Ford; INT64_MAX: none.
std::int64_t CheapestByHand(std::size_t nodes, const std::vector<PlainArc>& arcs, std::int32_t from,
                            std::int32_t to);

}  // namespace pasok::study
