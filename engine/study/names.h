// The names of one instance's rows, as the sentences and tables of studies use them.
#pragma once

#include <cstdint>
#include <string>

#include "engine/match/question/instance.h"

namespace pasok::study {

inline const CommodityRule& RuleOf(const match::Instance& instance, std::int32_t commodity) {
  return *instance.commodities[commodity].rule;
}

inline const std::string& CodeOf(const match::Instance& instance, std::int32_t commodity) {
  return instance.dataset->commodities[instance.commodities[commodity].dataset_commodity];
}

// Of a requirement.
inline const std::string& DemandPointOf(const match::Instance& instance, std::int32_t r) {
  return instance.dataset->demand_points[instance.requirements[r].demand_point].id;
}

inline const std::string& SupplierOf(const match::Instance& instance, std::int32_t s) {
  return instance.dataset->suppliers[instance.suppliers[s].dataset_supplier].id;
}

// Of an offer.
inline const std::string& SellerOf(const match::Instance& instance, std::int32_t o) {
  return SupplierOf(instance, instance.offers[o].supplier);
}

inline const std::string& AggregatorOf(const match::Instance& instance, std::int32_t a) {
  return instance.dataset->suppliers[instance.aggregators[a].dataset_supplier].id;
}

}  // namespace pasok::study
