// What more of one aim costs in another: the lower envelope of cost against an aim, by parametric solving.
//
// Every plan has an aim x that should be small, and a cost y. At a weight w the solver finds a plan with the
// least y + w x over all lanes; such a plan supports the envelope: no plan with the same x costs less, nor
// does any mixture of plans. Each solved weight also gives the bound y >= f(w) - w x for all plans. The
// weights are chosen by dichotomy between neighbours (Eisner and Severance 1976; Aneja and Nair 1979): at the
// slope of the line between two plans there is either a plan below the line, or no need to look further.
//
//   axis             x, in quanta                                      y, in sen
//   kLocalShare      kg not from the same kabupaten, or short          money + penalty, without surcharges
//   kTierSurcharge   kg times the tier's surcharge, over their gcd     money + kind surcharges + penalty
//   kShortage        kg short, whatever the priority                   money + surcharges
//
// y also holds what keeping food and standing in cost (Totals::carried), and but for kLocalShare fair spread.
//
// Weights are whole multiples of the smallest that is exact in sen per quantum, so plans that support the
// envelope only between two such weights are not seen; the bound knows of them all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

enum class Axis : std::uint8_t { kLocalShare, kTierSurcharge, kShortage };

struct FrontierQuestion {
  Axis axis = Axis::kLocalShare;
  int points = 20;  // of the curve, 2 to 200; see FindFrontier for how many of them are plans
};

// A plan that supports the envelope.
struct SupportPlan {
  std::int64_t weight =
      0;  // at which it was found, sen per kg; of kTierSurcharge: on a tier whose surcharge is the gcd
  double factor = 0;     // kTierSurcharge: what the policy's surcharges were multiplied by
  Int128 aim = 0;        // x
  Int128 cost = 0;       // y
  match::Totals totals;  // preference in it is at the weight
  // Whether it was shown that at no other weight a plan between this one and the next is better than both.
  bool next_is_neighbour = false;
};

// y >= value - unit * x for every plan.
struct CostBound {
  Int128 value = 0;  // sen
  Int128 unit = 0;   // sen per unit of x
};

struct Frontier {
  Axis axis = Axis::kLocalShare;
  Grams quantum;
  std::int32_t days = 1;            // that all figures are of together
  std::int64_t demand = 0;          // quanta
  std::int64_t unit_surcharge = 1;  // kTierSurcharge: the gcd, sen per kg
  std::vector<SupportPlan> plans;   // by rising weight: falling aim, rising cost
  std::vector<CostBound> bounds;    // one for each solved weight
  std::optional<Sentence>
      without;           // rules of the policy that no network can say, which these plans don't keep
  bool complete = true;  // false: stopped before all points were looked for

  // The least cost that a plan of this aim can have, as far as the solved weights tell.
  Int128 BoundAt(Int128 aim) const;
  // The aims at which the bound bends, rounded down to a whole x, falling, from the first plan's aim to the
  // last one's: between two of them it is straight. O(bounds^2). REQUIRES a plan.
  std::vector<Int128> Corners() const;
};

struct FrontierResult {
  std::optional<Frontier> frontier;
  Findings findings;
  std::string refusal;            // of the solver, or stopped before there was a plan
  std::optional<Sentence> unfit;  // why the policy leaves nothing to ask along this axis
};

// Solves at most max(8, 2/5 points) times, and until there are as many plans as points, from nothing or from
// the basis of a near weight; which weights, and from where, doesn't depend on the points, so that what is
// remembered of fewer serves more. Stopped, it has the plans found by then, the cheapest first; before there
// is one, a refusal.
FrontierResult FindFrontier(const Base& base, const FrontierQuestion& question, const Run& run);

// Tables: plans, curve, bound. `steps` points of the curve, evenly along the aim.
Report ToReport(const Frontier& frontier, int steps);

}  // namespace pasok::study
