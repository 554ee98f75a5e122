#include "engine/match/report/steady.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/match/plan.h"

namespace pasok::match {

std::string_view ToWord(Change change) {
  switch (change) {
    case Change::kAdded:
      return "added";
    case Change::kRemoved:
      return "removed";
    case Change::kMore:
      return "more";
    case Change::kLess:
      return "less";
  }
  return "";
}

ChangeTally TallyChanges(const Instance& instance, const std::vector<Delivered>& previous,
                         const std::vector<Allocation>& allocations) {
  const Dataset& dataset = *instance.dataset;
  const std::vector<std::string>& risky = instance.policy.steady.risky;
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::pair<Grams, Grams>> both;
  std::set<std::pair<std::string, std::string>> known;  // demand point, supplier
  std::set<std::pair<std::string, std::string>> had;    // demand point, commodity
  for (const Delivered& row : previous) {
    both[{row.demand_id, row.commodity, row.supplier_id}].first += row.weight;
    known.emplace(row.demand_id, row.supplier_id);
    had.emplace(row.demand_id, row.commodity);
  }
  ChangeTally tally;
  for (const Allocation& row : allocations) {
    const std::string& demand_id = dataset.demand_points[row.demand_point].id;
    const std::string& supplier_id = dataset.suppliers[row.supplier].id;
    both[{demand_id, dataset.commodities[row.commodity], supplier_id}].second +=
        Grams{row.quanta * instance.policy.quantum.value};
    if (!known.contains({demand_id, supplier_id})) tally.from_new += row.quanta;
  }
  std::set<std::pair<std::string, std::string>> needed;  // likewise: risky, had before, and needed now
  std::set<std::string> compared, changed;
  for (const RequirementRow& row : instance.requirements) {
    const std::string& demand_id = dataset.demand_points[row.demand_point].id;
    const std::string& commodity = dataset.commodities[instance.commodities[row.commodity].dataset_commodity];
    if (row.need == 0 || !std::ranges::binary_search(risky, commodity) ||
        !had.contains({demand_id, commodity}))
      continue;
    needed.emplace(demand_id, commodity);
    compared.insert(demand_id);
  }
  for (const auto& [key, weights] : both) {
    const auto& [demand_id, commodity, supplier_id] = key;
    const auto [before, now] = weights;
    if (before != now)
      tally.changes.push_back({.demand_id = demand_id,
                               .commodity = commodity,
                               .supplier_id = supplier_id,
                               .before = before,
                               .now = now});
    if (now.value > 0 && before.value == 0 && needed.contains({demand_id, commodity}))
      changed.insert(demand_id);
  }
  tally.compared = std::ssize(compared);
  tally.changed.assign(changed.begin(), changed.end());
  return tally;
}

RuleReport ReportChanges(const Policy& policy, const ChangeTally& tally) {
  RuleReport report{.rule = Rule::kSteady,
                    .cases = std::ssize(tally.changed),
                    .broken = tally.from_new,
                    .all = tally.compared};
  report.kept = Int128{report.cases} * 1'000'000 <= Int128{policy.steady.most_changed.value} * report.all;
  if (!tally.changed.empty()) report.example = tally.changed.front();
  return report;
}

}  // namespace pasok::match
