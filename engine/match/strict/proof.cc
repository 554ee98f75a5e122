#include "engine/match/strict/proof.h"

#include <algorithm>

#include "engine/match/spread.h"
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
  Add(RanksOfMoney(1), SpreadCost(instance, matching.flows), proof.value);
  for (std::int32_t o = 0; o < std::ssize(instance.offers); ++o) {
    for (const SpreadPiece& piece : PiecesOf(instance, o)) {
      Ranks asked = prices.supplier[instance.offers[o].supplier];
      asked.back() += piece.surcharge;
      Add(Above(prices.offer[o], asked), -Int128{piece.quanta}, proof.bound);
    }
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const SupplierRow& row = instance.suppliers[s];
    const Ranks asked = row.aggregator == kNone ? Ranks{} : prices.aggregator[row.aggregator];
    Add(Above(prices.supplier[s], asked), -Int128{row.capacity}, proof.bound);
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a)
    Add(Above(prices.aggregator[a], {}), -Int128{instance.aggregators[a].capacity}, proof.bound);
  for (std::size_t i = 0; i < instance.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    Ranks asked = transfer.from == kNone ? Ranks{} : prices.requirement[transfer.from];
    asked.back() += transfer.cost;
    Add(RanksOfMoney(transfer.cost), matching.transfers[i], proof.value);
    Add(Above(prices.requirement[transfer.to], asked), -Int128{transfer.capacity}, proof.bound);
  }
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
