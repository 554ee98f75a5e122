// Hangs every node of a carried basis: from where it hung in the base, or anew (warm.h says why it is a
// tree).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/exact/carried_links.h"

namespace pasok::match::exact {

class Hanger {
 public:
  // REQUIRES the flows to be carried. All outlive it.
  Hanger(const Network& network, const Kept& kept, const CarriedFlows& flows, int threads, Basis& basis);

  // Afterwards the tree is a spanning tree, strongly feasible, with its accounts. O(nodes), and the ways up
  // from those hung anew.
  void Hang();

  // The arcs that are then outside the tree, strictly between their bounds, and may not be. Marks lanes that
  // are full.
  std::vector<Arc> ArcsBetweenBounds();

 private:
  void AppendBetweenBounds(std::int32_t commodity, std::vector<Arc>& loose);
  bool IsBasic(std::int32_t g, std::int32_t requirement) const;
  void HangAnew(std::int32_t node);
  // Whether `below` hangs under `node`, or is it, as far as nodes hang by now.
  bool HangsUnder(std::int32_t below, std::int32_t node) const;
  void HangGroup(std::int32_t g);
  // Hangs the group from a kitchen to which it delivers; false where there is none.
  bool HangFromKitchen(std::int32_t g);
  // Those of aggregators come last, when all that sell through them hang.
  void HangSupplier(std::int32_t s);
  // From the group of an offer of its own that delivers; false where none does.
  bool HangFromOffer(std::int32_t s);
  // Makes sure that `below` doesn't hang under `node`. REQUIRES that `below` delivers if it is a group, and
  // that a kitchen or a group stands between them. Suppliers hang from groups that deliver only.
  void FreeFrom(std::int32_t node, std::int32_t below);
  // REQUIRES that the group delivers over the lane. A kitchen can always hang from the root.
  void HangFromKitchenAtRoot(std::int32_t g, std::int32_t lane);

  const Network& network_;
  const int threads_;
  const CarriedFlows& flows_;
  Basis& basis_;
  Tree& tree_;
  const CarriedLinks links_;
  const std::int32_t requirements_, first_group_node_, first_supplier_node_;
};

}  // namespace pasok::match::exact
