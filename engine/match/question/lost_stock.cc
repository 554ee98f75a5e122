#include "engine/match/question/lost_stock.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/match/plain_numbers.h"

namespace pasok::match {

void WarnOfLostStock(const Instance& instance, const std::vector<bool>& asked, FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  if (!instance.policy.stock || !instance.date || dataset.stock.empty()) return;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> first_need;  // day by demand point, commodity
  for (const RequirementRow& row : instance.requirements) {
    if (row.need == 0) continue;
    const std::int32_t commodity = instance.commodities[row.commodity].dataset_commodity;
    const std::int32_t day = instance.DateOf(row.commodity)->days;
    const auto [at, is_first] = first_need.emplace(std::pair(row.demand_point, commodity), day);
    if (!is_first) at->second = std::min(at->second, day);
  }
  const std::int32_t last_day = instance.date->days + instance.asked_days - 1;
  for (const Stock& row : dataset.stock) {
    if (!row.use_by || !asked[row.demand_point] || row.use_by->days > last_day) continue;
    const auto need = first_need.find({row.demand_point, row.commodity});
    if (need != first_need.end() && need->second <= row.use_by->days) continue;
    const bool is_past = row.use_by->days < instance.date->days;
    log.Add({.severity = Severity::kWarning,
             .code = is_past ? "stock_past_use_by" : "stock_not_needed_in_time",
             .file = "stock.csv",
             .field = "use_by",
             .value = dataset.demand_points[row.demand_point].id + " " + dataset.commodities[row.commodity] +
                      " " + ToIso(*row.use_by),
             .expected = (is_past ? "a day from " + ToIso(*instance.date) + " on"
                                  : "a day on which the demand point needs some of it") +
                         "; its " + KgText(row.weight.value) + " kg aren't cooked"});
  }
}

}  // namespace pasok::match
