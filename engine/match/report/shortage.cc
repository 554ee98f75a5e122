#include "engine/match/report/shortage.h"

#include <algorithm>
#include <limits>

#include "engine/match/report/shortage_words.h"

namespace pasok::match {
namespace {

std::int64_t AddSaturating(std::int64_t a, std::int64_t b) {
  return a > std::numeric_limits<std::int64_t>::max() - b ? std::numeric_limits<std::int64_t>::max() : a + b;
}

void KeepNearest(const NearestOffer& offer, std::optional<NearestOffer>& nearest) {
  if (!nearest || std::pair(offer.road, offer.supplier) < std::pair(nearest->road, nearest->supplier))
    nearest = offer;
}

// Whether what is left is no whole delivery, and would be one but for probation.
bool IsCutBelowDelivery(const OfferLeft& offer) {
  return offer.by_delivery && std::min(offer.left, offer.room) < offer.least &&
         offer.least <= std::min(offer.left + offer.held_back, offer.room);
}

}  // namespace

void OfferCensus::Count(ShortageReason reason, std::int32_t supplier, std::optional<Metres> road) {
  const auto index = static_cast<std::size_t>(reason);
  ++offers_[index];
  if (road) KeepNearest({.road = *road, .supplier = supplier}, nearest_[index]);
}

void BehindStore::Count(const OfferLeft& offer, std::int32_t supplier, Metres road) {
  if (offer.left < offer.least) return;
  // The largest share grows with the store, a contract's maximum doesn't.
  const std::int64_t more = offer.by_contract ? std::min(offer.left, offer.room) : offer.left;
  if (more <= 0) return;
  quanta = AddSaturating(quanta, more);
  KeepNearest({.road = road, .supplier = supplier}, nearest);
}

void BehindStore::Add(const BehindStore& other) {
  quanta = AddSaturating(quanta, other.quanta);
  if (other.nearest) KeepNearest(*other.nearest, nearest);
}

ShortageReason ReasonOf(const OfferLeft& offer) {
  if (offer.left == 0 && offer.unhandled > 0) return ShortageReason::kAggregatorFull;
  if (offer.left == 0)
    return offer.held_back > 0 ? ShortageReason::kProbation : ShortageReason::kCapacityExhausted;
  if (offer.room == 0)
    return offer.by_contract ? ShortageReason::kContract : ShortageReason::kConcentrationLimit;
  if (IsCutBelowDelivery(offer)) return ShortageReason::kProbation;
  return offer.by_delivery ? ShortageReason::kWholeDeliveries : ShortageReason::kAbovePenalty;
}

void OfferCensus::CountLeft(const OfferLeft& offer, std::int32_t supplier, Metres road) {
  const std::int64_t on_lane = std::min(offer.left, offer.room);
  const ShortageReason reason = ReasonOf(offer);
  std::int64_t& of_lanes = reason == ShortageReason::kProbation ? held_back_
                           : offer.by_delivery                  ? left_of_deliveries_
                                                                : left_on_lanes_;
  of_lanes = AddSaturating(of_lanes, on_lane);
  std::int64_t& beyond = offer.by_contract ? left_beyond_contracts_ : left_beyond_caps_;
  beyond = AddSaturating(beyond, offer.left - on_lane);
  if (reason == ShortageReason::kProbation) held_back_ = AddSaturating(held_back_, offer.held_back);
  if (reason == ShortageReason::kAggregatorFull)
    unhandled_ = AddSaturating(unhandled_, std::min(offer.unhandled, offer.room));
  Count(reason, supplier, road);
}

void OfferCensus::CountTooSmall(std::int64_t capacity, std::int32_t supplier, std::optional<Metres> road) {
  left_of_deliveries_ = AddSaturating(left_of_deliveries_, capacity);
  Count(ShortageReason::kWholeDeliveries, supplier, road);
}

std::vector<Shortage> ExplainShortage(const OfferCensus& census, const Shortage& shortage,
                                      const Dataset& dataset, const Policy& policy) {
  const std::int64_t above_penalty = std::min(shortage.quanta, census.left_on_lanes());
  const std::int64_t in_lanes = shortage.quanta - above_penalty;
  const std::int64_t of_deliveries = std::min(in_lanes, census.left_of_deliveries());
  const std::int64_t beyond_caps = std::min(in_lanes - of_deliveries, census.left_beyond_caps());
  const std::int64_t beyond_contracts =
      std::min(in_lanes - of_deliveries - beyond_caps, census.left_beyond_contracts());
  const std::int64_t unheld = in_lanes - of_deliveries - beyond_caps - beyond_contracts;
  const std::int64_t held_back = std::min(unheld, census.held_back());
  const std::int64_t unhandled = std::min(unheld - held_back, census.unhandled());
  const std::int64_t behind_stores = std::min(unheld - held_back - unhandled, census.behind_stores().quanta);
  const std::int64_t rest = unheld - held_back - unhandled - behind_stores;
  ShortageReason of_rest = ShortageReason::kNoOffer;
  for (const ShortageReason hurdle : kHurdles) {
    if (census.offers(hurdle) > 0) of_rest = hurdle;
  }
  // Lanes that are full, or whose offer is sold, have served their share: what is still missing is capacity.
  const std::int64_t offers_left =
      census.offers(ShortageReason::kConcentrationLimit) + census.offers(ShortageReason::kAbovePenalty) +
      census.offers(ShortageReason::kContract) + census.offers(ShortageReason::kWholeDeliveries) +
      census.offers(ShortageReason::kAggregatorFull);
  if (offers_left > 0 || census.held_back() > 0) {
    of_rest = ShortageReason::kCapacityExhausted;
  }

  std::vector<Shortage> rows;
  const auto add = [&](ShortageReason reason, std::int64_t quanta) {
    if (quanta == 0) return;
    Shortage& row = rows.emplace_back(shortage);
    row.quanta = quanta;
    row.reason = reason;
    row.detail = DetailOf(census, reason, shortage.commodity, dataset, policy, Language::kEnglish);
  };
  add(of_rest, rest);
  add(ShortageReason::kConcentrationLimit, beyond_caps);
  add(ShortageReason::kAbovePenalty, above_penalty);
  add(ShortageReason::kProbation, held_back);
  add(ShortageReason::kContract, beyond_contracts);
  add(ShortageReason::kWholeDeliveries, of_deliveries);
  add(ShortageReason::kAggregatorFull, unhandled);
  add(ShortageReason::kStoreFull, behind_stores);
  std::ranges::sort(rows, {}, &Shortage::reason);
  return rows;
}

}  // namespace pasok::match
