#include "engine/match/question/reliefs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

// Of a commodity on a day; kNone: it has none. They stand behind the day's others, by commodity.
std::int32_t ReliefSpanOf(const Instance& instance, std::int32_t commodity, std::int32_t day) {
  const auto spans =
      std::span(instance.commodities)
          .first(instance.SpanOf(day + 1, 0))
          .subspan(instance.SpanOf(day, static_cast<std::int32_t>(instance.dataset->commodities.size())));
  const auto found = std::ranges::lower_bound(spans, commodity, {}, &CommoditySpan::dataset_commodity);
  if (found == spans.end() || found->dataset_commodity != commodity) return kNone;
  return static_cast<std::int32_t>(&*found - instance.commodities.data());
}

}  // namespace

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
    instance.requirements.push_back(
        {.demand_point = row.demand_point,
         .commodity = ReliefSpanOf(instance, of_need.dataset_commodity, of_need.day),
         .need = 0,
         .penalty = row.penalty,
         .lane_cap = 1});
  }
}

std::int32_t ReliefOf(const Instance& instance, std::int32_t demand_point, std::int32_t commodity,
                      std::int32_t day) {
  const std::int32_t span = ReliefSpanOf(instance, commodity, day);
  return span == kNone ? kNone : RowIn(instance, span, demand_point);
}

std::int32_t NeedOf(const Instance& instance, std::int32_t relief) {
  const RequirementRow& row = instance.requirements[relief];
  const CommoditySpan& span = instance.commodities[row.commodity];
  return RowOf(instance, row.demand_point, span.dataset_commodity, span.day);
}

}  // namespace pasok::match
