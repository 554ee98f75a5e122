// The rows of a new supplier, or of more offers of one that the instance has, behind those of a state.
#pragma once

#include "engine/study/residual/residual.h"
#include "engine/study/residual/state.h"

namespace pasok::study {

// Without prices, and selling nothing: to be looked at, or to be made use of (changes.h). Rolling the state
// back to before takes them out again. Money and preference per quantum stand apart as exact/network.h has
// them, so that lanes round as those of the instance do.
Added AppendRows(State& state, const NewSupplier& supplier);

}  // namespace pasok::study
