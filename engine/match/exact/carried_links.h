// The links of a carried basis' nodes: as they now are, and which of them lead where they led in the base.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/carried_flows.h"
#include "engine/match/exact/kept.h"

namespace pasok::match::exact {

class CarriedLinks {
 public:
  static constexpr Link kNoLink{.parent = kNone};

  // REQUIRES the flows to be carried. All outlive it. O(suppliers).
  CarriedLinks(const Network& network, const Kept& kept, const CarriedFlows& flows, const Basis& basis);

  // Links down from the parent, with what they now carry; whoever hangs a node up turns them round.
  Link Shortage(std::int32_t r) const;
  Link Plain(std::int32_t g) const;   // of the offer at `used`
  Link Capped(std::int32_t i) const;  // index into Network::capped
  Link Supply(std::int32_t s) const;
  Link Transferred(std::int32_t i) const;  // index into Network::transfers
  Link Delivery(std::int32_t g, std::int32_t lane) const;
  static Link Up(Link link, std::int32_t parent) {
    link.parent = parent, link.up = true;
    return link;
  }

  // The node that a supplier is supplied from: the root, or its aggregator's.
  std::int32_t AboveSupplier(std::int32_t s) const;

  // The link that the node had in the base, where it is still there, leads to the node that descends from the
  // one that it led to, and can carry more flow away from the root; kNoLink.
  Link Carried(std::int32_t node) const;

 private:
  Link CarriedOfRequirement(std::int32_t r) const;
  Link CarriedOfGroup(std::int32_t g) const;
  Link CarriedOfSupplier(std::int32_t s) const;

  // Index into the lanes of the group's commodity; kNone.
  std::int32_t FindLane(std::int32_t g, std::int32_t requirement) const;
  // The capped offer that was the base's capped offer `was`, piece by piece; kNone.
  std::int32_t CappedIs(std::int32_t was) const;
  // The node of a supplier or an aggregator in the base; kNone.
  std::int32_t NodeWas(std::int32_t s) const;
  std::int32_t AggregatorWas(std::int32_t node) const;
  // Whether a node here, of a supplier, an aggregator or the root, is where the base's is.
  bool IsWhere(std::int32_t node, std::int32_t was) const;

  const Network& network_;
  const Kept& kept_;
  const CarriedFlows& flows_;
  const Basis& basis_;
  const Tree& tree_;
  std::vector<std::int32_t> node_was_, node_is_;  // per supplier's node here, and in the base
};

}  // namespace pasok::match::exact
