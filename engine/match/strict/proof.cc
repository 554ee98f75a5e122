#include "engine/match/strict/proof.h"

#include <algorithm>

#include "engine/match/strict/contradictions.h"

namespace pasok::match {
namespace {

void Add(const Ranks& ranks, Int128 times, RankTotals& totals) {
  for (std::size_t i = 0; i < kRanks; ++i) totals[i] += times * ranks[i];
}

Ranks Above(const Ranks& a, const Ranks& b) {
  Ranks above;
  for (std::size_t i = 0; i < kRanks; ++i) above[i] = a[i] - b[i];
  return std::max(above, Ranks{});
}

}  // namespace

RankProof ProveByRank(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads,
                      const StopToken& stop) {
  const RankPrices& prices = *matching.ranks;
  RankProof proof;
  for (const LaneFlow& flow : matching.flows)
    Add(RanksOf(rule.Cost(flow.offer, flow.requirement)), flow.quanta, proof.value);
  for (std::size_t r = 0; r < instance.requirements.size(); ++r) {
    const RequirementRow& row = instance.requirements[r];
    Add(RanksOfShortage(row), matching.shortage[r], proof.value);
    Add(std::min(prices.requirement[r], RanksOfShortage(row)), row.need, proof.bound);
  }
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& row = instance.offers[o];
    Add(Above(prices.offer[o], prices.supplier[row.supplier]), -Int128{row.capacity}, proof.bound);
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s)
    Add(Above(prices.supplier[s], {}), -Int128{instance.suppliers[s].capacity}, proof.bound);
  const Contradictions found = FindContradictions(instance, rule, prices, threads, stop);
  for (const RankedLane& lane : found.lanes)
    Add(lane.reduced, instance.LaneCap(lane.offer, lane.requirement), proof.bound);
  // What is reserved is carried whatever it costs.
  for (const PairTerm& term : instance.pair_terms) {
    Ranks reduced = RanksOf(rule.Cost(term.offer, term.requirement));
    for (std::size_t i = 0; i < kRanks; ++i)
      reduced[i] += prices.offer[term.offer][i] - prices.requirement[term.requirement][i];
    Add(std::max(reduced, Ranks{}), term.reserved, proof.bound);
  }
  proof.whole = found.whole;
  return proof;
}

}  // namespace pasok::match
