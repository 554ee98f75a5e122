// At which price, with which capacity, and were how much handled some optimal plan would buy from a
// candidate, or still would: what explain.h says of highest_price, least_capacity and least_handling.
#pragma once

#include "engine/study/explain.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {

// Fills those three, and at_ceiling. REQUIRES an eligible candidate with its offer, its standing, which isn't
// kByContract, and its cycle. By bisection: O(log) changes of the residual network, each taken back. Once
// `stop` is asked, which the network heeds too, what is filled means nothing.
void FindWhatItTakes(const match::Instance& instance, std::int32_t requirement, Residual& residual,
                     const StopToken& stop, Candidate& candidate);

}  // namespace pasok::study
