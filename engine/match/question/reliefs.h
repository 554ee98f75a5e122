// Reliefs: where what serves a need in place of the day's own delivery comes together, of food that has
// substitutes and is kept overnight (transfers.h).
//
// What stands in for chicken on Monday mustn't be carried to Tuesday as chicken, nor what was kept from
// Sunday for Monday. So neither leads to Monday's requirement, from which what is kept leaves, but to its
// relief: a requirement that needs nothing, to which nobody delivers, and whose one transfer leads on to the
// need and carries at most all of it. Since what relieves is no more than the need, and what sends on is
// short of nothing, all that is kept from a day was delivered on it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/match/question/ahead.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// The commodities, dataset indices, of which a demand point may keep some though they have substitutes, by
// what may come ahead on each day. Ascending. O(n log n).
std::vector<std::int32_t> RelievedCommodities(const Dataset& dataset, const Policy& policy,
                                              std::span<const AheadKeys> ahead);

// Appends the reliefs of those needs from `first_row` on, which are of one day, of which `keeps` has the
// demand point and commodity (sorted). REQUIRES the spans of the day's reliefs. O(n log n).
void AddReliefs(std::int32_t first_row, const AheadKeys& keeps, Instance& instance);

// The relief of a demand point's need of a commodity, dataset indices, on a planned day; kNone: there is
// none. REQUIRES closed spans. O(log n).
std::int32_t ReliefOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                      std::int32_t day);

// What the relief relieves. O(log n).
std::int32_t NeedOf(const Instance& instance, std::int32_t relief);

}  // namespace pasok::match
