#include <array>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"
#include "engine/register/words.h"

namespace pasok {
namespace {

enum DemandColumn : int { kId, kName, kKind, kRegion, kLat, kLng, kOwnerGroup, kPriority, kFirstGroup };
static_assert(kId == kIdColumn && kName == kDemandNameColumn && kLat == kDemandLatColumn &&
              kOwnerGroup == kDemandOwnerColumn);
constexpr std::array<Column, kFirstGroup + kRecipientGroups> kColumns{{{"demand_id", true},
                                                                       {"name", true},
                                                                       {"kind", true},
                                                                       {"region", true},
                                                                       {"lat"},
                                                                       {"lng"},
                                                                       {"owner_group"},
                                                                       {"priority"},
                                                                       {kRecipientGroupWords[0]},
                                                                       {kRecipientGroupWords[1]},
                                                                       {kRecipientGroupWords[2]},
                                                                       {kRecipientGroupWords[3]},
                                                                       {kRecipientGroupWords[4]},
                                                                       {kRecipientGroupWords[5]},
                                                                       {kRecipientGroupWords[6]}}};

void ReadCells(Table& table, References& references, DemandPoint& point) {
  point.name = table.RequiredText(kName, limits::kNameBytes);
  table.RequiredText(kKind, limits::kIdBytes);
  if (const auto kind = table.WordOf(kKind, kDemandKindWords)) point.kind = static_cast<DemandKind>(*kind);
  point.region = references.RegionOf(table, kRegion);
  point.point = table.PointOf(kLat, kLng);
  point.owner_group = table.OptionalText(kOwnerGroup, limits::kNameBytes);
  if (const auto priority = table.Number(kPriority, limits::kPriority)) {
    point.priority = static_cast<std::int32_t>(*priority);
  }
  for (int group = 0; group < kRecipientGroups; ++group) {
    const auto recipients = table.Number(kFirstGroup + group, limits::kRecipients);
    point.recipients[static_cast<std::size_t>(group)] = static_cast<std::int32_t>(recipients.value_or(0));
  }
}

}  // namespace

void ReadDemandPoints(std::string_view content, Registers& registers, References& references) {
  std::vector<DemandPoint>& points = registers.dataset.demand_points;
  std::vector<std::int64_t>& lines = registers.demand_points.lines;
  Table& table = registers.demand_points.table.emplace("demand_points.csv", content, kColumns, registers.log);
  while (table.Next()) {
    DemandPoint point;
    point.id = table.RequiredId(kId);
    if (table.whole()) ReadCells(table, references, point);
    registers.demand_points.NotePoint(point.point, kLat, kLng);
    if (point.id.empty()) {
      registers.demand_points.lacks_a_key = true;
      continue;
    }
    points.push_back(std::move(point));
    lines.push_back(table.line());
  }

  std::vector<std::int32_t> order =
      OrderOf(points.size(), [&](std::int32_t a, std::int32_t b) { return points[a].id < points[b].id; });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return points[a].id == points[b].id; },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateId, kId, points[row].id,
                       "each demand_id once", "line " + std::to_string(lines[first]) + " has it already");
      });
  Rearrange(points, order);
  Rearrange(lines, order);
}

}  // namespace pasok
