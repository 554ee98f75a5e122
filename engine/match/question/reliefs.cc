#include "engine/match/question/reliefs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/match/question/transfers.h"

namespace pasok::match {

std::vector<std::int32_t> RelievedCommodities(const Dataset& dataset, const Policy& policy,
                                              std::span<const AheadKeys> ahead) {
  if (policy.substitutes.empty()) return {};
  std::set<std::int32_t> relieved;
  for (const AheadKeys& keys : ahead) {
    for (const auto& [demand_point, commodity] : keys) {
      if (policy.FindSubstitutes(dataset.commodities[commodity]) != nullptr) relieved.insert(commodity);
    }
  }
  return {relieved.begin(), relieved.end()};
}

void AddReliefs(std::int32_t first_row, const AheadKeys& keeps, Instance& instance) {
  const auto end = static_cast<std::int32_t>(instance.requirements.size());
  for (std::int32_t r = first_row; r < end; ++r) {
    const RequirementRow row = instance.requirements[r];
    const CommoditySpan& of_need = instance.commodities[row.commodity];
    if (row.need == 0 ||
        !std::ranges::binary_search(keeps, std::pair(row.demand_point, of_need.dataset_commodity)))
      continue;
    const auto first = instance.commodities.begin() + instance.SpanOf(of_need.day, 0);
    const auto span = std::find_if(first, instance.commodities.end(), [&](const CommoditySpan& each) {
      return each.is_relief && each.dataset_commodity == of_need.dataset_commodity;
    });
    instance.requirements.push_back(
        {.demand_point = row.demand_point,
         .commodity = static_cast<std::int32_t>(span - instance.commodities.begin()),
         .need = 0,
         .penalty = row.penalty,
         .lane_cap = 1});
  }
}

std::int32_t ReliefOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                      std::int32_t day) {
  const std::int32_t end = instance.SpanOf(day + 1, 0);
  for (std::int32_t k = end; k-- > instance.SpanOf(day, 0) && instance.commodities[k].is_relief;) {
    if (instance.commodities[k].dataset_commodity == commodity) return RowIn(instance, k, demand_point);
  }
  return kNone;
}

std::int32_t NeedOf(const Instance& instance, std::int32_t relief) {
  const RequirementRow& row = instance.requirements[relief];
  const CommoditySpan& span = instance.commodities[row.commodity];
  return RowOf(instance, row.demand_point, span.dataset_commodity, span.day);
}

}  // namespace pasok::match
