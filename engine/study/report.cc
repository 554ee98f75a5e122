#include "engine/study/report.h"

#include <algorithm>
#include <utility>

namespace pasok::study {
namespace {

bool Fits(const Cell& cell, Unit unit) {
  if (std::holds_alternative<std::monostate>(cell)) return true;
  switch (unit) {
    case Unit::kText:
      return std::holds_alternative<std::string>(cell) || std::holds_alternative<Sentence>(cell);
    case Unit::kCount:
    case Unit::kGrams:
    case Unit::kSen:
    case Unit::kSenPerKg:
    case Unit::kMetres:
      return std::holds_alternative<std::int64_t>(cell);
    case Unit::kShare:
    case Unit::kNumber:
      return std::holds_alternative<double>(cell);
    case Unit::kYesNo:
      return std::holds_alternative<bool>(cell);
    case Unit::kAny:
      break;
  }
  if (!std::holds_alternative<Measured>(cell)) return false;
  const Measured& measured = std::get<Measured>(cell);
  const bool fraction = measured.unit == Unit::kShare || measured.unit == Unit::kNumber;
  const bool whole = measured.unit == Unit::kCount || measured.unit == Unit::kGrams ||
                     measured.unit == Unit::kSen || measured.unit == Unit::kSenPerKg ||
                     measured.unit == Unit::kMetres;
  return std::holds_alternative<double>(measured.value) ? fraction : whole;
}

bool IsSaid(const Title& title) { return !title.english.empty() && !title.indonesian.empty(); }

bool Fits(const Table& table) {
  if (!IsSaid(table.title)) return false;
  if (!std::ranges::all_of(table.columns, IsSaid, &Column::title)) return false;
  return std::ranges::all_of(table.rows, [&](const std::vector<Cell>& row) {
    if (row.size() != table.columns.size()) return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!Fits(row[i], table.columns[i].unit)) return false;
    }
    return true;
  });
}

}  // namespace

void InsertColumn(std::size_t at, Column column, std::vector<Cell> cells, Table& table) {
  table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(at), std::move(column));
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.rows[i].insert(table.rows[i].begin() + static_cast<std::ptrdiff_t>(at), std::move(cells[i]));
}

bool IsWellFormed(const Report& report) {
  return std::ranges::all_of(report.tables, [](const Table& table) { return Fits(table); });
}

}  // namespace pasok::study
