// Small random datasets with every rule that a plan knows: regions, listed distances, kinds, capacities,
// licences, owners, blocks, dates, priorities, shares, ceilings, quanta. Seeded: the same generator state
// gives the same market.
#pragma once

#include <memory>
#include <random>

#include "engine/match/plan.h"

namespace pasok::match {

struct Market {
  Dataset dataset;
  Policy policy;
  Question question;
};

struct MarketShape {
  int most_suppliers = 12;
  int most_demand_points = 5;
  int commodities = 3;
  bool horizon = false;    // several days, a calendar, requirements and takings of days; asks for `rules`
  bool menu = false;       // recipients, and a menu that asks for some of the commodities; asks for `horizon`
  bool rules = false;      // those beyond the base model too; the rest of the market stays the same
  bool contracts = false;  // many of them, also such that can't all hold
  bool kept = false;       // shelf lives, storage, stock, and a commodity that others stand in for
  bool aggregators = false;  // a third of the suppliers sell through others, of small handling capacities
  bool deliveries = false;   // whole ones: lots, minimums, few suppliers
  bool spread = false;       // one to three steps of fair_spread
  bool ratios = false;       // at which some stand in for the last commodity; asks for `kept`
};

Market RandomMarket(std::mt19937_64& random, const MarketShape& shape);

// Each commodity gets what was one store for all of them, and what has substitutes keeps for one night, so
// that the network says everything.
void GiveEachItsStore(Market& market);

// The optimum of a market, on one thread; stops the test where there is none. It refers to its market.
std::unique_ptr<Solved> SolveFor(const Market& market);
std::unique_ptr<Solved> SolveFor(Market&&) = delete;
// Likewise, or nullptr: it is refused.
std::unique_ptr<Solved> TrySolve(const Market& market);
std::unique_ptr<Solved> TrySolve(Market&&) = delete;

// What its plan costs; stops the test where there is none.
std::int64_t CostOf(const Market& market);

}  // namespace pasok::match
