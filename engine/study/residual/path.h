// Nodes and paths of the residual network: what may still be moved, and at what cost.
//
// The network is the one of matching.h, over ALL eligible lanes:
//
//   source --handling--> aggregator --supply--> supplier --offer--> offer --lane, unit--> requirement
//   source --shortage, penalty--> requirement
//   requirement, or source (a stock) --transfer, cost--> requirement
//
// where only what has a limit has a node of its own: offers of a supplier without a total capacity, and
// suppliers that sell by themselves or through an aggregator that can handle all, hang from the next above,
// at last from the source. Where orders are spread fairly (match/spread.h) the arc of an offer costs what the
// next quantum counts more, and a step back saves what the last one does: convex, so shortest paths stay
// right as far as a piece reaches, which is their room. A step forward puts a quantum more on an arc that has
// room; a step back takes one off an arc that carries some, at minus its cost. With the prices pi of an
// optimal matching each step from u to v has a reduced cost cost + pi_u - pi_v >= 0, so shortest paths by
// reduced costs are cheapest ones, and a closed one through the source is what a change costs.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/register/dataset.h"

namespace pasok::study {

enum class NodeKind : std::uint8_t { kSource, kAggregator, kSupplier, kOffer, kRequirement };
inline constexpr int kNodeKinds = 5;

// `index` is of the instance's rows, or beyond them for what was added (Residual::Add); 0 for the source.
struct Node {
  NodeKind kind = NodeKind::kSource;
  std::int32_t index = 0;
  bool operator==(const Node&) const = default;
};
inline constexpr Node kSource{};
inline constexpr Node AggregatorNode(std::int32_t a) { return {NodeKind::kAggregator, a}; }
inline constexpr Node SupplierNode(std::int32_t s) { return {NodeKind::kSupplier, s}; }
inline constexpr Node OfferNode(std::int32_t o) { return {NodeKind::kOffer, o}; }
inline constexpr Node RequirementNode(std::int32_t r) { return {NodeKind::kRequirement, r}; }

enum class ArcKind : std::uint8_t { kSupply, kOffer, kLane, kShortage, kHandling, kTransfer };

// One step along a residual arc. What isn't an end of the arc is kNone: a supply has its supplier and, where
// it hangs from one, its aggregator; an offer's arc its offer and the supplier or else the aggregator that it
// hangs from, if any; a lane an offer and a requirement; a shortage a requirement; a handling an aggregator;
// a transfer the requirement that gets it and, unless it is a stock, the sender.
struct Step {
  ArcKind arc = ArcKind::kLane;
  bool back = false;  // takes off what the arc carries
  std::int32_t supplier = kNone;
  std::int32_t offer = kNone;
  std::int32_t requirement = kNone;
  std::int32_t aggregator = kNone;
  std::int32_t sender = kNone;  // a requirement
  std::int64_t cost = 0;        // sen per quantum, its sign turned on a step back
  std::int64_t room = 0;  // quanta: what is left of the arc, or what it carries; kUnboundedRoom: no limit

  Node From() const;
  Node To() const;
};
inline constexpr std::int64_t kUnboundedRoom = INT64_MAX;

// Each step begins where the one before ends. cost = sum of the steps'; room = the least of theirs: so many
// quanta can go this way at this cost each before another way is cheapest or none is left.
struct Path {
  std::vector<Step> steps;
  std::int64_t cost = 0;
  std::int64_t room = 0;
};

}  // namespace pasok::study
