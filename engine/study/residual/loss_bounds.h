// What the loss of suppliers costs at least and at most, without moving anything.
#pragma once

#include <span>

#include "engine/study/residual/lane_rows.h"
#include "engine/study/residual/residual.h"

namespace pasok::study {

// Contract: Residual::LossBounds.
Residual::Bounds BoundLoss(const State& state, LaneRows& rows, std::span<const std::int32_t> suppliers);

}  // namespace pasok::study
