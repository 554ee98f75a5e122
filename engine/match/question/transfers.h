// Transfers between requirements (Instance::transfers): what a delivery may serve besides the day and the
// commodity that it came for, and what a demand point has already.
//
// **Storage.** What a kitchen needs of a commodity on the days t1 < t2 < ... of the plan stands in a row,
// with the days on which it needs none but may take it for later (ahead.h), or it may stand in; from each day
// to the next leads an arc, which costs the holding of the nights between, and carries at most
//
//   min(what it can store overnight,  sum of its needs on days after ti, up to ti + shelf life - 1 - min
//   left)
//
// Food whose shelf life isn't said isn't kept. That the arcs keep every kilogram fresh: let the kitchen cook
// what came first first. What is kept after ti came on ti or before. Were some of it left after the last day
// on which food of ti may be cooked, then something was kept after every day up to there; what sends on is
// short of nothing (MoveShortages), so all needs of those days were cooked from what had been kept after ti,
// which is no more than their sum: nothing can be left. And no arc could carry more and keep to the shelf
// life. So one network says it exactly.
//
// storage.csv's row of the commodity itself says what can be stored of it. A row without commodity is shared
// by all without one of their own. Where that is enough for the most that all their arcs could use, nothing
// more is to be said; where it isn't, the network can't say it: it is split among them, at first in
// proportion to that, and solved around (shared_stores.h). Stock that is there before the first day of need
// isn't held against the storage.
//
// **Stock**, with what is at hand from earlier deliveries, comes from nowhere, at no cost, on the first day
// of need, oldest first, and may be cooked until its use_by. So what comes in is limited for every date:
// stock to be used by then <= needs up to then. These sets lie within each other, so taking as much as fits
// of the earliest, then of the next, gives the most, and any lesser amount can be cooked in time as well.
// What else is there may stand in for something on that first day (for what isn't needed itself: on the first
// day on which it may), and so comes in beyond the needs; where some of the same may be kept for later, only
// what lasts as long as that, or the older stock might be kept and the newer be used.
// What is kept of it goes over the arcs above: as if it had come on the first day of need, so that its shelf
// life, too, limits it. What comes before that day must leave it the needs of its last days: of the arcs from
// there the stock that must be used within the shelf life comes off. Let then be cooked first what spoils
// first.
//
// **Substitutes** serve a need of the same day, kg for kg, up to all of it, for the surcharge. Those of
// another ratio are no transfers but stand-ins, which the network leaves out. What they need
// themselves or not, food for them can be delivered: a row that needs nothing stands where there is none.
//
// **Substitutes and storage.** Where something stands in, not all that was kept need be cooked first, so that
// the above doesn't keep it fresh; and one food would be kept as the other. So what has substitutes goes
// straight from the day of its delivery to the relief (reliefs.h) of each later day on which it is fresh,
// where what stands in comes too: at most all that is needed there. Where several of these arcs lie in a
// store of its own on the same night and it is too small for all, they share it as commodities share one.
// Stock of it that lasts for every day to which it may go comes like a delivery on the first day of need, the
// other to that day's relief. Where anything stands in at another ratio it isn't kept.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/matching.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// Appends requirements of nothing to those from `first_row` on, which are of one day, for what may stand in
// for them. O(n log n).
void AddStandIns(std::int32_t first_row, Instance& instance);

// RequirementRow::lane_cap where so much can come in at most.
std::int64_t LaneCapOf(const Policy& policy, std::int64_t most_in);

// Fills transfers and stand_ins, and what they change of the requirements: sends, lane_cap, takes. REQUIRES
// closed spans, of requirements alone. O(n (days + log n)). Deterministic.
void AddTransfers(Instance& instance);

// The requirement of a demand point for a commodity, dataset indices, on a planned day; kNone: there is none.
// REQUIRES closed spans. O(log n).
std::int32_t RowOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                   std::int32_t day);

// The dataset's commodity of a requirement.
std::int32_t CommodityInDataset(const Instance& instance, std::int32_t requirement);

// As RowOf, of a commodity of the instance.
std::int32_t RowIn(const Instance& instance, std::int32_t commodity, std::int32_t demand_point);

// The same question where nothing stands in at another ratio than kg for kg.
Instance WithoutStandIns(const Instance& instance);

// What each transfer could carry were so many quanta needed there, per transfer of the instance: with a need
// grows what may be kept or taken from stock for it, and what may stand in, of the rows that there are: one
// that needed nothing may have none of what could stand in for it. Of stores that are split the same parts.
// O(n (days + log n)).
std::vector<std::int64_t> CapacitiesWith(const Instance& instance, std::int32_t requirement,
                                         std::int64_t need);

// Where a requirement is short and sends on, makes the other end short instead: never dearer, since both ends
// have the same penalty. Then whatever sends on is short of nothing. Fills shortage and transfers alone; as
// many passes over the transfers as the longest way along them.
void MoveShortages(std::span<const Transfer> transfers, Matching& matching);

}  // namespace pasok::match
