// Fair spread: what an offer counts more for giving much of what it could (policy `fair_spread`).
//
// With W the whole of an offer on a day, in quanta: its capacity with probation considered, but no more than
// its supplier's total, both before anything is taken; and steps (a_j, u_j), ascending in both: each quantum
// beyond the first floor(a_j * W) that it gives counts
//
//   s_j = round_half_up(quantum_kg * u_j)   sen more,  the s of the last step that it is beyond
//
// What plans published apart have taken, and what contracts set aside, comes first and so fills the cheap
// quanta; but what others took doesn't count in this plan. So the cost of an offer is convex in what it
// gives, and the offer is parallel arcs of rising price, its pieces: the network stays one, its optimum
// exact. It is a preference: nobody pays it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/question/instance.h"
#include "engine/match/spread_tally.h"

namespace pasok::match {

inline bool SpreadsFairly(const Instance& instance) { return !instance.policy.fair_spread.empty(); }

// Quanta of an offer that count the same.
struct SpreadPiece {
  std::int64_t quanta = 0;     // > 0
  std::int64_t surcharge = 0;  // sen per quantum
};

// Of the next `capacity` quanta of an offer, in order: surcharges don't fall. Without the rule, one of
// surcharge 0. None where the capacity is 0. `given`: quanta that the offer has given already.
std::vector<SpreadPiece> PiecesOf(const Policy& policy, std::int64_t whole, std::int64_t given,
                                  std::int64_t capacity);
// Of all that the offer may still give in this plan, or the first `capacity` of that.
std::vector<SpreadPiece> PiecesOf(const Instance& instance, std::int32_t offer);
std::vector<SpreadPiece> PiecesOf(const Instance& instance, std::int32_t offer, std::int64_t capacity);

// Where an offer has given so many quanta of that whole, those before in other plans and contracts too: the
// piece that the next is of, from there on (INT64_MAX quanta in the last one); and that of the last, back
// from there, REQUIRES given > 0. Also without the rule. O(steps).
SpreadPiece NextPiece(const Policy& policy, std::int64_t whole, std::int64_t given);
SpreadPiece LastPiece(const Policy& policy, std::int64_t whole, std::int64_t given);

// Sen that so many quanta of the offer count more. >= 0; 0 without the rule.
std::int64_t SpreadCost(const Instance& instance, std::int32_t offer, std::int64_t quanta);
// Of all offers together, given what each gives; and of a matching's flows.
Int128 SpreadCost(const Instance& instance, std::span<const std::int64_t> quanta_of_offer);
Int128 SpreadCost(const Instance& instance, const std::vector<LaneFlow>& flows);
// What one quantum more would count, after so many.
std::int64_t NextSurcharge(const Instance& instance, std::int32_t offer, std::int64_t quanta);

// Per step of the policy, how far offers are beyond it.
std::vector<SpreadTally> TallySpread(const Instance& instance, const std::vector<LaneFlow>& flows);

}  // namespace pasok::match
