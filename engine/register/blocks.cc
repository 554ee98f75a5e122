#include <array>
#include <utility>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum BlockColumn : int { kSupplier, kDemandPoint, kReason };
constexpr std::array<Column, 3> kColumns{{{"supplier_id", true}, {"demand_id", true}, {"reason"}}};

}  // namespace

void ReadBlocks(std::string_view content, Registers& registers, References& references) {
  std::vector<Block>& rows = registers.dataset.blocks;
  std::vector<std::int64_t>& lines = registers.blocks.lines;
  Table& table = registers.blocks.table.emplace("blocks.csv", content, kColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    Block block;
    block.supplier = references.SupplierOf(table, kSupplier);
    block.demand_point = references.DemandPointOf(table, kDemandPoint);
    block.reason = table.OptionalText(kReason, limits::kReasonBytes);
    if (block.supplier == kNone || block.demand_point == kNone) continue;
    rows.push_back(std::move(block));
    lines.push_back(table.line());
  }

  const auto key = [&](std::int32_t row) { return std::pair(rows[row].supplier, rows[row].demand_point); };
  std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return key(a) == key(b); },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateKey, kSupplier,
                       registers.dataset.suppliers[rows[row].supplier].id, "each pair once",
                       "line " + std::to_string(lines[first]) + " blocks the same pair: remove one");
      });
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace pasok
