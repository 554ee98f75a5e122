// The matching problem on lanes that are listed one by one, as a network for flow/.
//
//   requirement --lane--> offer --offer--> supplier --supplier--> source <--shortage-- requirement
//   requirement --transfer--> requirement or source     to where it comes from
//
// Turned round, needs flow back to the source: the network simplex keeps trees along which every node can
// send to the root (flow/network_simplex.h); so can every requirement then take a quantum more at its price,
// as in exact/, whose answers one may begin from. A node's price is the source's less what flow/ says of it.
//
// Only offers with a listed lane stand in it, and only suppliers with a total capacity or an aggregator,
// which stands between them and the source: other offers hang on the source. Nodes: the source, requirement r
// at 1 + r, then suppliers, offers, aggregators. Arcs: suppliers', offers', then a lane's each, in their
// order, then a shortage's for each requirement, then aggregators', then transfers', then those of offers'
// further pieces (spread.h), whose first is the offer's own arc; more nodes and arcs may be added behind
// them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/problem.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

struct ListedLane {
  std::int32_t offer = kNone, requirement = kNone;
  LaneCost cost;
};

struct ListedNetwork {
  flow::Problem problem;
  std::vector<std::int32_t> suppliers, offers;  // rows that stand in it, ascending: arcs 0, 1, ... are theirs
  std::vector<std::int32_t> aggregators;        // likewise; their nodes are the last
  std::int32_t first_supplier_node = 0, first_offer_node = 0;
  std::int32_t first_lane_arc = 0, first_shortage_arc = 0, first_aggregator_arc = 0, first_transfer_arc = 0,
               first_piece_arc = 0;

  static constexpr std::int32_t kSource = 0;
  static std::int32_t RequirementNode(std::int32_t requirement) { return requirement + 1; }
  std::int32_t SupplierNode(std::size_t i) const {
    return first_supplier_node + static_cast<std::int32_t>(i);
  }
  std::int32_t OfferNode(std::size_t i) const { return first_offer_node + static_cast<std::int32_t>(i); }
  std::int32_t AggregatorNode(std::size_t i) const { return OfferNode(offers.size() + i); }
  std::int32_t SupplierArc(std::size_t i) const { return static_cast<std::int32_t>(i); }
  std::int32_t OfferArc(std::size_t i) const { return static_cast<std::int32_t>(suppliers.size() + i); }
  std::int32_t AggregatorArc(std::size_t i) const {
    return first_aggregator_arc + static_cast<std::int32_t>(i);
  }
};

// Without costs but those of pieces. Lanes carry at least what contracts reserve, and at most their cap
// (Instance::LaneCap). `lanes` are eligible, each once. O(instance + lanes).
ListedNetwork BuildListedNetwork(const Instance& instance, std::span<const ListedLane> lanes);

// Per arc of that network, where each lane and each transfer carries so much and requirements are short of
// the rest.
std::vector<std::int64_t> FlowOfLanes(const Instance& instance, const ListedNetwork& network,
                                      std::span<const ListedLane> lanes, std::span<const std::int64_t> quanta,
                                      std::span<const std::int64_t> transfers);

}  // namespace pasok::match
