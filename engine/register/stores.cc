// What demand points can keep (storage.csv) and what they have (stock.csv).
#include <array>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum StoreColumn : int { kDemandPoint, kCommodity, kWeight, kUseBy };
constexpr std::array<Column, 3> kStorageColumns{{{"demand_id", true}, {"commodity"}, {"kg", true}}};
constexpr std::array<Column, 4> kStockColumns{
    {{"demand_id", true}, {"commodity", true}, {"kg", true}, {"use_by"}}};

// Canonical order, each key once.
template <class Row, class Key>
void SettleByKey(Registers& registers, const Register& source, std::vector<Row>& rows,
                 std::vector<std::int64_t>& lines, std::string_view expected, Key key_of) {
  const auto key = [&](std::int32_t row) { return key_of(rows[row]); };
  std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  DropRepeats(
      order,
      [&](std::int32_t a, std::int32_t b) {
        return key(a) == key(b) && source.KnowsDaysOf(a) && source.KnowsDaysOf(b);
      },
      [&](std::int32_t row, std::int32_t first) {
        source.table->RemarkAt(
            lines[row], Severity::kError, code::kDuplicateKey, kDemandPoint,
            registers.dataset.demand_points[rows[row].demand_point].id, expected,
            "line " + std::to_string(lines[first]) + " has the same: add the two up or remove one");
      });
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace

void ReadStorage(std::string_view content, Registers& registers, References& references) {
  Table& table = registers.storage.table.emplace("storage.csv", content, kStorageColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    Storage row;
    row.demand_point = references.DemandPointOf(table, kDemandPoint);
    if (table.Given(kCommodity)) row.commodity = references.CommodityOf(table, kCommodity);
    row.capacity = Grams{table.RequiredNumber(kWeight, limits::kKg)};
    if (row.demand_point == kNone || (row.commodity == kNone && table.Given(kCommodity))) continue;
    registers.dataset.storage.push_back(row);
    registers.storage.lines.push_back(table.line());
  }
}

void ReadStock(std::string_view content, Registers& registers, References& references) {
  Table& table = registers.stock.table.emplace("stock.csv", content, kStockColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    Stock row;
    row.demand_point = references.DemandPointOf(table, kDemandPoint);
    row.commodity = references.CommodityOf(table, kCommodity);
    row.weight = Grams{table.RequiredNumber(kWeight, limits::kKg)};
    row.use_by = table.DateOf(kUseBy);
    if (row.demand_point == kNone || row.commodity == kNone) continue;
    registers.dataset.stock.push_back(row);
    registers.stock.KeepLine();
  }
}

void SettleStorage(Registers& registers) {
  SettleByKey(registers, registers.storage, registers.dataset.storage, registers.storage.lines,
              "one row for each demand_id and commodity",
              [](const Storage& row) { return std::pair(row.demand_point, row.commodity); });
}

void SettleStock(Registers& registers) {
  SettleByKey(registers, registers.stock, registers.dataset.stock, registers.stock.lines,
              "one row for each demand_id, commodity and use_by",
              [](const Stock& row) { return std::tuple(row.demand_point, row.commodity, row.use_by); });
}

}  // namespace pasok
