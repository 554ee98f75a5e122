// The tables of bottlenecks, and what their sentences count alike.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/study/bottlenecks.h"

namespace pasok::study {

std::int64_t DemandPointsOf(const match::Instance& instance, const Bottleneck& bottleneck);
// Those on which it is short, in order.
std::vector<std::int32_t> DaysOf(const match::Instance& instance, const Bottleneck& bottleneck);

// Contract: ToReport.
std::vector<Table> TablesOf(const BottleneckStudy& study, const match::Solved& solved,
                            const BottleneckView& view);

}  // namespace pasok::study
