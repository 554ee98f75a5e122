#include "engine/match/recheck/at_hand.h"

#include <algorithm>

#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {

std::vector<AtHand> ReadAtHand(const std::vector<Row>& rows, FindingLog& log) {
  enum Column : int { kDemandId, kCommodity, kKg, kUseBy };
  std::vector<AtHand> at_hand;
  for (const Row& row : rows) {
    const Cells cells(kAtHandFile, kAtHandHeader, row, log);
    const std::optional<std::int64_t> grams = cells.Quanta(kKg, Grams{1});
    const std::optional<Date> use_by = ParseDate(cells.Text(kUseBy));
    if (!use_by && !cells.Text(kUseBy).empty()) cells.Fault(kUseBy, "bad_value", "an ISO date, or nothing");
    if (!grams) continue;
    at_hand.push_back({.demand_id = std::string(cells.Text(kDemandId)),
                       .commodity = std::string(cells.Text(kCommodity)),
                       .weight = {*grams},
                       .use_by = use_by});
  }
  return at_hand;
}

std::vector<Stock> StockRows(const Dataset& dataset, const Policy& policy,
                             const std::vector<AtHand>& at_hand) {
  std::vector<Stock> rows;
  if (policy.stock) rows = dataset.stock;
  for (const AtHand& row : at_hand) {
    const std::int32_t demand_point = dataset.FindDemandPoint(row.demand_id);
    const std::int32_t commodity = dataset.FindCommodity(row.commodity);
    if (demand_point != kNone && commodity != kNone)
      rows.push_back(
          {.demand_point = demand_point, .commodity = commodity, .weight = row.weight, .use_by = row.use_by});
  }
  std::ranges::stable_sort(rows, {}, &Stock::demand_point);
  return rows;
}

}  // namespace pasok::match::recheck
