// The dual value of prices by rank over every eligible lane: a lower bound, rank before rank, on what any
// matching comes to.
//
//   sum need * min(pi_r, shortage) - sum lanes cap * max(0, pi_r - pi_o - cost)
//   - sum offers capacity * max(0, pi_o - pi_s) - sum suppliers capacity * max(0, pi_s - pi_a)
//   - sum aggregators capacity * max(0, pi_a) - sum transfers capacity * max(0, pi_to - pi_from - cost)
//
// (of an offer in pieces, spread.h, piece by piece, each with its surcharge beside pi_s; pi_a is 0 without an
// aggregator, pi_from of a stock)
//
// with min and max in the order of the ranks, and sums rank by rank. Where it equals what a matching comes to
// in every rank, that matching is optimal.
#pragma once

#include "engine/flow/stop.h"
#include "engine/match/matching.h"
#include "engine/match/strict/ranks.h"

namespace pasok::match {

using RankTotals = std::array<Int128, kRanks>;

struct RankProof {
  RankTotals value{};  // of the matching
  RankTotals bound{};  // of the prices
  bool whole = false;  // false: stopped, and the bound means nothing
};

// REQUIRES matching.ranks. An unlimited supplier's price is its aggregator's, or zero. As long as
// FindContradictions.
RankProof ProveByRank(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads,
                      const StopToken& stop);

}  // namespace pasok::match
