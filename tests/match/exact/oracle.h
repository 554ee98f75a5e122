// What every matching is measured against, by plain loops over the scalar lane rule.
#pragma once

#include <cstdint>

#include "engine/match/matching.h"
#include "tests/match/exact/random_instance.h"

namespace pasok::match::exact {

// How many seeds a test tries: ten times the usual where PASOK_TEST_LONG is set.
std::uint64_t Seeds(std::uint64_t usual);

// The optimum by LEMON's network simplex on all lanes, listed one by one.
std::int64_t CheapestByListing(const Case& made);

// The cost of a matching after checking every bound that it must keep.
Int128 CostOfFeasible(const Case& made, const Matching& matching);

// The dual value of proof.h, over all lanes. REQUIRES no aggregators and no fair spread.
Int128 DualValue(const Case& made, const Matching& matching);

}  // namespace pasok::match::exact
