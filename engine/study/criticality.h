// Whom a plan can't do without: what the loss of each supplier that sells would cost, and leave unserved,
// were the rest planned anew as well as can be.
//
// For all of them a bound from below and one from above (Residual::LossBounds); for the costliest by the
// lower one, exactly: the supplier is withdrawn, the flow re-optimised over all lanes by successive shortest
// paths, and put back. That keeps the optimum's split of the stores that commodities share; where another may
// do better, the loss is planned anew, and stays bounded where that plan isn't proven either. Where contracts
// of the lost kept others from being kept, these bind then, and no bounds hold: such losses are all worked
// out exactly. Owner groups, whose suppliers are lost together, likewise. Who loses an aggregator loses all
// that sell through it: that is the loss of that supplier, also where it sells nothing of its own. Of several
// days all are lost on each, and all figures are of the days together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/report.h"
#include "engine/study/residual/residual.h"
#include "engine/study/run.h"

namespace pasok::study {

struct CriticalityOptions {
  std::int64_t most_exact = 1'000;       // suppliers re-solved for
  std::int64_t most_exact_owners = 100;  // owner groups re-solved for
};

struct Loss {
  // Of the dataset; one, or those of the owner group that may sell; after them all that sell through one of
  // these.
  std::vector<std::int32_t> suppliers;
  std::int64_t through = 0;                // how many of them are lost because they sell through one of these
  std::string owner_group;                 // empty: a supplier by itself
  std::int64_t sold = 0;                   // quanta
  std::int64_t demand_points = 0;          // that they deliver to
  std::int64_t at_least = 0, at_most = 0;  // sen, of the objective; the exact one is between, both included
  std::optional<Effect> exact;             // absent: not among the costliest, stopped before, or not proven
  bool unproven = false;                   // re-solved for, and no plan was proven, since stores are shared

  // The exact one, else the lower bound.
  std::int64_t objective() const { return exact ? exact->objective : at_least; }
};

struct Criticality {
  // Those that are known exactly first, the costliest first; then the rest by their lower bound. Ties by the
  // lower bound, then in the dataset's order.
  std::vector<Loss> suppliers;
  std::int64_t sellers = 0;    // those that sell something of their own
  std::int64_t unbounded = 0;  // of these, those that aren't among `suppliers`, since it was stopped before
  std::vector<Loss> owners;    // groups of at least two suppliers that may sell, where one does
  // So many of the first are surely the costliest, in this order: no other's upper bound is higher.
  std::int64_t proven = 0;
  std::int64_t highest_unknown = 0;  // sen: what the loss of one that isn't known exactly costs at most
  bool complete = true;              // false: stopped before all that were to be known exactly are
};

struct CriticalityResult {
  std::optional<Criticality> criticality;
  Findings findings;              // the question doesn't fit the dataset
  std::string refusal;            // of the solver, or stopped before there was an optimum
  std::optional<Sentence> unfit;  // as WhyNoGround
};

// `best`: the optimum of the same base, where it is known already; else it is solved for. Deterministic,
// whatever the threads, if not stopped. Stopped, it keeps what it has, be it some of the bounds alone.
// Memory: a Residual a thread.
CriticalityResult FindCriticality(const Base& base, const match::Solved* best,
                                  const CriticalityOptions& options, const Run& run);

// Tables: suppliers (the first 10,000), owners.
Report ToReport(const Criticality& criticality, const Base& base);

}  // namespace pasok::study
