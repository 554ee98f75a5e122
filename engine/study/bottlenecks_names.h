// Names and figures that the sentences and the tables of bottlenecks share.
#pragma once

#include <string>
#include <vector>

#include "engine/study/bottlenecks.h"
#include "engine/study/days.h"

namespace pasok::study {

inline const CommodityRule& RuleOf(const match::Instance& instance, std::int32_t commodity) {
  return *instance.commodities[commodity].rule;
}

inline const std::string& CodeOf(const match::Instance& instance, std::int32_t commodity) {
  return instance.dataset->commodities[instance.commodities[commodity].dataset_commodity];
}

inline const std::string& DemandPointOf(const match::Instance& instance, std::int32_t r) {
  return instance.dataset->demand_points[instance.requirements[r].demand_point].id;
}

inline const std::string& SupplierOf(const match::Instance& instance, std::int32_t o) {
  return instance.dataset->suppliers[instance.suppliers[instance.offers[o].supplier].dataset_supplier].id;
}

inline const std::string& AggregatorOf(const match::Instance& instance, std::int32_t a) {
  return instance.dataset->suppliers[instance.aggregators[a].dataset_supplier].id;
}

std::int64_t DemandPointsOf(const match::Instance& instance, const Bottleneck& bottleneck);
// Those on which it is short, in order.
std::vector<std::int32_t> DaysOf(const match::Instance& instance, const Bottleneck& bottleneck);

// Contract: ToReport.
std::vector<Table> TablesOf(const BottleneckStudy& study, const match::Solved& solved);

}  // namespace pasok::study
