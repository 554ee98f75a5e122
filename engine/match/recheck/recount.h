// What a plan's rows add up to, and the checks of summary.json's every total against it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/recheck/bound.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/recheck/forbidden.h"
#include "engine/match/recheck/optimum.h"
#include "engine/match/recheck/spread.h"
#include "engine/match/recheck/summary.h"

namespace pasok::match::recheck {

// What the rows of one day add up to, in sen and quanta.
struct DayCount {
  std::string date;
  Int128 money = 0, preference = 0, penalty = 0;
  std::int64_t demand = 0, shortage = 0, deliveries = 0;
  std::int64_t carried_in = 0;  // what served without being delivered that day, less what served elsewhere

  std::int64_t allocated() const { return demand - shortage - carried_in; }
};

// A contract on one of the days on which it is due.
struct DayAgreement {
  std::string date;
  Agreement agreement;
};

// What the rows of all days add up to, in sen and quanta.
struct Recount {
  std::vector<DayCount> days;
  Int128 money = 0, preference = 0, penalty = 0;
  Int128 carried_cost = 0;
  std::vector<Carried> carried;
  std::int64_t demand = 0;
  std::int64_t shortage = 0;
  std::int64_t carried_in = 0;
  Int128 taken_grams = 0;
  Int128 at_hand_grams = 0;
  bool shares_stores = false;  // commodities do, so that the plan may be above the network's bound anyway
  bool any_stock = false;      // that counts, of stock.csv or at hand
  std::array<std::int64_t, kTiers> by_tier{};
  std::array<std::int64_t, kSupplierKinds> by_kind{};
  std::int64_t above_ceiling = 0;
  std::vector<AboveCeiling> above_flat, above_regional;  // rows of allocations.csv, by the kind of ceiling
  std::optional<LegOfDelivery> nearest_to_radius;
  std::int64_t rows = 0, at_largest_share = 0;             // of allocations.csv
  std::int64_t asked = 0, closed = 0;                      // demand points, of each day for itself
  ForbiddenPairs forbidden;                                // likewise
  std::int64_t not_available = 0, first_leg_too_long = 0;  // offers, likewise
  std::int64_t deliveries = 0;
  std::set<std::pair<std::int32_t, std::int32_t>> pairs;  // demand point, supplier
  std::set<std::int32_t> demand_points;                   // that need something
  std::int64_t licence_ended = 0, on_probation = 0;       // offers, of each day for itself
  std::int64_t too_dear_flat = 0, too_dear_regional = 0;  // likewise, by the kind of ceiling
  std::int64_t cooks = 0;                                 // by the menu, of each day for itself
  std::int64_t menu_over_cases = 0;
  Int128 menu_over_grams = 0;
  std::int64_t through_aggregators = 0;  // offers, likewise
  std::int64_t too_small = 0;            // likewise, for whole deliveries
  std::int64_t most_suppliers = 0;       // of one need
  DeliveryClashes delivery_clashes;
  std::vector<std::int64_t> deliveries_of_kitchen_days;
  std::vector<DayAgreement> agreements;
  std::vector<PlannedBudget> budgets;      // by date, demand point
  std::optional<PlannedBudget> most_over;  // of these, and what its food would cost of the cheapest sellers
  std::int64_t cost_of_cheapest = 0;
  SharingTally sharing;  // in the order of shares.csv
  SpreadCount spread;
  OptimumShortage optimum_shortage;
  std::optional<RuleReport> steady;  // where an earlier plan is named
  DualParts parts;
  std::int64_t lanes_eligible = 0;

  // One more day. `day` has its needs counted.
  void Add(const Ground& ground, const Allocations& allocations, const Agreements& due, const Bound& bound,
           DayCount day);
  void AddLimits(const Ground& ground, const Allocations& allocations);
  Int128 primal() const { return money + preference + penalty + carried_cost; }
};

void CheckTotals(const Summary& summary, Grams quantum, const Recount& recount);

// The figures of each day, where several were asked for.
void CheckDays(const Summary& summary, Grams quantum, std::int64_t asked_days, const Recount& recount);

// What the plan says of the rules beyond the base model, all of those that are in use and no other.
void CheckRules(const Summary& summary, const Dataset& dataset, const Policy& policy, bool dated,
                std::int64_t asked_days, bool by_rank, const Recount& recount);

// What the plan says of each due contract.
void CheckContracts(const Summary& summary, const Dataset& dataset, Grams quantum, const Recount& recount);

// The certificate's figures against the recounted primal and dual; by rank, the prices' own proof (ranks.h)
// makes the dual the primal.
void CheckCertificate(const Summary& summary, Grams quantum, const Recount& recount, bool by_rank);

// What the solver says of itself and nobody can recompute: only its kind.
void CheckSolver(const Summary& summary);

}  // namespace pasok::match::recheck
