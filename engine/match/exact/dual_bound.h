// A bound from the requirements' prices alone, by looking at every eligible lane.
//
// For any prices pi_r up to the penalty, with the best prices for offers and suppliers that they allow, the
// dual value
//
//   sum need * pi_r - sum over suppliers of the most that its lanes could earn at pi
//   - sum over transfers of what they could: capacity * max(0, pi_to - pi_from - cost)
//
// is a lower bound on every matching (weak duality; proof.h has the dual in full). What a supplier could
// earn is a greedy choice among its lanes in order of margin = pi_r - unit, within lane caps, offers'
// capacities and its total (of an offer in pieces, spread.h, the best lanes less the surcharges of the
// pieces, which rise: so a quantum earns no more than the one before); what those of an aggregator could, one
// among all of theirs, also within what it can handle (sets within sets: a laminar family, on which greed is
// best). The margins at which an offer and a supplier are exhausted are their prices. Where the bound equals
// the cost of a feasible matching both are optimal, whatever the solver did. Deterministic, whatever the
// threads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/match/exact/network.h"
#include "engine/match/exact/work.h"

namespace pasok::match::exact {

struct DualBound {
  std::int64_t bound = 0;  // sen
  std::vector<std::int64_t> requirement_price, offer_price, supplier_price,
      aggregator_price;  // per row of the instance, sen per quantum
};

// Prices above the penalty count as the penalty. O(groups x requirements of their commodity) at worst.
// nullopt where the stop token asks.
std::optional<DualBound> BoundOverLanes(const Work& work, const Network& network,
                                        std::span<const std::int64_t> requirement_price);

// The same where the last search has looked at the ordinary groups' lanes already: `value`, per group, is
// what none of its lanes is worth more than. Only groups with capped lanes are looked at again.
std::optional<DualBound> BoundBySearch(const Work& work, const Network& network,
                                       std::span<const std::int64_t> requirement_price,
                                       std::span<const std::int64_t> value);

// The same without looking at lanes: from what no lane of each group is worth more than at these prices.
// Where lanes have caps the bound is lower, since it takes every group to sell all at its best.
DualBound BoundByValues(const Instance& instance, const Network& network,
                        std::span<const std::int64_t> requirement_price, std::span<const std::int64_t> value);

}  // namespace pasok::match::exact
