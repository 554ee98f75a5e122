#include "engine/match/beyond/whole_lanes.h"

#include <algorithm>

namespace pasok::match::beyond {

WholeLanes WholeLanesOf(const Instance& instance, const Market& market, std::span<const std::int64_t> unit) {
  WholeLanes lanes;
  if (const auto& most = instance.policy.deliveries.most_suppliers) lanes.most_suppliers = *most;
  for (std::size_t i = 0; i < market.lanes.size(); ++i) {
    const ListedLane& lane = market.lanes[i];
    const OfferRow& offer = instance.offers[lane.offer];
    const SupplierRow& supplier = instance.suppliers[offer.supplier];
    std::int64_t most = std::min({instance.LaneCap(lane.offer, lane.requirement), offer.capacity,
                                  supplier.capacity, instance.requirements[lane.requirement].most_in()});
    if (supplier.aggregator != kNone)
      most = std::min(most, instance.aggregators[supplier.aggregator].capacity);
    const std::int64_t reserved = instance.Reserved(lane.offer, lane.requirement);
    const DeliverySize size = reserved > 0 ? DeliverySize{} : SizeOn(instance, lane.offer, lane.requirement);
    most = most / size.lot * size.lot;
    lanes.size.push_back(size);
    lanes.reserved.push_back(reserved);
    lanes.most.push_back(most < size.least ? 0 : most);
    lanes.unit.push_back((unit.empty() ? lane.cost.unit() : unit[i]) +
                         (market.surcharge.empty() ? 0 : market.surcharge[i]));
  }
  return lanes;
}

std::size_t SellerOf(const Instance& instance, const Market& market, std::int32_t lane) {
  const std::int32_t offer = market.lanes[lane].offer, supplier = instance.offers[offer].supplier;
  const bool is_limited = instance.suppliers[supplier].capacity != SupplierRow::kUnlimited;
  return is_limited ? supplier : instance.suppliers.size() + offer;
}

Spare SpareBeside(const Instance& instance, const Market& market, std::span<const std::int64_t> quanta) {
  Spare spare(instance);
  for (std::size_t i = 0; i < quanta.size(); ++i) spare.Take(market.lanes[i].offer, quanta[i]);
  return spare;
}

std::vector<std::int64_t> ToDeliver(const Instance& instance, const MarketAnswer& answer) {
  std::vector<std::int64_t> quanta;
  for (const RequirementRow& row : instance.requirements) quanta.push_back(row.need);
  for (std::size_t i = 0; i < answer.transfers.size(); ++i) {
    const Transfer& transfer = instance.transfers[i];
    quanta[transfer.to] -= answer.transfers[i];
    if (transfer.from != kNone) quanta[transfer.from] += answer.transfers[i];
  }
  return quanta;
}

}  // namespace pasok::match::beyond
