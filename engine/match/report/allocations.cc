#include "engine/match/report/allocations.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace pasok::match {
namespace {

// By day, demand point, commodity.
std::vector<std::int32_t> RequirementsInOrder(const Instance& instance) {
  std::vector<std::int32_t> order(instance.requirements.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::int32_t r) {
    const RequirementRow& row = instance.requirements[r];
    return std::tuple(instance.commodities[row.commodity].day, row.demand_point, r);
  });
  return order;
}

// Of the dataset; kNone: the supplier sells by itself.
std::int32_t AggregatorOf(const Instance& instance, const LaneFlow& flow) {
  if (instance.aggregators.empty()) return kNone;
  const std::int32_t row = instance.suppliers[instance.offers[flow.offer].supplier].aggregator;
  return row == kNone ? kNone : instance.aggregators[row].dataset_supplier;
}

}  // namespace

std::vector<Allocation> ToAllocations(const Instance& instance, const Matching& matching,
                                      std::span<const FlowCost> costs) {
  std::vector<Allocation> allocations;
  allocations.reserve(matching.flows.size());
  // The flows of a requirement stand in the order of its rows.
  const FlowsOfRequirements flows(instance, matching.flows);
  for (const std::int32_t r : RequirementsInOrder(instance)) {
    const RequirementRow& requirement = instance.requirements[r];
    const CommoditySpan& commodity = instance.commodities[requirement.commodity];
    const std::optional<Date>& date = instance.days[commodity.day];
    for (std::size_t i = flows.first(r); i < flows.end(r); ++i) {
      const LaneFlow& flow = matching.flows[i];
      const auto& [lane, price, supplier, offer] = costs[i];
      allocations.push_back({.date = date,
                             .demand_point = requirement.demand_point,
                             .commodity = commodity.dataset_commodity,
                             .supplier = supplier,
                             .offer = offer,
                             .quanta = flow.quanta,
                             .price = price,
                             .unit_money = lane.money,
                             .unit_preference = lane.preference,
                             .road = lane.first_leg + lane.road,
                             .tier = lane.tier,
                             .via = AggregatorOf(instance, flow),
                             .first_leg = lane.first_leg});
    }
  }
  return allocations;
}

}  // namespace pasok::match
