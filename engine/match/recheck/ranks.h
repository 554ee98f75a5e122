// Whether a plan under `aims: strict` is the least by rank, proven from its own prices by a plain loop over
// every pair of offer and requirement.
//
// A price has a number per rank: penalty, kg from luar, provinsi, kabupaten, kecamatan, money. Reduced costs
// are compared in that order. What carries something has none above zero; what could carry more has none
// below (complementary slackness): then the plan is the least, whatever made it.
#pragma once

#include <array>
#include <vector>

#include "engine/flow/stop.h"
#include "engine/match/recheck/agreements.h"
#include "engine/match/recheck/claims.h"
#include "engine/match/recheck/summary.h"
#include "engine/match/recheck/ways.h"

namespace pasok::match::recheck {

inline constexpr std::string_view kPricesByRankHeader =
    "date,node,supplier_id,demand_id,commodity,idr_per_kg,penalty_idr_per_kg,luar,provinsi,kabupaten,"
    "kecamatan";

// The ranks in their order, money last: of one quantum, in sen and quanta; and what a plan comes to.
using Rank6 = std::array<std::int64_t, 6>;
using RankSums = std::array<Int128, 6>;

// Of the needs of a day, and of what serves them in place of its deliveries.
struct NeedRanks {
  std::vector<Rank6> need, relief;
};

// Takes the prices of the ranks before money from the rows' further columns; `rows` were read by CheckPrices
// for the others. Faults each lane, offer, supplier, aggregator or requirement that contradicts the plan, the
// first few of each. Adds the day to `sums`. Returns the prices of the day's needs. Leaves early where asked
// to.
NeedRanks CheckRanks(const Ground& ground, const std::vector<Row>& rows, const Prices& money,
                     const Allocations& allocations, const Agreements& agreements,
                     const std::vector<ShortageClaim>& shortages, RankSums& sums, const StopToken& stop,
                     FindingLog& log);

// The same of what is carried between needs, whose prices are per day. Adds what it costs.
void CheckWaysByRank(const Ways& ways, const std::vector<NeedRanks>& prices, RankSums& sums, FindingLog& log);

// certificate/ranks of the summary.
void CheckRankTotals(const Summary& summary, Grams quantum, const RankSums& sums);

}  // namespace pasok::match::recheck
