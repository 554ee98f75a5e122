// Puts the rows of a changed dataset into the order of their keys again, and the references with them.
#include <algorithm>
#include <tuple>

#include "engine/register/row_order.h"
#include "engine/study/scenario/workbench.h"

namespace pasok::study {
namespace {

// Sorts rows by `key_of` and answers where each went.
template <class Row, class Key>
std::vector<std::int32_t> SortRows(std::vector<Row>& rows, Key key_of) {
  const std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key_of(rows[a]) < key_of(rows[b]); });
  std::vector<std::int32_t> rank(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<std::int32_t>(i);
  if (!std::ranges::is_sorted(order)) Rearrange(rows, order);
  return rank;
}

void Follow(std::int32_t& reference, const std::vector<std::int32_t>& rank) {
  if (reference != kNone) reference = rank[reference];
}

}  // namespace

void Workbench::Settle() {
  Dataset& data = dataset_;
  const auto suppliers =
      SortRows(data.suppliers, [](const Supplier& row) { return std::string_view(row.id); });
  const auto points =
      SortRows(data.demand_points, [](const DemandPoint& row) { return std::string_view(row.id); });
  const auto commodities =
      SortRows(data.commodities, [](const std::string& code) { return std::string_view(code); });
  for (Supplier& row : data.suppliers) Follow(row.via, suppliers);
  for (Offer& row : data.offers) Follow(row.supplier, suppliers), Follow(row.commodity, commodities);
  for (Requirement& row : data.requirements) {
    Follow(row.demand_point, points), Follow(row.commodity, commodities);
  }
  for (pasok::Block& row : data.blocks) Follow(row.supplier, suppliers), Follow(row.demand_point, points);
  for (CalendarDay& row : data.calendar) Follow(row.demand_point, points);
  for (Contract& row : data.contracts) {
    Follow(row.supplier, suppliers), Follow(row.demand_point, points), Follow(row.commodity, commodities);
  }
  for (MenuFactor& row : data.menu_factors)
    Follow(row.demand_point, points), Follow(row.commodity, commodities);
  for (Storage& row : data.storage) Follow(row.demand_point, points), Follow(row.commodity, commodities);
  for (Stock& row : data.stock) Follow(row.demand_point, points), Follow(row.commodity, commodities);
  SortRows(data.offers, [](const Offer& row) {
    return std::tuple(row.supplier, row.commodity, row.available_from, row.weekdays);
  });
  SortRows(data.requirements,
           [](const Requirement& row) { return std::tuple(row.demand_point, row.commodity, row.date); });
  SortRows(data.distances,
           [](const RegionDistance& row) { return std::pair(row.from_region, row.to_region); });
  SortRows(data.blocks, [](const pasok::Block& row) { return std::pair(row.supplier, row.demand_point); });
  SortRows(data.calendar,
           [](const CalendarDay& row) { return std::tuple(row.date, row.demand_point, row.region); });
  SortRows(data.contracts, [](const Contract& row) {
    return std::tuple(row.supplier, row.demand_point, row.commodity, row.from);
  });
  SortRows(data.storage, [](const Storage& row) { return std::pair(row.demand_point, row.commodity); });
  SortRows(data.stock,
           [](const Stock& row) { return std::tuple(row.demand_point, row.commodity, row.use_by); });
  SortRows(data.menu_factors,
           [](const MenuFactor& row) { return std::pair(row.demand_point, row.commodity); });
}

}  // namespace pasok::study
