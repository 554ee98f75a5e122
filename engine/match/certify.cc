#include "engine/match/certify.h"

#include <algorithm>
#include <utility>

#include "engine/match/proof.h"
#include "engine/match/strict/proof.h"

namespace pasok::match {
namespace {

// What each rank comes to, where the prices prove that it can't come to less.
std::vector<RankTotal> ProvenRanks(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                                   int threads, const StopToken& stop) {
  const RankProof proof = ProveByRank(instance, lanes, matching, threads, stop);
  if (!proof.whole || proof.value != proof.bound) return {};
  std::vector<RankTotal> ranks;
  for (std::size_t i = 0; i < kRanks; ++i) {
    const auto value = static_cast<std::int64_t>(proof.value[i]);
    ranks.push_back({.rank = static_cast<Rank>(i), .value = value, .bound = value});
  }
  return ranks;
}

}  // namespace

Matching PricesOfZero(const Instance& instance) {
  Matching prices;
  prices.requirement_price.resize(instance.requirements.size());
  prices.offer_price.resize(instance.offers.size());
  prices.supplier_price.resize(instance.suppliers.size());
  prices.aggregator_price.resize(instance.aggregators.size());
  return prices;
}

Certificate Certify(const Instance& instance, const LaneRule& lanes, const Matching& matching,
                    const Totals& totals, int threads, const StopToken& stop, const ProgressSink& progress) {
  // Prices by rank prove nothing as sums; those are then proven from prices of 0, which leaves the lanes
  // counted.
  const bool by_rank = instance.policy.aims == Aims::kStrict;
  Certificate certificate{.primal = totals.money + totals.preference + totals.penalty + totals.carried,
                          .dual = by_rank ? 0 : matching.bound,
                          .lanes_in_network = matching.lanes_in_network};
  const Matching at_zero = by_rank ? PricesOfZero(instance) : Matching();
  const Matching& priced = by_rank ? at_zero : matching;
  const Proof proof = ProveOverAllLanes(instance, lanes, priced, threads, stop, [&](double fraction) {
    if (!progress) return;
    progress({.stage = "certify",
              .fraction = kCertifyStarts + (1 - kCertifyStarts) * fraction,
              .incumbent = certificate.primal,
              .bound = certificate.dual});
  });
  std::vector<RankTotal> ranks;
  if (proof.whole && matching.ranks) ranks = ProvenRanks(instance, lanes, matching, threads, stop);
  const bool stopped = !proof.whole || (matching.ranks && ranks.empty() && stop.Asked());
  if (stopped) return certificate;
  certificate.lanes_eligible_proof = true;
  certificate.lanes_eligible = proof.lanes_eligible;
  certificate.parts = proof.parts;
  // Below the 64-bit range any bound says the same: nothing.
  certificate.dual = static_cast<std::int64_t>(std::max<Int128>(proof.parts.value(), INT64_MIN));
  if (!ranks.empty()) certificate.dual = certificate.primal;
  certificate.ranks = std::move(ranks);
  return certificate;
}

}  // namespace pasok::match
