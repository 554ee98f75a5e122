// What a new supplier saves at most, without moving anything.
#pragma once

#include "engine/study/residual/lane_rows.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {

// Contract: Residual::MostSaved. `added` are the rows of the supplier, without prices. By weak duality: at
// the prices pi, with the new offers' and supplier's own chosen best, the dual value falls by no more than
//
//   the most that  sum quanta * (pi_r - unit)  can be  within the offers' capacities, the needs, the lane
//   caps and, of a new supplier, its total;  an existing one's total, or its aggregator's, costs its price
//
// which a greedy choice by gain finds, since those limits are nested, lanes within offers within the
// supplier, and what a spread offer's pieces cost more only rises.
std::int64_t BoundSaving(const State& state, LaneRows& rows, const Added& added);

}  // namespace pasok::study
