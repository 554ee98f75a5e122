// What studies of the residual network say where kitchens have stores that commodities share
// (match/question/shared_stores.h): no search moves their split.
#pragma once

#include "engine/match/question/instance.h"
#include "engine/study/report.h"

namespace pasok::study {

// That the report's exact figures are those at the plan's split; nothing where no store is shared.
void SaySplitIsKept(const match::Instance& instance, Report& report);

}  // namespace pasok::study
