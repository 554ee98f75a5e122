// The rooms of the engine set up for one instance, as exact.cc does; and what a basis must be at any moment.
#pragma once

#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "engine/match/exact/apart.h"
#include "engine/match/exact/basis.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"
#include "engine/match/exact/shares.h"
#include "engine/match/exact/simplex.h"
#include "engine/match/exact/work.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::match::exact {

struct Rooms {
  explicit Rooms(const Case& made, Ideas ideas = {});

  const Instance& instance;
  const LaneRule& rule;
  Network network;
  StopToken stop;
  LaneCosts costs;
  Work work;
};

// The value of the lane from any offer of the group at these prices, by the scalar rule: requirement price
// less the lane's cost above the offer's whole price. kNoValue where it isn't eligible.
std::int64_t ValueByRule(const Rooms& rooms, std::int32_t group, std::int32_t requirement,
                         std::span<const std::int64_t> price);

// Moves the prices of some groups' plain offers far up or down, beyond 32 bits.
void ShiftOffers(Network& network, std::mt19937_64& random);

// Prices of every size: the penalty, nothing, below nothing, near an offer's, anywhere between.
std::vector<std::int64_t> DrawPrices(const Instance& instance, std::mt19937_64& random);

// The basis of every commodity from its shortlist at these prices, with the totals shared out for them.
Basis StartedBasis(const Rooms& rooms, std::span<const std::int64_t> price);

// One run of the simplex method over all items.
SimplexRun RunSimplex(const Network& network, std::span<const std::int32_t> items, Basis& basis,
                      const StopToken& stop, std::int64_t most_pivots);

// What is wrong with a basis, in words; empty where nothing is. All nodes that can carry flow hang from the
// root without a cycle (suppliers too, once `joined`); flows lie within capacities and meet every node's
// balance; the tree is strongly feasible; potentials are those of a walk up to the root.
std::string FaultOf(const Rooms& rooms, const Basis& basis, bool joined);

// What the arcs of the basis cost, flow by flow, at the
// penalties that the basis has at present.
Int128 CostOf(const Rooms& rooms, const Basis& basis);

}  // namespace pasok::match::exact
