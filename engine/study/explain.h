// Why these suppliers serve a requirement, why another doesn't, and what it would take.
//
// For each supplier that serves it: what the objective would rise by if a quantum less came from it, and who
// would deliver instead. For a supplier that was asked about: the rule that keeps it out, with its figure; or
// the cheapest cycle of the residual network that puts a quantum on its lane. The cycle's steps are the
// answer: each names a lane and its cost, and they add up to what the plan would cost more.
//
// What it would take is exact: "buys" below means that some optimal plan buys from the supplier for this
// requirement, more than a contract of the two asks for: so much is bought whatever the price is.
//   highest_price    at this price of its offer some optimal plan buys, one sen per kg more and none does
//   least_capacity   with this capacity of its offer some optimal plan buys, one quantum less and none does
//   least_handling   likewise, were its aggregator able to handle so much
// Where it isn't bought from the first lies below its price and the second above its capacity; where it is,
// the other way round: so far the answer holds. Both are found by bisection over answers that are exact;
// where buying stops and starts again in between, what is given is one of the places where it flips.
//
// Of several days the question is about the requirement of one. Cycles may lead over the others, where food
// is kept. The offer, its total and its aggregator are meant as their registers have them, for all days: they
// have that price on each, and on the other days as much more capacity, or less, as on that one. A day on
// which nothing is left of the offer stays one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/files/fit.h"
#include "engine/match/lanes/lane.h"
#include "engine/match/report/shortage_words.h"
#include "engine/study/held_back.h"
#include "engine/study/report.h"
#include "engine/study/residual/residual.h"
#include "engine/study/run.h"

namespace pasok::study {

struct ExplainQuestion {
  std::string demand_id, commodity;
  std::string supplier_id;  // empty: only why these suppliers
  // nullopt: the first planned day on which the demand point needs it, else on which it may stand in there.
  std::optional<Date> date = std::nullopt;
};

// One that serves the requirement.
struct Serving {
  std::int32_t offer = kNone;  // of the instance
  std::int64_t quanta = 0;
  match::LaneCost lane;
  std::int64_t reserved = 0;    // of the quanta, by a contract
  std::int64_t promised = 0;    // by it, of which no more could be kept
  std::optional<Path> without;  // the cheapest cycle that takes a quantum off the lane
};

enum class Standing : std::uint8_t {
  kNotEligible,  // a rule keeps it out
  kServes,
  kTie,             // it doesn't, and would cost no more
  kDearer,          // it has something left, and would cost more
  kSoldOut,         // it has nothing left that costs no more to take than it saves
  kByContract,      // it delivers what a contract asks for, and no more
  kAggregatorFull,  // it has something left, but its aggregator can't handle more of what costs no more
  kPromised,        // it has something left, but contracts with others promise all that could make way
};
std::string_view ToWord(Standing standing);  // "not_eligible", "serves", …

struct Candidate {
  std::int32_t supplier = kNone;  // of the dataset
  Standing standing = Standing::kNotEligible;
  std::optional<match::Breach> breach;  // exactly where it isn't eligible
  // Below: only where it is eligible.
  std::int32_t offer = kNone;  // of the instance
  std::int64_t quanta = 0;     // on the lane now
  std::int64_t reserved = 0;   // of these, by a contract
  std::int64_t sold = 0;       // of the offer, to everybody
  match::LaneCost lane;
  std::optional<Path> cycle;                   // sends a quantum more over the lane; absent where it is full
  std::optional<std::int64_t> highest_price;   // sen per kg; nullopt: not even for nothing
  std::optional<std::int64_t> least_capacity;  // quanta; nullopt: no capacity would do
  std::optional<std::int64_t> least_handling;  // likewise, of kAggregatorFull
  bool at_ceiling = false;  // highest_price is the hard ceiling, or the highest that a register takes
  std::vector<BindingRule>
      held_back;  // of a plan that a rule moved: what keeps it from buying more of it here
};

// One that serves the requirement in a plan that a rule moved off the optimum (moved.h).
struct InPlan {
  std::int32_t offer = kNone;  // of the instance
  std::int64_t quanta = 0;
  match::LaneCost lane;
  std::optional<Path> cycle;  // what a quantum of it costs the optimum, which doesn't buy it here
};

// Over a transfer of the instance.
struct Sent {
  std::int32_t transfer = kNone;
  std::int64_t quanta = 0;  // > 0
};

// One requirement in place of another, at another ratio than kg for kg.
struct StandsIn {
  std::int32_t from = kNone, to = kNone;
  match::StoodIn quanta;  // used > 0
};

// The requirement in such a plan.
struct PlanItself {
  std::vector<InPlan> deliveries;             // by offer
  std::vector<Sent> comes, goes;              // as Explanation's
  std::vector<StandsIn> stood_in, stands_in;  // what stands in for it, and what it stands in for
  std::int64_t shortage = 0;                  // quanta
};

struct Explanation {
  std::int32_t requirement = kNone;  // of the instance
  std::int64_t shortage = 0;         // quanta
  Marginal value;                    // of its need, lane caps and contracts as they are
  // What a quantum less or more needed would, planned again: with all that follows the need, in steps, so
  // that either may be below 0. nullopt: with that quantum the whole row of a day goes, and other food may be
  // kept or taken from stock past it.
  std::optional<std::int64_t> less_saves;
  std::int64_t more_costs = 0;
  std::vector<match::ShortageInWords> why_short;  // none where it isn't
  std::vector<Sent> comes, goes;                  // over transfers, in the order of the instance's
  std::vector<Serving> servings;                  // by offer
  std::optional<PlanItself> plan;                 // then all this is about the optimum beside it
  std::optional<Candidate> candidate;
  bool complete = true;  // false: stopped; without what some deliveries are worth, and without the candidate
};

struct ExplainResult {
  std::optional<Explanation> explanation;
  Findings findings;    // an id that isn't there, with the nearest; a requirement that isn't in force, a day
  std::string refusal;  // stopped too early
  std::optional<Sentence> unfit;  // as WhyNoGround
};

// O(offers) once, then some searches in the neighbourhood of the requirement. `plan`: where it is about the
// optimum beside it (moved.h).
ExplainResult Explain(const match::Solved& solved, const ExplainQuestion& question, const Run& run,
                      const match::Solved* plan = nullptr);

// Tables: requirement, suppliers, replacements (the cycles behind `without`), candidate, chain.
Report ToReport(const Explanation& explanation, const Base& base, const match::Solved& solved);

}  // namespace pasok::study
