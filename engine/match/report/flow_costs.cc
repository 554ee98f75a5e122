#include "engine/match/report/flow_costs.h"

#include <numeric>

namespace pasok::match {
namespace {

// Those of one offer in the flows' order.
std::vector<std::int32_t> FlowsByOffer(const Instance& instance, std::span<const LaneFlow> flows) {
  std::vector<std::int32_t> next(instance.offers.size() + 1);
  for (const LaneFlow& flow : flows) ++next[flow.offer + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::int32_t> order(flows.size());
  for (std::size_t i = 0; i < flows.size(); ++i) order[next[flows[i].offer]++] = static_cast<std::int32_t>(i);
  return order;
}

}  // namespace

std::vector<FlowCost> CostsOf(const Instance& instance, const LaneRule& lanes,
                              std::span<const LaneFlow> flows) {
  // There are more offers, suppliers and places than a cache holds. By offer, the first two are gone through
  // upwards; and each row is asked for some flows before its turn.
  constexpr std::size_t kOffersAhead = 32, kPlacesAhead = 16;
  const std::vector<std::int32_t> order = FlowsByOffer(instance, flows);
  std::vector<FlowCost> costs(flows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + kOffersAhead < order.size()) {
      const OfferRow& offer = instance.offers[flows[order[i + kOffersAhead]].offer];
      __builtin_prefetch(&offer);
      __builtin_prefetch(&offer.fee_sen_per_kg);
    }
    if (i + kPlacesAhead < order.size()) {
      const OfferRow& offer = instance.offers[flows[order[i + kPlacesAhead]].offer];
      __builtin_prefetch(&instance.suppliers[offer.supplier]);
      __builtin_prefetch(&instance.places[offer.place]);
    }
    const LaneFlow& flow = flows[order[i]];
    const OfferRow& offer = instance.offers[flow.offer];
    costs[order[i]] = {.lane = lanes.Cost(flow.offer, flow.requirement),
                       .price = {offer.price_sen_per_kg},
                       .supplier = instance.suppliers[offer.supplier].dataset_supplier,
                       .offer = offer.dataset_offer};
  }
  return costs;
}

FlowsOfRequirements::FlowsOfRequirements(const Instance& instance, std::span<const LaneFlow> flows) {
  first_.reserve(instance.requirements.size() + 1);
  std::size_t first = 0;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    first_.push_back(first);
    while (first < flows.size() && flows[first].requirement == r) ++first;
  }
  first_.push_back(first);
}

}  // namespace pasok::match
