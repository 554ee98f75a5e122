#include "engine/match/report/shortage.h"

#include <algorithm>
#include <limits>

#include "engine/match/figures_in_words.h"
#include "engine/match/plain_numbers.h"

namespace pasok::match {
namespace {

std::int64_t AddSaturating(std::int64_t a, std::int64_t b) {
  return a > std::numeric_limits<std::int64_t>::max() - b ? std::numeric_limits<std::int64_t>::max() : a + b;
}

void KeepNearest(const NearestOffer& offer, std::optional<NearestOffer>& nearest) {
  if (!nearest || std::pair(offer.road, offer.supplier) < std::pair(nearest->road, nearest->supplier))
    nearest = offer;
}

// For reading: "150 km", "3.2 km". Beyond a limit it is rounded up, so as not to read as within it.
std::string RoughKm(Metres road, ShortageReason reason) {
  if (road >= RegionDistance::kNoRoad) return "no road leads there";
  const int add = reason == ShortageReason::kOutOfRange ? 99 : 50;
  std::string text = FixedText((Int128{road.value} + add) / 100, 1);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text.append(" km");
}

// What holds for the offers counted under a reason, as in "9 of inactive suppliers".
std::string Clause(ShortageReason reason, const CommodityRule& rule) {
  switch (reason) {
    case ShortageReason::kNoOffer:
      return "";
    case ShortageReason::kInactive:
      return "of inactive suppliers";
    case ShortageReason::kNotAvailable:
      return "not available that day";
    case ShortageReason::kLicence:
      return std::string("without a licence that ").append(rule.code).append(" requires");
    case ShortageReason::kBlocked:
      return "blocked for this demand point";
    case ShortageReason::kRelatedParty:
      return "of its owner's group";
    case ShortageReason::kPriceCeiling:
      if (!rule.price_ceiling) return "dearer than the ceiling of their region";
      return "dearer than the ceiling of " + Rupiah(rule.price_ceiling->value);
    case ShortageReason::kOutOfRange:
      return "farther than " + Km(*rule.max_distance);
    case ShortageReason::kCapacityExhausted:
      return "sold out";
    case ShortageReason::kConcentrationLimit:
      return "at the largest share that one supplier may have";
    case ShortageReason::kAbovePenalty:
      return "unsold, for they cost at least the penalty";
    case ShortageReason::kLicenceEnded:
      return std::string("whose licence that ").append(rule.code).append(" requires has ended");
    case ShortageReason::kTravelTime:
      return "more than " + Counted(rule.max_travel_minutes.value_or(0), "minute", "minutes") + " away";
    case ShortageReason::kProbation:
      return "at the share of their capacity that new suppliers may sell";
    case ShortageReason::kContract:
      return "at the most that their contract with it allows";
    case ShortageReason::kWholeDeliveries:
      return "too small for a whole delivery, with too little left or still needed for one, or one supplier "
             "too many";
    case ShortageReason::kAggregatorFull:
      return "whose aggregator can handle no more that day";
    case ShortageReason::kStoreFull:
      return "left on earlier days, which would keep, but no more can be stored";
    case ShortageReason::kNotLookedFor:
      return "";  // never an offer's
  }
  return "";
}

// " (nearest: S1, 3.2 km)", or nothing.
std::string Nearest(const std::optional<NearestOffer>& nearest, ShortageReason reason,
                    const Dataset& dataset) {
  if (!nearest) return "";
  return std::string(" (nearest: ")
      .append(dataset.suppliers[nearest->supplier].id)
      .append(", ")
      .append(RoughKm(nearest->road, reason))
      .append(")");
}

// "from where no road leads there (such as S1)" of offers that are out of range, where that is so of the
// nearest: all are as far then, in kilometres that mean nothing.
std::string FromNowhere(const NearestOffer& nearest, const Dataset& dataset) {
  return std::string("from where no road leads there (such as ")
      .append(dataset.suppliers[nearest.supplier].id)
      .append(")");
}

// "12 offers of beras: 10 of inactive suppliers (nearest: S1, 3.2 km); 2 farther than 400 km (nearest: S7,
// 412.3 km); 120 kg left on earlier days, which would keep, but no more can be stored (nearest: S2, 5 km)".
std::string Detail(const OfferCensus& census, ShortageReason reason, const Dataset& dataset,
                   const Policy& policy, const CommodityRule& rule) {
  if (reason == ShortageReason::kNoOffer) return std::string("no supplier offers ").append(rule.code);
  std::int64_t all = 0;
  std::vector<std::string> parts;
  for (int i = 0; i < kShortageReasons; ++i) {
    const auto each = static_cast<ShortageReason>(i);
    const std::int64_t offers = census.offers(each);
    if (offers == 0) continue;
    all += offers;
    const std::optional<NearestOffer>& nearest = census.nearest(each);
    const bool no_road =
        each == ShortageReason::kOutOfRange && nearest && nearest->road >= RegionDistance::kNoRoad;
    parts.push_back(Number(offers).append(" ").append(
        no_road ? FromNowhere(*nearest, dataset) : Clause(each, rule) + Nearest(nearest, each, dataset)));
  }
  if (const BehindStore& behind = census.behind_stores(); behind.quanta > 0) {
    constexpr ShortageReason kFull = ShortageReason::kStoreFull;
    parts.push_back(Kg(behind.quanta, policy.quantum)
                        .append(" ")
                        .append(Clause(kFull, rule))
                        .append(Nearest(behind.nearest, kFull, dataset)));
  }
  std::string detail = Counted(all, "offer of ", "offers of ").append(rule.code);
  for (std::size_t i = 0; i < parts.size(); ++i) detail.append(i == 0 ? ": " : "; ").append(parts[i]);
  return detail;
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
  const CommodityRule& rule = *policy.FindCommodity(dataset.commodities[shortage.commodity]);
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
    row.detail = Detail(census, reason, dataset, policy, rule);
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
