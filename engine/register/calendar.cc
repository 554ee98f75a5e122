#include <array>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"
#include "engine/register/words.h"

namespace pasok {
namespace {

enum CalendarColumn : int { kDate, kDemandPoint, kRegion, kServes, kFactor };
constexpr std::array<Column, 5> kColumns{
    {{"date", true}, {"demand_id"}, {"region"}, {"serves"}, {"portions_factor"}}};

// Whose day the row speaks of; both kNone: everybody's. false: it says two places, or none that is known.
bool ReadPlace(Table& table, References& references, CalendarDay& day) {
  const bool of_one = table.Given(kDemandPoint), of_region = table.Given(kRegion);
  if (of_one && of_region) {
    table.Error(code::kTwoPlaces, kRegion, "a demand_id or a region, not both",
                "leave one of the two empty; a demand point's own row goes before its region's");
  }
  if (of_one) day.demand_point = references.DemandPointOf(table, kDemandPoint);
  if (of_region) day.region = references.RegionOf(table, kRegion);
  return of_one == (day.demand_point != kNone) && of_region == (day.region != kNone);
}

}  // namespace

void ReadCalendar(std::string_view content, Registers& registers, References& references) {
  std::vector<CalendarDay>& rows = registers.dataset.calendar;
  std::vector<std::int64_t>& lines = registers.calendar.lines;
  Table& table = registers.calendar.table.emplace("calendar.csv", content, kColumns, registers.log);
  while (table.Next()) {
    if (!table.whole()) continue;
    CalendarDay day;
    table.RequiredText(kDate, limits::kIdBytes);
    const std::optional<Date> date = table.DateOf(kDate);
    const bool has_place = ReadPlace(table, references, day);
    if (const auto serves = table.WordOf(kServes, kServesWords)) day.serves = *serves == 0;
    if (const auto factor = table.Number(kFactor, limits::kPortionsFactor)) {
      day.portions_factor = Milli{*factor};
      if (!day.serves) {
        table.Warning(code::kFactorWithoutService, kFactor, "no factor on a day without service",
                      "nothing is served that day: say yes, or leave the factor empty");
      }
    }
    if (!date || !has_place) continue;
    day.date = *date;
    rows.push_back(day);
    lines.push_back(table.line());
  }

  const auto key = [&](std::int32_t row) {
    return std::tuple(rows[row].date, rows[row].demand_point, rows[row].region);
  };
  std::vector<std::int32_t> order =
      OrderOf(rows.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  DropRepeats(
      order, [&](std::int32_t a, std::int32_t b) { return key(a) == key(b); },
      [&](std::int32_t row, std::int32_t first) {
        table.RemarkAt(lines[row], Severity::kError, code::kDuplicateKey, kDate, ToIso(rows[row].date),
                       "one row for each date and demand_id or region",
                       "line " + std::to_string(lines[first]) + " speaks of the same day: remove one");
      });
  Rearrange(rows, order);
  Rearrange(lines, order);
}

}  // namespace pasok
