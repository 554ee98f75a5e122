#include <array>

#include "engine/match/files/plan_figures.h"
#include "engine/match/files/plan_files.h"
#include "engine/register/codes.h"
#include "engine/register/table.h"

namespace pasok::match {
namespace {

// Columns of the six tables, in the order of their enumerations.
enum AllocationColumn : int { kDate, kDemandId, kCommodity, kSupplierId, kKg };
constexpr std::array<Column, 14> kAllocationColumns{{{.name = "date"},
                                                     {.name = "demand_id", .required = true},
                                                     {.name = "commodity", .required = true},
                                                     {.name = "supplier_id", .required = true},
                                                     {.name = "kg", .required = true},
                                                     {.name = "price_idr_per_kg"},
                                                     {.name = "haul_idr_per_kg"},
                                                     {.name = "surcharge_idr_per_kg"},
                                                     {.name = "km"},
                                                     {.name = "tier"},
                                                     {.name = "money_idr"},
                                                     {.name = "preference_idr"},
                                                     {.name = "via"},
                                                     {.name = "leg1_km"}}};

enum PriceColumn : int { kPriceDate, kNode, kPriceSupplierId, kPriceDemandId, kPriceCommodity, kPrice };
constexpr std::array<Column, 6> kPriceColumns{{{.name = "date"},
                                               {.name = "node", .required = true},
                                               {.name = "supplier_id", .required = true},
                                               {.name = "demand_id", .required = true},
                                               {.name = "commodity", .required = true},
                                               {.name = "idr_per_kg", .required = true}}};
constexpr std::array<std::string_view, 5> kNodeWords{"supplier", "offer", "requirement", "aggregator",
                                                     "relief"};

enum TakenColumn : int { kTakenSupplierId, kTakenCommodity, kTakenKg, kTakenDate };
constexpr std::array<Column, 4> kTakenColumns{{{.name = "supplier_id", .required = true},
                                               {.name = "commodity", .required = true},
                                               {.name = "kg", .required = true},
                                               {.name = "date"}}};

enum PreviousColumn : int { kPreviousDemandId, kPreviousCommodity, kPreviousSupplierId, kPreviousKg };
constexpr std::array<Column, 4> kPreviousColumns{{{.name = "demand_id", .required = true},
                                                  {.name = "commodity", .required = true},
                                                  {.name = "supplier_id", .required = true},
                                                  {.name = "kg", .required = true}}};

enum AtHandColumn : int { kAtHandDemandId, kAtHandCommodity, kAtHandKg, kAtHandUseBy };
constexpr std::array<Column, 4> kAtHandColumns{{{.name = "demand_id", .required = true},
                                                {.name = "commodity", .required = true},
                                                {.name = "kg", .required = true},
                                                {.name = "use_by"}}};

enum CarriedColumn : int {
  kFromDate,
  kCarriedDemandId,
  kCarriedCommodity,
  kCarriedKg,
  kWay,
  kToDate,
  kToCommodity,
  kCost,
  kToKg
};
constexpr std::array<Column, 9> kCarriedColumns{{{.name = "date"},
                                                 {.name = "demand_id", .required = true},
                                                 {.name = "commodity", .required = true},
                                                 {.name = "kg", .required = true},
                                                 {.name = "way", .required = true},
                                                 {.name = "to_date"},
                                                 {.name = "to_commodity"},
                                                 {.name = "cost_idr"},
                                                 {.name = "to_kg"}}};
constexpr std::array<std::string_view, 3> kWayWords{"stock", "storage", "substitute"};

// What others took may be more than one cell of a register may hold.
constexpr NumberRule kTakenWeight{3, 0, INT64_MAX / 1000, "kg", false};

// The row that a cell of prices.csv names, which must be there.
std::int32_t Known(Table& table, int column, std::int32_t found, std::string_view code) {
  if (found == kNone && table.Given(column)) table.Error(code, column, "an id of the plan's dataset");
  if (!table.Given(column)) table.Error(code::kMissingValue, column, "a value in a row of this node");
  return found;
}

std::optional<NodePrice> ReadPrice(Table& table, const Dataset& dataset, Grams quantum) {
  const std::optional<std::size_t> word = table.WordOf(kNode, kNodeWords);
  if (!word) return std::nullopt;
  NodePrice row{.node = static_cast<NodePrice::Node>(*word), .date = table.DateOf(kPriceDate)};
  bool fine = true;
  const auto take = [&](std::int32_t& into, int column, std::int32_t found, std::string_view code) {
    into = Known(table, column, found, code);
    fine = fine && into != kNone;
  };
  const bool is_of_need = row.node == NodePrice::Node::kRequirement || row.node == NodePrice::Node::kRelief;
  if (!is_of_need) {
    take(row.supplier, kPriceSupplierId, dataset.FindSupplier(table.Text(kPriceSupplierId)),
         code::kUnknownSupplier);
  }
  if (row.node == NodePrice::Node::kOffer || is_of_need) {
    take(row.commodity, kPriceCommodity, dataset.FindCommodity(table.Text(kPriceCommodity)),
         code::kUnknownCommodity);
  }
  if (is_of_need) {
    take(row.demand_point, kPriceDemandId, dataset.FindDemandPoint(table.Text(kPriceDemandId)),
         code::kUnknownDemandPoint);
  }
  const std::optional<std::int64_t> price = ReadPricePerKg(table.Text(kPrice), quantum);
  if (!price) table.Error(code::kBadNumber, kPrice, "a price in rupiah per kg with a decimal point");
  if (!fine || !price) return std::nullopt;
  row.price = *price;
  return row;
}

// What `read` makes of each row; rows that have an error are left out.
template <class Read>
auto SoundRows(Table& table, const FindingLog& log, const Read& read) {
  std::vector<decltype(read())> rows;
  while (table.Next()) {
    const std::int64_t faults = log.errors();
    auto row = read();
    if (log.errors() == faults && table.whole()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<AllocationLine> ReadAllocations(std::string_view file, std::string_view content, Writer writer,
                                            const Dataset& dataset, FindingLog& log) {
  NumberRule kg = limits::kKg;
  kg.grouped_by_habit = writer == Writer::kHand;
  Table table(file, content, kAllocationColumns, log);
  std::vector<AllocationLine> rows;
  while (table.Next()) {
    const std::int64_t faults = log.errors();
    AllocationLine row{.line = table.line(), .date = table.DateOf(kDate)};
    const std::string_view demand = table.RequiredText(kDemandId, limits::kIdBytes);
    const std::string_view commodity = table.RequiredText(kCommodity, limits::kIdBytes);
    const std::string_view supplier = table.RequiredText(kSupplierId, limits::kIdBytes);
    row.weight = {table.RequiredNumber(kKg, kg)};
    if (log.errors() > faults || !table.whole() || !table.complete()) continue;
    row.demand_point = dataset.FindDemandPoint(demand);
    row.commodity = dataset.FindCommodity(commodity);
    row.supplier = dataset.FindSupplier(supplier);
    if (row.demand_point == kNone) row.demand_id = demand;
    if (row.commodity == kNone) row.commodity_code = commodity;
    if (row.supplier == kNone) row.supplier_id = supplier;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<NodePrice> ReadPrices(std::string_view file, std::string_view content, const Dataset& dataset,
                                  Grams quantum, FindingLog& log) {
  Table table(file, content, kPriceColumns, log);
  std::vector<NodePrice> rows;
  while (table.Next()) {
    if (!table.whole() || !table.complete()) continue;
    if (const std::optional<NodePrice> row = ReadPrice(table, dataset, quantum)) rows.push_back(*row);
  }
  return rows;
}

std::vector<Taken> ReadTaken(std::string_view file, std::string_view content, FindingLog& log) {
  Table table(file, content, kTakenColumns, log);
  return SoundRows(table, log, [&] {
    return Taken{.supplier_id = std::string(table.RequiredText(kTakenSupplierId, limits::kIdBytes)),
                 .commodity = std::string(table.RequiredText(kTakenCommodity, limits::kIdBytes)),
                 .weight = {table.RequiredNumber(kTakenKg, kTakenWeight)},
                 .date = table.DateOf(kTakenDate)};
  });
}

std::vector<Delivered> ReadPrevious(std::string_view file, std::string_view content, FindingLog& log) {
  Table table(file, content, kPreviousColumns, log);
  return SoundRows(table, log, [&] {
    return Delivered{.demand_id = std::string(table.RequiredText(kPreviousDemandId, limits::kIdBytes)),
                     .commodity = std::string(table.RequiredText(kPreviousCommodity, limits::kIdBytes)),
                     .supplier_id = std::string(table.RequiredText(kPreviousSupplierId, limits::kIdBytes)),
                     .weight = {table.RequiredNumber(kPreviousKg, kTakenWeight)}};
  });
}

std::vector<AtHand> ReadAtHand(std::string_view file, std::string_view content, FindingLog& log) {
  Table table(file, content, kAtHandColumns, log);
  return SoundRows(table, log, [&] {
    return AtHand{.demand_id = std::string(table.RequiredText(kAtHandDemandId, limits::kIdBytes)),
                  .commodity = std::string(table.RequiredText(kAtHandCommodity, limits::kIdBytes)),
                  .weight = {table.RequiredNumber(kAtHandKg, kTakenWeight)},
                  .use_by = table.DateOf(kAtHandUseBy)};
  });
}

std::vector<CarriedLine> ReadCarried(std::string_view file, std::string_view content, FindingLog& log) {
  Table table(file, content, kCarriedColumns, log);
  return SoundRows(table, log, [&] {
    table.RequiredText(kWay, limits::kIdBytes);
    const std::size_t way = table.WordOf(kWay, kWayWords).value_or(0);
    const std::int64_t grams = table.RequiredNumber(kCarriedKg, kTakenWeight);
    return CarriedLine{.way = static_cast<Carried::Way>(way),
                       .date = table.DateOf(kFromDate),
                       .to_date = table.DateOf(kToDate),
                       .demand_id = std::string(table.RequiredText(kCarriedDemandId, limits::kIdBytes)),
                       .commodity = std::string(table.RequiredText(kCarriedCommodity, limits::kIdBytes)),
                       .to_commodity = std::string(table.Text(kToCommodity)),
                       .weight = {grams},
                       .served = {table.Number(kToKg, kTakenWeight).value_or(grams)}};
  });
}

}  // namespace pasok::match
