#include "engine/match/question/delivery.h"

#include <algorithm>
#include <numeric>

namespace pasok::match {
namespace {

constexpr std::int64_t kPartOfNeed = 20;  // a delivery that counts is at least one part in so many

// Whatever is needed.
DeliverySize AskedBy(const Policy& policy, const CommodityRule& rule, const Offer& offer) {
  const std::int64_t quantum = policy.quantum.value;
  const std::int64_t lot = offer.lot ? offer.lot->value : rule.lot ? rule.lot->value : quantum;
  const std::int64_t minimum =
      std::max(offer.min_delivery.value_or(Grams{}).value, rule.min_delivery.value_or(Grams{}).value);
  return {.lot = lot / std::gcd(lot, quantum), .least = (minimum + quantum - 1) / quantum};
}

DeliverySize ForNeed(const DeliverySize& asked, std::int64_t need) {
  constexpr std::int64_t kFar = std::int64_t{1} << 61;
  const std::int64_t least = std::min(asked.least, need);
  const std::int64_t lots = std::max<std::int64_t>((least + asked.lot - 1) / asked.lot, 1);
  return {.lot = asked.lot, .least = lots > kFar / asked.lot ? kFar : lots * asked.lot};
}

}  // namespace

bool AsksForWholeDeliveries(const Policy& policy) {
  return policy.deliveries.whole || policy.deliveries.most_suppliers.has_value();
}

DeliverySize SizeOf(const Policy& policy, const CommodityRule& rule, const Offer& offer, std::int64_t need) {
  return policy.deliveries.whole ? ForNeed(AskedBy(policy, rule, offer), need) : DeliverySize{};
}

DeliverySize SizeOn(const Instance& instance, std::int32_t offer, std::int32_t requirement) {
  const OfferRow& row = instance.offers[offer];
  return SizeOf(instance.policy, *instance.commodities[row.commodity].rule,
                instance.dataset->offers[row.dataset_offer], instance.requirements[requirement].sized_by());
}

std::int64_t LeastThatCounts(const Instance& instance, std::int32_t offer, std::int32_t requirement) {
  if (AsksForWholeDeliveries(instance.policy)) return SizeOn(instance, offer, requirement).least;
  return std::max<std::int64_t>(1, instance.requirements[requirement].need / kPartOfNeed);
}

DeliverySizes::DeliverySizes(const Instance& instance) : instance_(instance) {
  if (!instance.policy.deliveries.whole) return;
  for (const OfferRow& row : instance.offers) {
    asked_.push_back(AskedBy(instance.policy, *instance.commodities[row.commodity].rule,
                             instance.dataset->offers[row.dataset_offer]));
  }
}

DeliverySize DeliverySizes::On(std::int32_t offer, std::int32_t requirement) const {
  return asked_.empty() ? DeliverySize{}
                        : ForNeed(asked_[offer], instance_.requirements[requirement].sized_by());
}

}  // namespace pasok::match
