#include "engine/match/question/lost_stock.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/match/plain_numbers.h"

namespace pasok::match {
namespace {

struct Needs {
  std::int32_t first_day = 0;
  std::int64_t on_first = 0, later = 0;  // quanta
};
// By demand point, commodity.
using NeedsOf = std::map<std::pair<std::int32_t, std::int32_t>, Needs>;

NeedsOf FindNeeds(const Instance& instance) {
  NeedsOf needs;
  for (const RequirementRow& row : instance.requirements) {  // by day
    if (row.need == 0) continue;
    const std::int32_t commodity = instance.commodities[row.commodity].dataset_commodity;
    const auto [at, is_first] = needs.try_emplace(
        {row.demand_point, commodity},
        Needs{.first_day = instance.DateOf(row.commodity)->days, .on_first = row.need, .later = 0});
    if (!is_first) at->second.later += row.need;
  }
  return needs;
}

// Whether it would be kept overnight, were it not for its substitutes.
bool IsNotKeptForSubstitutes(const Instance& instance, std::int32_t demand_point, std::int32_t commodity) {
  const Dataset& dataset = *instance.dataset;
  const std::vector<SubstituteRule>& substitutes = instance.policy.substitutes;
  const auto stores = [&](const Storage& row) {
    return row.demand_point == demand_point && (row.commodity == commodity || row.commodity == kNone);
  };
  const CommodityRule* rule = instance.policy.FindCommodity(dataset.commodities[commodity]);
  return instance.policy.storage.on && rule &&
         rule->shelf_life_days.value_or(1) - instance.policy.storage.min_shelf_left_days > 1 &&
         std::ranges::any_of(dataset.storage, stores) &&
         std::ranges::any_of(substitutes, [&](const SubstituteRule& each) {
           return each.commodity == dataset.commodities[commodity];
         });
}

void WarnOfWhatIsNotKept(const Instance& instance, const std::vector<bool>& asked, const NeedsOf& needs,
                         FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> lasting;  // quanta
  for (const Stock& row : dataset.stock) {
    const std::pair key(row.demand_point, row.commodity);
    const auto need = needs.find(key);
    if (!asked[row.demand_point] || need == needs.end() || need->second.later == 0) continue;
    if (!row.use_by || row.use_by->days > need->second.first_day)
      lasting[key] += row.weight.value / instance.policy.quantum.value;
  }
  for (const auto& [key, have] : lasting) {
    const std::int64_t lost = have - needs.at(key).on_first;
    if (lost <= 0 || !IsNotKeptForSubstitutes(instance, key.first, key.second)) continue;
    const std::string& commodity = dataset.commodities[key.second];
    log.Add({.severity = Severity::kWarning,
             .code = "stock_not_kept",
             .file = "stock.csv",
             .field = "kg",
             .value = dataset.demand_points[key.first].id + " " + commodity,
             .expected = "no more than its first day needs, since what has substitutes isn't kept; " +
                         KgText(Int128{lost} * instance.policy.quantum.value) + " kg aren't cooked",
             .fix = "leave " + commodity + " out of `substitutes`, or plan day by day"});
  }
}

}  // namespace

void WarnOfLostStock(const Instance& instance, const std::vector<bool>& asked, FindingLog& log) {
  const Dataset& dataset = *instance.dataset;
  if (!instance.policy.stock || !instance.date || dataset.stock.empty()) return;
  const NeedsOf needs = FindNeeds(instance);
  WarnOfWhatIsNotKept(instance, asked, needs, log);
  const std::int32_t last_day = instance.date->days + instance.asked_days - 1;
  for (const Stock& row : dataset.stock) {
    if (!row.use_by || !asked[row.demand_point] || row.use_by->days > last_day) continue;
    const auto need = needs.find({row.demand_point, row.commodity});
    if (need != needs.end() && need->second.first_day <= row.use_by->days) continue;
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
