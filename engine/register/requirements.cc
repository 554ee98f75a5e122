#include <array>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum RequirementColumn : int { kDemandPoint, kCommodity, kNeed, kDate };
constexpr std::array<Column, 4> kColumns{{{"demand_id", true}, {"commodity", true}, {"kg", true}, {"date"}}};

}  // namespace

void ReadRequirements(std::string_view content, Registers& registers, References& references) {
  Table& table = registers.requirements.table.emplace("requirements.csv", content, kColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    Requirement requirement;
    requirement.demand_point = references.DemandPointOf(table, kDemandPoint);
    requirement.commodity = references.CommodityOf(table, kCommodity);
    requirement.need = Grams{table.RequiredNumber(kNeed, limits::kKg)};
    requirement.date = table.DateOf(kDate);
    if (requirement.demand_point == kNone || requirement.commodity == kNone) continue;
    registers.dataset.requirements.push_back(requirement);
    registers.requirements.KeepLine();
  }
}

void SettleRequirements(Registers& registers) {
  std::vector<Requirement>& rows = registers.dataset.requirements;
  std::vector<std::int64_t>& lines = registers.requirements.lines;
  const auto key = [&](std::int32_t row) {
    return std::tuple(rows[row].demand_point, rows[row].commodity, rows[row].date);
  };
  std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  DropRepeats(
      order,
      [&](std::int32_t a, std::int32_t b) {
        return key(a) == key(b) && registers.requirements.KnowsDaysOf(a) &&
               registers.requirements.KnowsDaysOf(b);
      },
      [&](std::int32_t row, std::int32_t first) {
        registers.requirements.table->RemarkAt(
            lines[row], Severity::kError, code::kDuplicateKey, kDemandPoint,
            registers.dataset.demand_points[rows[row].demand_point].id,
            "one row for each demand_id, commodity and date",
            "line " + std::to_string(lines[first]) + " has the same: add the two up or remove one");
      });
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace pasok
