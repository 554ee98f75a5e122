// What stands in for something else at another ratio than kg for kg: the figures that plans, proofs and
// bounds share.
#pragma once

#include <span>

#include "engine/match/matching.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// What stand-ins take off the dual value at these prices of requirements, sen:
//
//   sum capacity * max(0, pi_to - cost - milli / 1000 * max(0, pi_from)),   each rounded up
//
// Any plan has used >= milli / 1000 * served, so no plan costs less than the rest (flow/gains.h).
Int128 DualPartOf(std::span<const StandIn> stand_ins, std::span<const std::int64_t> requirement_price);

// The most that may be used for so many served: less than a quantum more would take. Weights are whole
// quanta, so what is used is at least what the ratio asks for, and what is left of a quantum is used too.
std::int64_t MostUsedFor(std::int64_t served, std::int64_t milli);

// So many quanta less are used of a stand-in, of those that its row is short of. O(1).
void GiveUp(const Instance& instance, std::size_t stand_in, std::int64_t quanta, Matching& matching);

// Where shortages have moved along transfers (transfers.h) to where something stands in, no more may be short
// there than is needed.
void GiveUpWhatIsMissing(const Instance& instance, Matching& matching);

// sum flows unit * quanta + fair spread + transfers and stand-ins at their costs + shortage at its penalty.
Int128 CostOf(const Instance& instance, const LaneRule& lanes, const Matching& matching);

}  // namespace pasok::match
