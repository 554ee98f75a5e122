#include "engine/match/spare.h"

#include <algorithm>

namespace pasok::match {

Spare::Spare(const Instance& instance, std::span<const LaneFlow> flows) : instance_(instance) {
  for (const OfferRow& offer : instance.offers) offer_.push_back(offer.capacity);
  for (const SupplierRow& supplier : instance.suppliers) supplier_.push_back(supplier.capacity);
  for (const AggregatorRow& aggregator : instance.aggregators) aggregator_.push_back(aggregator.capacity);
  for (const LaneFlow& flow : flows) Take(flow.offer, flow.quanta);
}

std::int64_t Spare::Of(std::int32_t offer, std::int32_t instead) const {
  const std::int32_t supplier = instance_.offers[offer].supplier;
  const std::int32_t aggregator = instance_.suppliers[supplier].aggregator;
  const std::int32_t spared = instead == kNone ? kNone : instance_.suppliers[instead].aggregator;
  const std::int64_t own = supplier == instead ? offer_[offer] : OwnOf(offer);
  return aggregator == kNone || aggregator == spared ? own : std::min(own, aggregator_[aggregator]);
}

std::int64_t Spare::OwnOf(std::int32_t offer) const {
  return std::min(offer_[offer], supplier_[instance_.offers[offer].supplier]);
}

void Spare::Take(std::int32_t offer, std::int64_t quanta) {
  if (quanta == 0) return;
  const std::int32_t supplier = instance_.offers[offer].supplier;
  const std::int32_t aggregator = instance_.suppliers[supplier].aggregator;
  const auto take = [&](std::int64_t& left) {
    if (left != SupplierRow::kUnlimited) left -= quanta;
  };
  offer_[offer] -= quanta;
  take(supplier_[supplier]);
  if (aggregator != kNone) take(aggregator_[aggregator]);
}

}  // namespace pasok::match
