// The independent parts of a joined network: days that nothing couples.
//
// Commodities of one day stay together. Two days are one component where a supplier of a limited total sells
// on both, or a transfer leads from one to the other; else no arc runs between them, and each is solved and
// searched by itself, at the same time. Pivots of two components touch no common node but the root, as tree.h
// asks.
//
// Bundles are the parts while suppliers' totals are shared out beforehand (apart.h): then only transfers
// couple commodities.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match/exact/network.h"
#include "engine/match/exact/tree.h"

namespace pasok::match::exact {

struct Components {
  std::vector<std::vector<std::int32_t>> commodities;  // of each component, ascending
  std::vector<std::int32_t> of_commodity;              // the component of each

  std::int32_t count() const { return static_cast<std::int32_t>(commodities.size()); }
};

// By their first commodity. O(commodities + capped offers + transfers x log of the pairs of commodities).
Components FindComponents(const Instance& instance, const Network& network);

// Likewise, of commodities that transfers couple.
Components FindBundles(const Instance& instance);

// Of the supplier's first offer, or of one that sells through it: the others are of the same component.
std::int32_t CommodityOf(const Network& network, const CappedSupplier& supplier);

// The tree nodes of each component, ascending; all but the root stand in one. O(nodes).
std::vector<std::vector<std::int32_t>> NodesOfComponents(const Instance& instance, const Network& network,
                                                         const Tree& tree, const Components& components);

}  // namespace pasok::match::exact
