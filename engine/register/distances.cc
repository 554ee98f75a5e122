#include <array>
#include <tuple>
#include <utility>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum DistanceColumn : int { kFrom, kTo, kRoad, kMinutes };
constexpr std::array<Column, 4> kColumns{
    {{"from_region", true}, {"to_region", true}, {"km", true}, {"minutes"}}};

}  // namespace

void ReadDistances(std::string_view content, Registers& registers, References& references) {
  std::vector<RegionDistance>& rows = registers.dataset.distances;
  std::vector<std::int64_t>& lines = registers.distances.lines;
  Table& table = registers.distances.table.emplace("distances.csv", content, kColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    RegionDistance row;
    row.from_region = references.RegionOf(table, kFrom);
    row.to_region = references.RegionOf(table, kTo);
    row.road = Metres{table.RequiredNumber(kRoad, limits::kKm)};
    if (const auto minutes = table.Number(kMinutes, limits::kMinutes))
      row.minutes = static_cast<std::int32_t>(*minutes);
    if (row.from_region == kNone || row.to_region == kNone) continue;
    // A row holds both ways, so one spelling stands for both.
    if (row.from_region > row.to_region) std::swap(row.from_region, row.to_region);
    rows.push_back(row);
    lines.push_back(table.line());
  }

  const auto key = [&](std::int32_t row) { return std::pair(rows[row].from_region, rows[row].to_region); };
  std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return key(a) == key(b); },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateKey, kFrom,
                       registers.dataset.regions[rows[row].from_region].code,
                       "each pair of regions once, since a row holds both ways",
                       "line " + std::to_string(lines[first]) + " has the same pair: remove one");
      });
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace pasok
