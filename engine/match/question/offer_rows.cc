#include "engine/match/question/offer_rows.h"

#include <algorithm>

#include "engine/match/question/asked_day.h"
#include "engine/match/question/delivery.h"

namespace pasok::match {

OfferRows::OfferRows(Instance& instance, const PlaceBook& places)
    : instance_(instance), dataset_(*instance.dataset), sellers_(instance, places) {}

void OfferRows::AddDay(std::int32_t day, const TakenWeights& taken) {
  day_ = day;
  first_span_ = instance_.SpanOf(day, 0);
  first_supplier_ = instance_.suppliers.size();
  sellers_.OpenDay(date(), taken);
  row_of_aggregator_.clear();
  legs_.clear();
  standing_.reserve(dataset_.offers.size());
  if (instance_.suppliers.empty()) {
    instance_.suppliers.reserve(dataset_.suppliers.size());
    instance_.excluded.reserve(dataset_.offers.size());
  }
  FindSmallestNeeds();
  // Offers stand by supplier. Of several rows of one supplier and commodity the first available one holds, so
  // that no capacity counts twice: on the undated day that is the first in the dataset's order; on a dated
  // one no two windows overlap.
  Seller seller;
  const Offer* before = nullptr;
  const Offer* holds = nullptr;
  for (std::int32_t index = 0; index < std::ssize(dataset_.offers); ++index) {
    const Offer& offer = dataset_.offers[index];
    if (!before || before->supplier != offer.supplier) seller = sellers_.On(offer.supplier);
    before = &offer;
    const bool repeated = holds && holds->supplier == offer.supplier && holds->commodity == offer.commodity;
    const bool is_available = !repeated && IsAvailable(offer, date());
    if (is_available) holds = &offer;
    AddOffer(index, is_available, seller, taken);
  }
  PutByCommodity();
  standing_ = {};
  shared_ = {};
}

// What is left for whole deliveries to fit into.
void OfferRows::FindSmallestNeeds() {
  smallest_need_.assign(dataset_.commodities.size(), 0);
  for (std::size_t k = 0; k < smallest_need_.size(); ++k) {
    const CommoditySpan& span = instance_.commodities[first_span_ + k];
    for (std::int32_t r = span.first_requirement; r < span.end_requirement; ++r) {
      const std::int64_t size = instance_.requirements[r].sized_by();
      if (size > 0) smallest_need_[k] = smallest_need_[k] == 0 ? size : std::min(smallest_need_[k], size);
    }
  }
}

void OfferRows::AddOffer(std::int32_t index, bool is_available, const Seller& seller,
                         const TakenWeights& taken) {
  const Offer& offer = dataset_.offers[index];
  const Grams quantum = instance_.policy.quantum;
  const auto found = taken.by_offer.find(std::pair(offer.supplier, offer.commodity));
  const Grams gone{found == taken.by_offer.end() ? 0 : found->second};
  const Grams allowed =
      seller.on_probation ? sellers_.OnProbation(offer.capacity_per_day) : offer.capacity_per_day;
  const std::int64_t whole = QuantaLeft(offer.capacity_per_day, gone, quantum);
  const std::int64_t capacity = seller.on_probation ? QuantaLeft(allowed, gone, quantum) : whole;
  const std::int64_t sellable = std::min({capacity, seller.capacity, seller.handled});
  const std::optional<Excluded> reason =
      WhyExcluded(offer, is_available, seller, std::min({whole, seller.whole, seller.handled}), sellable);
  if (reason) {
    instance_.excluded.push_back(
        {.dataset_offer = index, .reason = *reason, .day = day_, .capacity = sellable});
    return;
  }
  standing_.push_back({.dataset_offer = index,
                       .supplier = SupplierRowOf(offer, seller),
                       .capacity = capacity,
                       .held_back = whole - capacity});
  if (!instance_.policy.fair_spread.empty()) {
    const std::int64_t before = QuantaLeft(allowed, {}, quantum);
    shared_.push_back({.whole = std::min(before, seller.before), .given = before - capacity});
  }
  ++instance_.commodities[first_span_ + offer.commodity].end_offer;
}

// `whole`: what could be sold but for probation, with which it is `capacity`.
std::optional<Excluded> OfferRows::WhyExcluded(const Offer& offer, bool is_available, const Seller& seller,
                                               std::int64_t whole, std::int64_t capacity) const {
  const CommodityRule& rule = *SpanOf(offer).rule;
  if (!seller.supplier->active) return Excluded::kInactive;
  if (!is_available) return Excluded::kNotAvailable;
  if (!std::ranges::includes(seller.licensed->licences, rule.requires_licences, {}, &Licence::name))
    return Excluded::kLicence;
  if (instance_.policy.price_ceiling == CeilingMode::kHard &&
      rule.CeilingBelow(offer.price, dataset_, offer.supplier))
    return Excluded::kPriceCeiling;
  if (seller.first_leg && rule.max_distance && *seller.first_leg > *rule.max_distance)
    return Excluded::kFirstLegTooLong;
  if (whole == 0) return Excluded::kNoCapacity;
  if (HasEndedLicence(*seller.licensed, rule)) return Excluded::kLicenceEnded;
  if (rule.max_travel_minutes && seller.first_leg_minutes > rule.max_travel_minutes)
    return Excluded::kFirstLegTooSlow;
  if (capacity == 0) return Excluded::kProbation;
  if (IsTooSmall(offer, rule, capacity))
    return IsTooSmall(offer, rule, whole) ? Excluded::kTooSmall : Excluded::kProbation;
  return std::nullopt;
}

// Whether one of the licences that are required was held until before the day. On the undated day none has
// ended.
bool OfferRows::HasEndedLicence(const Supplier& supplier, const CommodityRule& rule) const {
  if (!date()) return false;
  return std::ranges::any_of(supplier.licences, [&](const Licence& licence) {
    return licence.until && *licence.until < *date() &&
           std::ranges::binary_search(rule.requires_licences, licence.name);
  });
}

// Nobody's whole delivery. Not where a contract names the pair of supplier and commodity: what it promises is
// delivered all the same.
bool OfferRows::IsTooSmall(const Offer& offer, const CommodityRule& rule, std::int64_t capacity) const {
  const std::int64_t need = smallest_need_[offer.commodity];
  if (need == 0 || SizeOf(instance_.policy, rule, offer, need).least <= capacity) return false;
  const auto own = std::ranges::equal_range(dataset_.contracts, offer.supplier, {}, &Contract::supplier);
  return std::ranges::find(own, offer.commodity, &Contract::commodity) == own.end();
}

std::int32_t OfferRows::SupplierRowOf(const Offer& offer, const Seller& seller) {
  std::vector<SupplierRow>& rows = instance_.suppliers;
  if (rows.size() == first_supplier_ || rows.back().dataset_supplier != offer.supplier) {
    const auto kind = static_cast<std::size_t>(seller.supplier->kind);
    rows.push_back({.dataset_supplier = offer.supplier,
                    .capacity = seller.capacity,
                    .kind_surcharge_sen_per_kg = instance_.policy.kind_surcharge[kind].value,
                    .day = day_,
                    .aggregator = AggregatorRowOf(seller)});
    if (instance_.policy.aggregators)
      legs_.push_back(
          {.metres = seller.first_leg.value_or(Metres{}), .fee_sen_per_kg = seller.fee_sen_per_kg});
  }
  return static_cast<std::int32_t>(rows.size()) - 1;
}

std::int32_t OfferRows::AggregatorRowOf(const Seller& seller) {
  if (seller.via == kNone) return kNone;
  const auto [row, is_new] =
      row_of_aggregator_.emplace(seller.via, static_cast<std::int32_t>(instance_.aggregators.size()));
  if (is_new) {
    instance_.aggregators.push_back(
        {.dataset_supplier = seller.via, .day = day_, .capacity = seller.handled});
  }
  return row->second;
}

// By counting; those of one commodity keep their order.
void OfferRows::PutByCommodity() {
  std::vector<std::size_t> next;  // per commodity
  std::size_t first = instance_.offers.size();
  for (std::size_t k = 0; k < dataset_.commodities.size(); ++k) {
    next.push_back(first);
    first += static_cast<std::size_t>(instance_.commodities[first_span_ + k].end_offer);
  }
  instance_.offers.resize(first);
  for (std::size_t i = 0; i < standing_.size(); ++i) {
    const Standing& row = standing_[i];
    const Offer& offer = dataset_.offers[row.dataset_offer];
    OfferRow& put = instance_.offers[next[offer.commodity]++];
    put.dataset_offer = row.dataset_offer;
    put.supplier = row.supplier;
    put.commodity = first_span_ + offer.commodity;
    put.capacity = row.capacity;
    put.price_sen_per_kg = offer.price.value;
    put.held_back = row.held_back;
    if (!legs_.empty()) {
      const Leg& leg = legs_[static_cast<std::size_t>(row.supplier) - first_supplier_];
      put.first_leg = leg.metres;
      put.fee_sen_per_kg = leg.fee_sen_per_kg;
    }
    if (!shared_.empty()) put.whole = shared_[i].whole, put.given = shared_[i].given;
  }
}

}  // namespace pasok::match
