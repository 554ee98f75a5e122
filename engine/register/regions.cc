#include <array>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/region_codes.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum RegionColumn : int { kCode, kName, kLat, kLng, kCircuity };
static_assert(kCode == kRegionCodeColumn && kLat == kRegionLatColumn);
constexpr std::array<Column, 5> kColumns{{{"code", true}, {"name", true}, {"lat"}, {"lng"}, {"circuity"}}};

// A code implies its parent, so that the tree has no cycles by construction; a parent may still be missing.
void LinkParents(Registers& registers) {
  std::vector<Region>& regions = registers.dataset.regions;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i].level == 0) continue;
    const std::string_view parent = ParentCode(regions[i].code);
    regions[i].parent = registers.dataset.FindRegion(parent);
    if (regions[i].parent != kNone || !registers.regions.complete()) continue;
    registers.regions.table->RemarkAt(registers.regions.lines[i], Severity::kError, code::kMissingParent,
                                      kCode, regions[i].code,
                                      "a row for the enclosing region " + std::string(parent),
                                      "add the region " + std::string(parent) + ", or correct this code");
  }
}

}  // namespace

void ReadRegions(std::string_view content, Registers& registers) {
  std::vector<Region>& regions = registers.dataset.regions;
  std::vector<std::int64_t>& lines = registers.regions.lines;
  Table& table = registers.regions.table.emplace("regions.csv", content, kColumns, registers.log);
  while (table.Next()) {
    Region region;
    if (!table.RequiredText(kCode, limits::kIdBytes).empty() && CheckRegionCode(table, kCode)) {
      region.code = table.Text(kCode);
      region.level = static_cast<std::int8_t>(*RegionLevel(region.code));
    }
    if (table.whole()) {
      region.name = table.RequiredText(kName, limits::kNameBytes);
      region.point = table.PointOf(kLat, kLng);
      registers.regions.NotePoint(region.point, kLat, kLng);
      if (const auto circuity = table.Number(kCircuity, limits::kCircuity))
        region.circuity = Milli{*circuity};
    }
    if (region.code.empty()) {
      registers.regions.lacks_a_key = true;
      continue;
    }
    regions.push_back(std::move(region));
    lines.push_back(table.line());
  }

  std::vector<std::int32_t> order = OrderOf(
      regions.size(), [&](std::int32_t a, std::int32_t b) { return regions[a].code < regions[b].code; });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return regions[a].code == regions[b].code; },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateId, kCode, regions[row].code,
                       "each code once", "line " + std::to_string(lines[first]) + " has it already");
      });
  Rearrange(regions, order);
  Rearrange(lines, order);
  LinkParents(registers);
}

}  // namespace pasok
