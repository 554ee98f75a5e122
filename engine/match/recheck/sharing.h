// How the work is shared out, by the checker's own count of the allocations.
#pragma once

#include <optional>
#include <vector>

#include "engine/match/recheck/claims.h"
#include "engine/match/report/sharing.h"

namespace pasok::match::recheck {

// What of one day is above the policy's limits, in the order of shares.csv, and how many parts there are.
SharingTally CountShares(const Ground& ground, const Allocations& allocations,
                         const std::optional<Date>& date);
// The next day's behind those of the days before.
void Append(SharingTally day, SharingTally& all);

// shares.csv, row by row, of all days.
void CheckShares(const Dataset& dataset, const Policy& policy, const std::vector<Row>& rows,
                 const SharingTally& expected, FindingLog& log);

}  // namespace pasok::match::recheck
