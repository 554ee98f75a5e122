// The registers while they are being read: rows, the lines they came from, and the tables that know the
// columns' places.
//
// Order: regions, suppliers, demand points, then what refers to them; then what needs all rows at once. The
// offers, the other long file, are read beside the suppliers, by another thread, and refer to them later.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding_log.h"
#include "engine/register/policy.h"
#include "engine/register/table.h"

namespace pasok {

class References;

// The rows of one file beside the dataset's: `lines[i]` is where row i begins.
struct Register {
  std::optional<Table> table;  // nullopt: the file isn't there
  std::vector<std::int64_t> lines;
  std::vector<std::int64_t> lines_of_unknown_days;   // ascending: a date or weekday there can't be read
  std::vector<std::int64_t> lines_of_faulty_points;  // likewise
  bool lacks_a_key = false;                          // of a row whose id or code can't be read

  // Of the table's row at hand. Once all its cells are read.
  void KeepLine() {
    lines.push_back(table->line());
    if (!table->days_sound()) lines_of_unknown_days.push_back(table->line());
  }
  // Whether row i may be held against others by its days. A fault of its own must not bring on another that
  // tells its reader to remove it.
  bool KnowsDaysOf(std::int32_t i) const {
    return lines_of_unknown_days.empty() ||
           !std::ranges::binary_search(lines_of_unknown_days, lines[static_cast<std::size_t>(i)]);
  }

  // Likewise by the point of a row that has none: one that can't be read isn't missing.
  bool KnowsPointOf(std::int32_t i) const {
    return lines_of_faulty_points.empty() ||
           !std::ranges::binary_search(lines_of_faulty_points, lines[static_cast<std::size_t>(i)]);
  }
  void NotePoint(const std::optional<Point>& read, int lat, int lng) {
    if (!read && (table->Given(lat) || table->Given(lng))) lines_of_faulty_points.push_back(table->line());
  }

  // Whether every key of the file was seen, so that a reference to another one is surely wrong.
  bool complete() const { return table && table->complete() && !lacks_a_key; }
};

struct Registers {
  Dataset dataset;
  FindingLog& log;
  FindingLog& offers_log;  // of the offers' table, until they are settled
  Register regions, suppliers, demand_points, offers, requirements, distances, blocks, calendar, contracts,
      storage, stock;
};

// Each opens `registers.<its own>`.table over `content`, which outlives `registers`, and reads all its rows;
// the rows of regions, suppliers and demand points come out in canonical order and without duplicates.
void ReadRegions(std::string_view content, Registers& registers);
void ReadSuppliers(std::string_view content, Registers& registers, References& references);
void ReadDemandPoints(std::string_view content, Registers& registers, References& references);
void ReadRequirements(std::string_view content, Registers& registers, References& references);
void ReadDistances(std::string_view content, Registers& registers, References& references);
void ReadBlocks(std::string_view content, Registers& registers, References& references);
void ReadCalendar(std::string_view content, Registers& registers, References& references);
void ReadContracts(std::string_view content, Registers& registers, References& references);
void ReadStorage(std::string_view content, Registers& registers, References& references);
void ReadStock(std::string_view content, Registers& registers, References& references);

// The offers' rows, whose suppliers are their ids yet: `supplier_ids[i]` is of offer i. Touches nothing but
// the offers and what `references` knows of commodities, so that suppliers and demand points can be read
// meanwhile. Then, with the suppliers there, the rows that name one.
struct UnlinkedOffers {
  std::vector<std::string> supplier_ids;
};
UnlinkedOffers ReadOffers(std::string_view content, Registers& registers, References& references);
void LinkOffers(const UnlinkedOffers& unlinked, Registers& registers, References& references);

// Once the commodities have their final indices: canonical order, duplicates, overlapping windows.
void SettleOffers(Registers& registers);
void SettleRequirements(Registers& registers);
void SettleContracts(Registers& registers);
void SettleStorage(Registers& registers);
void SettleStock(Registers& registers);

// Prices below a fifth of the median of their commodity, or above five times of it, and capacities above a
// hundred times that of their commodity and that of such suppliers', where 20 offers or more say what is
// usual. Once the offers are settled. O(offers).
void WarnOfUnusualFigures(const Registers& registers);

// Names that look the same within one region, and ids that do anywhere: the rows, each with the one before
// it. O(n log n) whatever the names are. Then the remarks.
struct SimilarName {
  std::int32_t row = kNone;
  std::int32_t like = kNone;
  bool by_id = false;
};
std::vector<SimilarName> FindSimilarNames(const std::vector<Supplier>& rows,
                                          const std::vector<std::int64_t>& lines);
std::vector<SimilarName> FindSimilarNames(const std::vector<DemandPoint>& rows,
                                          const std::vector<std::int64_t>& lines);
void WarnOfSimilarNames(const std::vector<Supplier>& rows, const Register& source,
                        const std::vector<SimilarName>& similar);
void WarnOfSimilarNames(const std::vector<DemandPoint>& rows, const Register& source,
                        const std::vector<SimilarName>& similar);

// Spellings of one owner that keep its suppliers and demand points apart.
void WarnOfOwnersThatLookAlike(const Registers& registers);

// What a policy and the registers say past each other: of any policy; of one that was named for this dataset,
// or is its own, where `file` is its name; and of its own only.
void WarnOfLicencesThatLookAlike(const Registers& registers, const Policy& policy);
void WarnOfPolicy(const Registers& registers, const Policy& policy, std::string_view file = {});
void WarnOfCeilingsWithoutRegion(const Registers& registers, const Policy& policy);

// Points against their regions, and how many are inherited.
struct InheritedPoints {
  std::int64_t suppliers = 0;
  std::int64_t demand_points = 0;
};
InheritedPoints CheckPlaces(Registers& registers);

// The columns that later checks name, by the tables' own indices.
inline constexpr int kRegionCodeColumn = 0, kRegionLatColumn = 2;
inline constexpr int kIdColumn = 0;
inline constexpr int kSupplierNameColumn = 1, kSupplierLatColumn = 4, kSupplierOwnerColumn = 7;
inline constexpr int kOfferCapacityColumn = 2, kOfferPriceColumn = 3;
inline constexpr int kDemandNameColumn = 1, kDemandLatColumn = 4, kDemandOwnerColumn = 6;

}  // namespace pasok
