// Contracts: what a supplier and a demand point have agreed on for each day.
//
// A contract is due on each day of its period on which its demand point is planned to need anything; on the
// undated day, where periods count for nothing, the first of its parties' contracts is. Its lane then carries
// at most max_kg, rounded down to whole quanta, and at least min_kg, rounded up, as long as there is a lane:
// what a rule forbids no contract allows. Minimums that can't all hold together give way:
//
//   maximise    sum over due contracts of kept
//   subject to  0 <= kept <= min(least, lane cap),  sum of kept within every offer's and supplier's capacity
//               and every requirement's need
//
// and of the ways that break as little, one whose kept quanta cost least: money and preference of their
// lanes, without what fair spread adds. What is kept is reserved: the rest of the plan is made around it. So
// no question is ever infeasible.
//
// A promise is of the day's own need. Where contracts promise more than a need that may send on
// (transfers.h), those that give way carry what they keep and no more.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Fills pair_terms and contracts. REQUIRES all else of the instance, and totals in range (total_range.h).
// O(n log n), and for each set of contracts that what is scarce holds together a minimum-cost flow over them:
// a hundred thousand in one set take about a second, and nothing stops it. Deterministic.
void ApplyContracts(Instance& instance);

// What pair_terms would be were so much needed, and so much to be sent on: of rows that are the instance's
// but for their need, sends and lane_cap. As ApplyContracts.
std::vector<PairTerm> TermsWith(const Instance& instance, std::span<const RequirementRow> requirements);

// The same question without what is reserved, which offers have then given: less capacity, less need, lower
// caps of the lanes, and no minimums. Rows keep their indices; a capacity or need may be 0.
Instance WithoutReserved(const Instance& instance);

// What is reserved, at landed costs and with what those quanta count for fair spread, sen.
Int128 ReservedCost(const Instance& instance, const LaneRule& lanes);

}  // namespace pasok::match
