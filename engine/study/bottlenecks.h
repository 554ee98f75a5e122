// What shortages are made of, and what a kg more would be worth where.
//
// A shortage of a requirement is one of two things. Either everything that could pass something on to it over
// all lanes, through however many hands, is exhausted: that is a cut, and only what crosses it helps (by the
// theorem of maximum flow and minimum cut, all that the cut's offers sell is all that its requirements could
// get). Or food is to be had, but dearer than the penalty. Requirements of one commodity are told as one
// where they are behind the same cut, the widest that any of them gives, or behind the same offers; so are
// all that no offer can reach and that get nothing: those of one kabupaten, where somebody has something left
// of it.
//
// Of several days a cut may span those between which food may be kept: then it is told as one, and stores
// that would hold more of what is left outside, were they larger, are part of it. Food that is to be had is
// told by day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/plan.h"
#include "engine/study/report.h"
#include "engine/study/run.h"

namespace pasok::study {

struct Bottleneck {
  std::int32_t commodity = kNone;  // of the instance, on its first day: all are of the same of the dataset
  std::int32_t region = kNone;     // the deepest that holds all its short demand points; kNone: none does
  std::vector<std::int32_t> requirements;  // short ones, ascending
  std::int64_t shortage = 0;               // quanta, of these
  bool to_be_had = false;                  // food is there, but dearer than the penalty

  // Where it is to be had: what a quantum more would cost, at least and at most over the requirements.
  std::int64_t least_cost = 0, most_cost = 0;

  // Where it is cut off: who can pass something on to them, all exhausted.
  std::vector<std::int32_t> offers;     // ascending; of other commodities too, where a total couples them
  std::vector<std::int32_t> suppliers;  // whose total is used up
  // That can handle no more, ascending, and what another quantum handled would save each, sen.
  std::vector<std::pair<std::int32_t, std::int64_t>> aggregators;
  // All other requirements that could give way to them, reliefs among them, ascending.
  std::vector<std::int32_t> others;
  // Transfers that lead in from another day and can carry no more, where a larger store would: something is
  // left on that day, or on one before that the same store keeps from, and it would still be fresh.
  // Ascending.
  std::vector<std::int32_t> stores;
  // Likewise of stores of 0 kg, over which no transfer leads: from the last day on which something is left
  // that would keep, to a requirement behind the cut. By `to`.
  struct NoRoom {
    std::int32_t from = kNone, to = kNone;  // requirements
  };
  std::vector<NoRoom> without_room;
  // The offer of the commodity with something left, in range or not, nearest to any of the requirements, and
  // to which. kNone: none has.
  std::int32_t nearest_left = kNone, nearest_to = kNone;
  Metres nearest_road;
};

// Of one commodity on one day in one kecamatan (of a demand point in no kecamatan: its own region).
struct MarginalValue {
  std::int32_t commodity = kNone, region = kNone;
  // What a quantum more, given to whichever of its kitchens gains most by it, would save; and what a quantum
  // less, taken from whichever loses least, would cost: what a quantum less needed, and one more, changes
  // where lane caps and contracts follow the need and transfers stay. The two one-sided derivatives; where
  // that follows in steps, the step itself, which may be below 0. Sen per quantum.
  std::int64_t more_saves = 0, less_costs = 0;
  std::int32_t more_at = kNone, less_at = kNone;  // whose: requirements
  // Quanta for which each holds surely; 1 where contracts are due. 0: not looked for, beyond
  // `BottleneckOptions::ranges`.
  std::int64_t more_room = 0, less_room = 0;
};

struct BottleneckOptions {
  std::int64_t ranges = 100;  // so many marginal values, the largest first, get their range
};

struct BottleneckStudy {
  std::vector<Bottleneck> bottlenecks;  // the largest shortage first
  std::vector<MarginalValue> values;    // the largest saving first
  bool complete = true;                 // false: stopped; the bottlenecks so far, and no values or no ranges
};

// nullopt where the matching isn't proven optimal. Deterministic.
std::optional<BottleneckStudy> FindBottlenecks(const match::Solved& solved, const BottleneckOptions& options,
                                               const Run& run);

struct BottleneckView {
  // List all exhausted offers of each bottleneck; else the 100 with the largest capacity. A province's cuts
  // hold tens of thousands and overlap: there the sums by kabupaten, which are always of all, say more.
  bool all_offers = false;
};

// Tables: bottlenecks, short_requirements, exhausted_by_kabupaten, exhausted_offers, marginal_values; where
// there are aggregators exhausted_aggregators too, and where food may be kept for another day full_stores.
Report ToReport(const BottleneckStudy& study, const match::Solved& solved, const BottleneckView& view);

// "Eggs (telur) in Landak: short by 1 200 kg a day at 9 demand points: the 14 offers that could reach them
// are all sold, and nothing else lies within 60 km (the nearest with something left is S7, 75.2 km from K3)".
// It counts the offers that the tables do, and says where it isn't an offer that is sold but all that its
// supplier, or the aggregator, may sell.
Sentence Say(const Bottleneck& bottleneck, const match::Solved& solved);

}  // namespace pasok::study
