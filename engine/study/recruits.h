// Whom to win: where registering or reviving suppliers saves most.
//
// Three lists: suppliers that are inactive; suppliers that lack a licence for something that they offer; and
// places, one for each kecamatan and commodity, where a supplier with the commodity's median capacity and
// median price stood at the kecamatan's point. Each candidate by itself: with an upper bound on what it would
// save (Residual::MostSaved), and, for those that save most, exactly: added, the flow re-optimised over all
// lanes by successive shortest paths, taken away again. A contract wakes up with its supplier, and what it
// promises or caps isn't said by a flow with more supply: such candidates are all planned anew, from the
// optimum's basis where that was kept. So are those for which another split of the stores that commodities
// share may save more than the optimum's; where that plan isn't proven, only a bound is known. Of several
// days a recruit sells on each on which it may, a place's on each on which the commodity is needed, with the
// same capacity and price; figures are of the days together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/report.h"
#include "engine/study/residual/residual.h"
#include "engine/study/run.h"

namespace pasok::study {

struct RecruitOptions {
  std::int64_t most_exact = 50;     // of each list: so many of the best are surely the best, in order
  std::int64_t most_tried = 1'000;  // of each list: re-solved for at most, where bounds mislead
};

struct Recruit {
  // Of the dataset; kNone: a place. Of the second list who would hold the licences: an aggregator for all
  // that sell through it.
  std::int32_t supplier = kNone;
  std::int32_t revived_with = kNone;      // the inactive aggregator that it sells through: of no use without
  std::int32_t region = kNone;            // of the supplier, or the kecamatan
  std::vector<std::string> licences;      // that it lacks; only those of the second list lack any
  std::vector<std::int32_t> commodities;  // of the dataset: those that it would offer, ascending
  std::vector<NewSupplier> adds;  // in the terms of the instance; without an aggregator here: of one alike
  std::vector<std::int32_t>
      days;                       // per each of `adds` the day on which it sells: indices into Instance::days
  bool by_contract = false;       // a contract speaks of what it would sell
  std::int64_t offers_there = 0;  // of a place: how many offers of the commodity its kecamatan has
  std::int64_t at_most = 0;       // sen: the objective falls by
  std::optional<Effect> exact;    // what it falls by is minus this; absent: not among the best, stopped, or
                                  // not proven
  std::int64_t sells = 0;         // quanta; where it is known exactly

  // What it saves: exactly, else at most.
  std::int64_t saves() const { return exact ? -exact->objective : at_most; }
};

// Those known exactly first, the best first; the rest by their bounds. Ties in the dataset's order.
struct RecruitList {
  std::vector<Recruit> recruits;
  std::int64_t proven = 0;  // so many of the first surely are the best: no other's bound is higher
};

struct Recruits {
  RecruitList inactive, unlicensed, places;
  std::vector<std::optional<Date>> days;  // as Instance::days
  bool complete = true;                   // false: stopped before all that were to be known exactly are
};

struct RecruitResult {
  std::optional<Recruits> recruits;
  Findings findings;              // the question doesn't fit the dataset
  std::string refusal;            // of the solver, or stopped before there was an optimum
  std::optional<Sentence> unfit;  // as WhyNoGround
};

// `best`: the optimum of the same base, where it is known already; else it is solved for. Deterministic,
// whatever the threads, if not stopped. Stopped, it keeps what it has, at least the bounds.
RecruitResult FindRecruits(const Base& base, const match::Solved* best, const RecruitOptions& options,
                           const Run& run);

// Tables: inactive, unlicensed, places (the first 1,000 of each). Of several days asked for each says on
// which a recruit may sell.
Report ToReport(const Recruits& recruits, const Base& base);

}  // namespace pasok::study
