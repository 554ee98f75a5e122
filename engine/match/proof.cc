#include "engine/match/proof.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "engine/flow/parallel.h"
#include "engine/match/lanes/lane_sweep.h"
#include "engine/match/question/shared_stores.h"
#include "engine/match/spread.h"
#include "engine/match/stand_ins.h"

namespace pasok::match {
namespace {

constexpr int kPlacesAtATime = 8;  // enough to read a commodity's columns mostly from the nearer cache

// The requirements sorted by place, and where each share of a few places starts, with the end.
struct Shares {
  std::vector<std::int32_t> requirements;
  std::vector<std::size_t> starts;

  std::size_t size() const { return starts.size() - 1; }
  std::span<const std::int32_t> operator[](std::size_t i) const {
    return std::span(requirements).subspan(starts[i], starts[i + 1] - starts[i]);
  }
};

Shares ShareOut(const Instance& instance) {
  Shares shares;
  shares.requirements.resize(instance.requirements.size());
  std::iota(shares.requirements.begin(), shares.requirements.end(), 0);
  const auto place = [&](std::int32_t r) { return instance.requirements[r].place; };
  std::ranges::stable_sort(shares.requirements, {}, place);
  int places = 0;
  for (std::size_t i = 0; i < shares.requirements.size(); ++i) {
    const bool is_new = i == 0 || place(shares.requirements[i]) != place(shares.requirements[i - 1]);
    if (is_new && places++ % kPlacesAtATime == 0) shares.starts.push_back(i);
  }
  shares.starts.push_back(shares.requirements.size());
  return shares;
}

// Whether all were swept.
bool SweepAll(const LaneSweep& sweep, const Shares& shares, int threads, const StopToken& stop,
              const std::function<void(double)>& fraction, std::vector<LaneGains>& lanes) {
  return ForEachTask(std::ssize(shares), threads, stop, [&](std::int64_t i, int worker) {
    if (worker == 0 && fraction) fraction(static_cast<double>(i) / static_cast<double>(shares.size()));
    sweep.Take(shares[static_cast<std::size_t>(i)], lanes);
  });
}

// What contracts reserve of every row.
struct ReservedQuanta {
  explicit ReservedQuanta(const Instance& instance)
      : of_requirement(instance.requirements.size()),
        of_offer(instance.offers.size()),
        of_supplier(instance.suppliers.size()),
        of_aggregator(instance.aggregators.size()) {
    for (const PairTerm& term : instance.pair_terms) {
      of_requirement[term.requirement] += term.reserved;
      of_offer[term.offer] += term.reserved;
      const std::int32_t supplier = instance.offers[term.offer].supplier;
      of_supplier[supplier] += term.reserved;
      if (const std::int32_t a = instance.suppliers[supplier].aggregator; a != kNone)
        of_aggregator[a] += term.reserved;
    }
  }
  std::vector<std::int64_t> of_requirement, of_offer, of_supplier, of_aggregator;
};

}  // namespace

Proof ProveOverAllLanes(const Instance& instance, const LaneRule& rule, const Matching& matching, int threads,
                        const StopToken& stop, const std::function<void(double)>& fraction) {
  std::vector<LaneGains> lanes(instance.requirements.size());
  threads = ThreadsFor(threads);
  Proof proof;
  proof.whole = SweepAll(LaneSweep(instance, rule, matching, threads), ShareOut(instance), threads, stop,
                         fraction, lanes);
  const ReservedQuanta reserved(instance);
  for (const PairTerm& term : instance.pair_terms) {
    if (term.reserved == 0) continue;
    proof.parts.contracts += Int128{rule.Cost(term.offer, term.requirement).unit()} * term.reserved;
  }
  for (std::size_t r = 0; r < lanes.size(); ++r) {
    const RequirementRow& requirement = instance.requirements[r];
    proof.lanes_eligible += lanes[r].eligible;
    proof.parts.lanes += lanes[r].value;
    const std::int64_t price = matching.requirement_price[r];
    proof.parts.requirements += Int128{requirement.need} * std::min(price, requirement.penalty) -
                                Int128{reserved.of_requirement[r]} * price;
  }
  const bool spreads = SpreadsFairly(instance);
  for (std::size_t o = 0; o < instance.offers.size(); ++o) {
    const OfferRow& offer = instance.offers[o];
    const std::int64_t above_supplier = matching.offer_price[o] - matching.supplier_price[offer.supplier];
    if (spreads) {
      const auto row = static_cast<std::int32_t>(o);
      proof.parts.contracts += SpreadCost(instance, row, reserved.of_offer[o]);
      for (const SpreadPiece& piece :
           PiecesOf(instance.policy, offer.whole, offer.given + reserved.of_offer[o],
                    offer.capacity - reserved.of_offer[o])) {
        proof.parts.offers +=
            Int128{piece.quanta} * std::max<std::int64_t>(0, above_supplier - piece.surcharge);
      }
      continue;
    }
    proof.parts.offers +=
        Int128{offer.capacity - reserved.of_offer[o]} * std::max<std::int64_t>(0, above_supplier);
  }
  for (std::size_t s = 0; s < instance.suppliers.size(); ++s) {
    const std::int32_t aggregator = instance.suppliers[s].aggregator;
    const std::int64_t above = aggregator == kNone ? 0 : matching.aggregator_price[aggregator];
    const std::int64_t price = std::max<std::int64_t>(0, matching.supplier_price[s] - above);
    proof.parts.suppliers += Int128{instance.suppliers[s].capacity - reserved.of_supplier[s]} * price;
  }
  for (std::size_t a = 0; a < instance.aggregators.size(); ++a) {
    const std::int64_t price = std::max<std::int64_t>(0, matching.aggregator_price[a]);
    proof.parts.aggregators += Int128{instance.aggregators[a].capacity - reserved.of_aggregator[a]} * price;
  }
  proof.parts.transfers += MostEarnedOver(instance, matching.requirement_price);
  proof.parts.transfers += DualPartOf(instance.stand_ins, matching.requirement_price);
  return proof;
}

}  // namespace pasok::match
