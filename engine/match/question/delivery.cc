#include "engine/match/question/delivery.h"

#include <algorithm>
#include <numeric>

namespace pasok::match {

bool AsksForWholeDeliveries(const Policy& policy) {
  return policy.deliveries.whole || policy.deliveries.most_suppliers.has_value();
}

DeliverySize SizeOf(const Policy& policy, const CommodityRule& rule, const Offer& offer, std::int64_t need) {
  constexpr std::int64_t kFar = std::int64_t{1} << 61;
  if (!policy.deliveries.whole) return {};
  const std::int64_t quantum = policy.quantum.value;
  const std::int64_t lot = offer.lot ? offer.lot->value : rule.lot ? rule.lot->value : quantum;
  const std::int64_t minimum =
      std::max(offer.min_delivery.value_or(Grams{}).value, rule.min_delivery.value_or(Grams{}).value);
  DeliverySize size;
  size.lot = lot / std::gcd(lot, quantum);
  const std::int64_t least = std::min((minimum + quantum - 1) / quantum, need);
  const std::int64_t lots = std::max<std::int64_t>((least + size.lot - 1) / size.lot, 1);
  size.least = lots > kFar / size.lot ? kFar : lots * size.lot;
  return size;
}

DeliverySize SizeOn(const Instance& instance, std::int32_t offer, std::int32_t requirement) {
  const OfferRow& row = instance.offers[offer];
  return SizeOf(instance.policy, *instance.commodities[row.commodity].rule,
                instance.dataset->offers[row.dataset_offer], instance.requirements[requirement].sized_by());
}

}  // namespace pasok::match
