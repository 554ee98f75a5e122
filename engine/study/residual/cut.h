// What a requirement is cut off by: a search of everything that could pass something on to it.
#pragma once

#include "engine/study/residual/residual.h"
#include "engine/study/residual/search.h"

namespace pasok::study {

// Contract: Residual::FindCut, without its way, which is the backward search's to find where `reached`.
// O(requirements that pass something on x offers of their commodity), at a few flops each; lanes' own rules
// are looked at until an offer is found once.
struct FoundCut {
  bool reached = false;  // something is left somewhere
  Cut cut;
};
FoundCut SearchCut(const State& state, LaneRows& rows, std::int32_t requirement);

}  // namespace pasok::study
